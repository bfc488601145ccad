"""Asking for a card: the steps, and the request that came of it."""
