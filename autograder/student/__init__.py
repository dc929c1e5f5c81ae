"""The student's side: runs the public tests on one's own file. Pure Python, any system, no sandbox claimed."""
