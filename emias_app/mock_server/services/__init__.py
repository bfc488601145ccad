"""What the backend does, one file per subject."""
