"""What a question is: its contract, its suites, its reference and its known mistakes, loaded and checked."""
