"""Test mode: /mock/v1."""
