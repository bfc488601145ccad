"""HTTP: thin endpoints."""
