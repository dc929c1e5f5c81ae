"""A whole class: intake of submissions, scheduling over workers, the store, resuming."""
