"""What `flet run` and `flet build` start; the `emias` command is emias_app/cli.py."""

import flet as ft

from emias_app.start import packaged_main

ft.run(packaged_main(), assets_dir="assets")
