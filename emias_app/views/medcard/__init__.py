"""The card: its home, a section, a record."""
