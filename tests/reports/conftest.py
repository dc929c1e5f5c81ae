"""A homework of six questions and a class of thirty, made up."""

import pytest
from made_up_class import HOSTILE, OTHERS, POINTS, TITLES, USUAL, submission, ungraded

from autograder.course import Homework, Question, Text
from autograder.results import SubmissionResult


@pytest.fixture(scope="session")
def homework() -> Homework:
    return Homework(
        name="training",
        title=Text("Normalisation, optimisers, regularisation", "归一化、优化器与正则化"),
        question=tuple(
            Question(name=name, functions=(name,), points=points, title=Text(*TITLES[name]))
            for name, points in POINTS.items()
        ),
    )


@pytest.fixture(scope="session")
def classmates() -> list[SubmissionResult]:
    """Thirty results in no order."""
    results = []
    for i, name in enumerate((*HOSTILE, *USUAL)):
        wrong = [OTHERS[(i * 7 + k * 5) % len(OTHERS)] if (i * 3 + k) % 5 < i % 4 else "passed" for k in range(6)]
        notes = ("cell 4: NameError: name 'plt' is not defined",) if i % 6 == 1 else ()
        results.append(submission(name, *wrong, lost=1 + (i % 3), notes=notes))
    replaced = {
        "hiroshi": ungraded("hiroshi", "unreadable", "a FIFO, not a file"),
        "kim": ungraded("kim", "unreadable", "two candidates: kim.py and kim.ipynb"),
        "ivan": ungraded("ivan", "grader_error", "Traceback: suite <batch_norm> failed to load\nsecond line"),
        "fatima": submission("fatima", "passed", "passed", "passed", "grader_error"),
    }
    return [replaced.get(result.submission, result) for result in results]
