"""Documents on paper: A4 pages in Golos Text."""
