"""An instructor's work: scaffolds, handouts, the gate, and zips for students and for plain otter."""
