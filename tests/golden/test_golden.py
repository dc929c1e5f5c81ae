"""Whole submissions: each folder is a situation, its name the title of the test."""

import pytest
from golden import expected, run, situations

SLOW = {
    "an-endless-loop",
    "an-endless-loop-at-top-level",
    "an-endless-loop-in-a-later-call",
    "an-endless-loop-in-the-first-call",
    "ignored-signals-and-an-endless-loop",
    "six-endless-cells",
}


@pytest.mark.parametrize(
    "situation", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in situations()]
)
def test_a_submission_gets_the_result_that_it_deserves(grader, situation):
    assert run(grader, situation) == expected(situation)
