"""Grading on a Dask cluster that is there already: the client, and what it puts on the workers."""
