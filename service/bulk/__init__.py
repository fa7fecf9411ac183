"""Pictures by the million: a source cut into parts, each read by an actor of Ray into a Parquet file."""
