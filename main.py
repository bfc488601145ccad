"""What `flet run` and `flet build` start; the `emias` command is emias_app/cli.py."""

from pathlib import Path

import flet as ft

from emias_app.start import packaged_main

ft.run(packaged_main(Path(__file__).with_name("backend.url")), assets_dir="assets")
