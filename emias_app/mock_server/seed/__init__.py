"""Synthetic people and cards, from a seeded generator."""
