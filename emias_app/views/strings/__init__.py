"""All words that a person reads, by the part of the app that says them."""
