"""How good the lists are, with intervals: splits, metrics, protocols, and the report that is kept of them."""
