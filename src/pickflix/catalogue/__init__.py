"""Films and people of one immutable snapshot: values, queries, title search."""
