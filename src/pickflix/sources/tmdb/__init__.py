"""TMDB: the dumps that people pass around, and its API; to be shown, not to be learnt from unless the host says so."""
