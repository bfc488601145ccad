"""Access to cards: who sees them, codes of the clinic."""
