"""Large replies: what decoding, checking and comparing them costs the grader is charged to who sends them."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.diagnosis import Tables
from autograder.engine import run
from autograder.engine.grader import Grader
from autograder.questions.loading import load_homework
from autograder.submission import Submission

COURSE = find_course(Path(__file__).parent)
LARGE = """
import numpy as np

ANSWER = {answer}


def large(*args):
    return ANSWER


for _name in {names}:
    globals()[_name] = large
"""
ANSWERS = {
    "a list of floats": "[1.5] * 250_000",
    "a list of texts": "['a' * 20] * 250_000",
    "a large array": "np.ones(1_000_000)",
    "dicts in dicts": "{'label': [{'a': i} for i in range(60_000)], 'majority': 1}",
}


@pytest.mark.slow
@pytest.mark.parametrize("answer", ANSWERS)
def test_large_replies_cost_the_grader_a_bounded_time(strongest, answer, monkeypatch):
    monkeypatch.setattr(run, "SHARE_OF_WORK", 1 / 60)
    monkeypatch.setattr(run, "NAMING_SECONDS", 1.0)
    loaded = load_homework(COURSE, "trees")
    source = LARGE.format(answer=ANSWERS[answer], names=loaded.functions)
    tables = Tables(loaded)
    list(tables.prepare())  # once, whoever is graded
    with Grader(loaded, strongest, tables=tables) as grader:
        begin = time.thread_time()
        result = grader.grade(Submission("large", "py", source.encode()), 1)
        spent = time.thread_time() - begin
    assert result.score == 0 and result.status == "graded"
    assert spent < 8  # 1 s for the marks, 1 s for the names, and what a busy machine adds


# Many draws of two samples come in one exchange: each of these replies is small, and is slow to judge.
ROWS = """
import numpy as np

ROWS = np.zeros((1 << 16, 0), int)


def minibatch_indices(n, batch_size, seed):
    return ROWS if n == 2 else [list(range(n))]
"""


@pytest.mark.slow
def test_replies_that_come_together_cost_the_grader_a_bounded_time(strongest, monkeypatch):
    monkeypatch.setattr(run, "SHARE_OF_WORK", 1 / 60)
    loaded = load_homework(COURSE, "training")
    questions = tuple(q for q in loaded.questions if "minibatch_indices" in q.spec.functions)
    with Grader(dataclasses.replace(loaded, questions=questions), strongest) as grader:
        begin = time.thread_time()
        result = grader.grade(Submission("rows", "py", ROWS.encode()), 1)
        spent = time.thread_time() - begin
    assert result.score == 0 and result.status == "graded"
    assert spent < 4  # 1 s, one reply more, and what a busy machine adds; 13 s if all of an exchange were judged
