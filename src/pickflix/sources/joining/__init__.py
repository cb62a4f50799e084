"""Several sources as one catalogue: which film and which person of one is which of another, and whose word counts."""
