"""Pure functions: results in, text out. They know the records and the manifest, never the engine."""
