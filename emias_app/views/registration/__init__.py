"""A new account, and a password that was forgotten."""
