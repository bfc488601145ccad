"""Where the backend keeps things: SQLAlchemy on SQLite or PostgreSQL."""
