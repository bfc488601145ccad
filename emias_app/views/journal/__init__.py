"""Who saw the card."""
