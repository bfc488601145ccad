"""Repeatable measurements; each prints ratios, since seconds depend on the machine. ``python -m bench [a b c d]``."""
