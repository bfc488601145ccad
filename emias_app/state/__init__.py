"""What each screen knows and can do; no controls."""
