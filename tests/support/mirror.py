"""The client's side of Flet's wire: a tree of nodes, kept true by the patches that the session sends.

A session talks msgpack frames ``0x00 + [action, body]``. A control travels as a map with ``_c`` (type) and
``_i`` (id); a component is a control of type ``C`` whose body is ``_b``. Patches are ``[tree of targets, op…]``
with ops 0 replace, 1 insert, 2 remove, 3 move. Only what came over the wire is known here, so a test sees
what a browser would.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

#: String properties that a person can read on the screen.
READABLE = (
    "value",
    "text",
    "label",
    "title",
    "subtitle",
    "content",
    "error",
    "helper",
    "hint_text",
    "prefix",
    "suffix",
    "tooltip",
    "semantics_label",
)


class Node:
    """One control as the client knows it."""

    __slots__ = ("__weakref__", "_parent", "id", "props", "type")

    def __init__(self, id: int, type: str, parent: Node | None) -> None:
        self.id, self.type = id, type
        self.props: dict[str, Any] = {}
        self._parent = weakref.ref(parent) if parent is not None else None

    def __repr__(self) -> str:
        plain = {k: v for k, v in self.props.items() if isinstance(v, str | int | float) and not k.startswith("on_")}
        return f"<{self.type}#{self.id} {plain}>"

    @property
    def identifier(self) -> str | None:
        return self.props.get("identifier")

    @property
    def ancestors(self) -> Iterator[Node]:
        node = self._parent() if self._parent else None
        while node is not None:
            yield node
            node = node._parent() if node._parent else None

    @property
    def is_disabled(self) -> bool:
        return any(node.props.get("disabled") is True for node in (self, *self.ancestors))

    @property
    def children(self) -> Iterator[Node]:
        for value in self.props.values():
            yield from nodes_in(value)

    def walk(self) -> Iterator[Node]:
        """The node and all visible nodes below it, components looked through."""
        if self.props.get("visible") is False:
            return
        if self.type != "C":
            yield self
        for child in self.children:
            yield from child.walk()

    def listens(self, event: str) -> bool:
        return self.props.get(f"on_{event}") is True

    @property
    def texts(self) -> list[str]:
        """Every readable string at or below the node, in order; passwords masked."""
        found: list[str] = []
        for node in self.walk():
            for name, value in node.props.items():
                if name in READABLE and isinstance(value, str) and value:
                    is_secret = node.type == "TextField" and name == "value" and node.props.get("password")
                    found.append("•" * len(value) if is_secret else value)
        return found


def nodes_in(value: Any) -> Iterator[Node]:
    """The nodes directly inside a property's value."""
    if isinstance(value, Node):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from nodes_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from nodes_in(item)


def through(node: Any) -> Any:
    """The control that a component renders, or the value itself."""
    while isinstance(node, Node) and node.type == "C":
        node = node.props.get("_b")
    return node


def _note_paths(entry: list[Any], path: list[Any], paths: dict[int, list[Any]]) -> None:
    """Where each numbered place of a patch lies, step by step from its root."""
    paths[entry[0]] = path
    if len(entry) > 1 and isinstance(entry[1], dict):
        for step, below in entry[1].items():
            _note_paths(below, [*path, step], paths)


class Mirror:
    """The whole page, rooted at control 1."""

    def __init__(self, page: dict[str, Any]) -> None:
        self.page = Node(1, "Page", None)
        self.index: weakref.WeakValueDictionary[int, Node] = weakref.WeakValueDictionary({1: self.page})
        self.merge(self.page, self.page.props, page)
        self.lost_patches = 0

    def merge(self, owner: Node, into: dict[str, Any], news: dict[str, Any]) -> None:
        for key, value in news.items():
            if key in ("_c", "_i"):
                continue
            old = into.get(key)
            if isinstance(old, Node) and isinstance(value, dict) and value.get("_i") == old.id:
                self.merge(old, old.props, value)
            elif isinstance(old, dict) and isinstance(value, dict):
                self.merge(owner, old, value)
            else:
                into[key] = self._grow(value, owner)

    def apply(self, control_id: int, patch: list[Any]) -> None:
        root = self.index.get(control_id)
        if root is None:
            self.lost_patches += 1  # the real client drops these without a word
            return
        paths: dict[int, list[Any]] = {}
        _note_paths(patch[0], [], paths)

        def place(number: int) -> tuple[Any, Node]:
            # Looked up when its turn comes, as Flutter's side does: an operation before may have moved what lies there.
            at: Any = root
            owner = root
            for step in paths[number]:
                at = at.props[step] if isinstance(at, Node) else at[step]
                owner = at if isinstance(at, Node) else owner
            return (at.props if isinstance(at, Node) else at), owner

        for kind, *op in patch[1:]:
            holder, owner = place(op[0])
            if kind == 0:
                holder[op[1]] = self._grow(op[2], owner)
            elif kind == 1:
                grown = self._grow(op[2], owner)
                if isinstance(holder, list):
                    holder.insert(op[1], grown)
                else:
                    holder[op[1]] = grown
            elif kind == 2:
                holder.pop(op[1])
            elif kind == 3:
                goal, _ = place(op[2])
                moved = holder.pop(op[1])
                if isinstance(goal, list):
                    goal.insert(op[3], moved)
                else:
                    goal[op[3]] = moved
            else:
                raise AssertionError(f"unknown patch operation {kind}")

    def _grow(self, value: Any, owner: Node) -> Any:
        if isinstance(value, list):
            return [self._grow(item, owner) for item in value]
        if not isinstance(value, dict):
            return value
        if "_c" not in value:
            return {key: self._grow(item, owner) for key, item in value.items()}
        node = Node(value["_i"], value["_c"], owner)
        self.index[node.id] = node
        for key, item in value.items():
            if key not in ("_c", "_i"):
                node.props[key] = self._grow(item, node)
        return node

    @property
    def views(self) -> list[Node]:
        found = through(self.page.props.get("views"))
        return [through(view) for view in (found if isinstance(found, list) else [found]) if view is not None]

    @property
    def dialogs(self) -> list[Node]:
        """Open dialogs, sheets and snack bars, the top one last."""
        holder = self.page.props.get("_dialogs")
        if holder is None:
            return []
        shown = (through(node) for node in nodes_in(holder.props.get("controls")))
        return [node for node in shown if node.props.get("open") is True]

    def screen(self) -> Iterator[Node]:
        """Everything that a person can see now: the top view and what lies over it."""
        if self.views:
            yield from self.views[-1].walk()
        overlay = self.page.props.get("_overlay")
        if isinstance(overlay, Node):
            yield from overlay.walk()
        for dialog in self.dialogs:
            yield from dialog.walk()
