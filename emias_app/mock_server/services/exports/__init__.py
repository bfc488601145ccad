"""Taking the card away (product.md §13): what is made of it, and the jobs that make it behind."""
