"""What a submission may say once its processes have seen hidden inputs."""

import re

import pytest
from corpus import PROGRAMS, RIGHT

from autograder.engine.grader import Grader
from autograder.submission import Submission


def told(result) -> tuple[list[str], list[str]]:
    """The moments at which the file was loaded: as the notes tell them, and as the public cases do."""
    public = [c.message for q in result.questions for c in q.cases if not c.hidden]
    return re.findall(r"told at [0-9.]+", " ".join(result.notes)), re.findall(r"told at [0-9.]+", " ".join(public))


@pytest.mark.slow
def test_the_notes_are_those_from_before_any_hidden_input(grade):
    # Loaded again after a hidden case, the file could tell how long that case took: the clock knows.
    result = grade((PROGRAMS / "reading" / "hidden_inputs_told_by_the_clock.py").read_bytes())

    notes, public = told(result)

    assert notes == [public[-1]]
    assert not [c.message for q in result.questions for c in q.cases if c.hidden and "told" in c.message]


def test_a_reply_of_very_many_values_is_refused_before_they_cost_anything(grade):
    result = grade(RIGHT + b"\n\ndef square(x):\n    return [1.0] * 300_000\n")

    assert {q.question: q.status for q in result.questions}["square"] == "crashed"
    assert result.score == 60.0


@pytest.mark.slow
def test_the_budget_of_the_whole_submission_holds(mini, strongest):
    source = (PROGRAMS / "ending" / "just_under_the_limit_while_loading.py").read_bytes()
    with Grader(mini, strongest) as grader:
        grader.grade(Submission("warm", "py", RIGHT), 1)
        result = grader.grade(Submission("slow", "py", source), 1)

    assert result.score == 0.0
    last = result.questions[-1].cases[-1]
    assert last.outcome in ("timed_out", "crashed", "not_implemented", "errored")
