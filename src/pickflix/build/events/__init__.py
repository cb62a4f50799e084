"""What people said of films, as tables that a cluster reads: partitioned Parquet, and who gathers it."""
