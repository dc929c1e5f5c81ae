"""What becomes of marks after grading: results in, results or text out; nothing grades again."""
