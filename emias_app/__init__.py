"""A parent's medical-card app and the backend that ships with it."""

__version__ = "0.1.0"
