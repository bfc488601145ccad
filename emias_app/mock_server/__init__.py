"""The backend that ships with the app."""
