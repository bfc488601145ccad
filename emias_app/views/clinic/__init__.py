"""The clinic's side."""
