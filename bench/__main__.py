"""Run the measurements named on the command line, or all of them."""

from __future__ import annotations

import importlib
import sys

#: What each letter measures, in the order of the goals in the README of this folder.
PARTS = {
    "a": "first_screen",
    "b": "long_section",
    "c": "requests",
    "d": "memory",
    "e": "printing",
    "f": "across_card",
    "g": "take_away",
}


def main() -> None:
    wanted = [letter for letter in sys.argv[1:] if letter in PARTS] or list(PARTS)
    for letter in wanted:
        print(f"\n({letter}) ", end="", flush=True)
        importlib.import_module(f"bench.{PARTS[letter]}").main()


if __name__ == "__main__":
    main()
