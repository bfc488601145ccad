"""`python -m emias_app` is the `emias` command."""

from emias_app.cli import main

if __name__ == "__main__":
    main()
