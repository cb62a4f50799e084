"""Where facts come from: each source with its licence, read into the same tidy tables."""
