"""Places to look for shared work in a class: never a verdict, never a mark."""
