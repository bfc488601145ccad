"""The typed client: every call to the backend goes through here."""

from emias_app.api.client import EmiasClient

__all__ = ["EmiasClient"]
