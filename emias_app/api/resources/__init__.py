"""One file per resource of the backend."""
