"""Documents that a parent puts into the card."""
