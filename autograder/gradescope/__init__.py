"""Grading one submission inside Gradescope's own machine: `python -m autograder.gradescope`."""
