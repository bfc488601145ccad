"""«Показать врачу» on this phone."""
