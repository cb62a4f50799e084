"""What the texts of films say: their words, and how near two of them are."""
