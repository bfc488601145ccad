"""Secrets of this device: PIN, keys, where they lie."""
