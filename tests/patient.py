"""Grading as a class does it, for tests whose subject is the result and not the clock."""

from autograder.classroom.pool import PATIENCE
from autograder.engine.grader import Grader, Submission
from autograder.results import SubmissionResult


def graded(grader: Grader, submission: Submission, seed: int) -> SubmissionResult:
    """What the grader itself doubts (a deadline, a process that ended) is graded with more patience."""
    result = grader.grade(submission, seed)
    if not grader.doubtful:
        return result
    patience, grader.patience = grader.patience, PATIENCE
    try:
        return grader.grade(submission, seed)
    finally:
        grader.patience = patience
