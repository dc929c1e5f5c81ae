"""Grading as a class does it, for tests whose subject is the result and not the clock."""

from autograder.classroom.pool import PATIENCE
from autograder.engine.grader import Grader
from autograder.results import SubmissionResult
from autograder.submission import Submission


def graded(grader: Grader, submission: Submission, seed: int) -> SubmissionResult:
    """What the grader itself doubts (a deadline, a process that ended) is graded with more patience."""
    first = grader.finish(grader.begin(submission, seed))
    return grader.grade(submission, seed, PATIENCE) if first.doubtful else first.result
