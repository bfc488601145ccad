"""The memory of one page or one run, for where nothing may be left behind."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from emias_app.vault.store import LONGEST_VALUE, StoreDescription, StoreKind, Turns

__all__ = ["MemoryStore"]


class MemoryStore:
    """Secrets until the page is closed or the app ends; nothing reaches a disk."""

    kind = StoreKind.MEMORY
    is_persistent = False
    is_hardware = False

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._turns = Turns()

    def __repr__(self) -> str:
        return f"MemoryStore({len(self._values)} values, ***)"

    async def get(self, key: str) -> str | None:
        return self._values.get(key)

    async def set(self, key: str, value: str) -> None:
        if len(value) > LONGEST_VALUE:
            raise ValueError("too long for a vault")
        self._values[key] = value

    async def delete(self, key: str) -> None:
        self._values.pop(key, None)

    def exclusive(self, key: str) -> AbstractAsyncContextManager[None]:
        return self._turns.exclusive(key)

    def describe(self) -> StoreDescription:
        return StoreDescription(
            name="Память",
            place="память этой страницы или этого запуска, до закрытия",
            protects_from="от всех, кто придёт после закрытия",
            not_from="от программ того же пользователя, пока страница открыта",
        )
