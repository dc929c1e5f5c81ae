"""The budget of the grader's own work."""

import time

import pytest

from autograder.engine import run
from autograder.engine.faults import StudentFault
from autograder.engine.work import Work


def busy(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_only_what_is_measured_counts_and_waiting_does_not():
    work = Work(0.2)
    busy(0.05)
    with work.measured():
        busy(0.05)
        time.sleep(0.3)
        work.check()
    assert 0.04 < work.spent < 0.1


def test_what_runs_now_counts_already():
    work = Work(0.02)
    with work.measured():
        busy(0.03)
        with pytest.raises(StudentFault, match=r"takes the grader more than 0\.02 s"):
            work.check()


def test_who_has_used_it_up_gets_no_more_calls(grade, monkeypatch):
    monkeypatch.setattr(run, "SHARE_OF_WORK", 0.0)
    result = grade("def square(x):\n    return x * x\n")
    outcomes = [c.outcome for q in result.questions for c in q.cases if q.question == "square"]
    assert set(outcomes[1:]) == {"timed_out"}
    assert result.status == "graded" and result.score == 0
