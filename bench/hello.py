"""Flet's own hello world, served as Flet serves it: what the app is compared with."""

from __future__ import annotations

import os
import sys

os.environ["FLET_FORCE_WEB_SERVER"] = "true"

import flet as ft


def main(page: ft.Page) -> None:
    page.add(ft.Semantics(identifier="hello", content=ft.Text("Hello, world")))


if __name__ == "__main__":
    ft.run(main, port=int(sys.argv[1]), no_cdn=True)
