"""What leaves the house: stubs, handouts, zips for students and for plain otter. Knows the manifest, not the engine."""
