"""The student's side: runs the public tests on the student's own file, on any system, and without a sandbox."""
