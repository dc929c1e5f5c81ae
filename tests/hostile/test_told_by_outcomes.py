"""What a student may read of a submission that fails its hidden cases in ways that spell a hidden input."""

from __future__ import annotations

import pytest

from autograder.engine.grader import Grader
from autograder.reports.html import student_page
from autograder.results import SubmissionResult
from autograder.submission import Submission

# The first hidden call of a question ends in the gravest way; each later one spells two bits of the first input.
SPELLING = """
import mmap
import struct

BOARD = mmap.mmap(-1, 4096)  # seen by all processes: the bits, how many are told, whether they are known
CALLS = []


def spell(value):
    if not BOARD[9]:
        BOARD[:8], BOARD[9] = struct.pack("<d", value), 1
    CALLS.append(value)
    if len(CALLS) == 1:
        raise MemoryError
    bits = int.from_bytes(BOARD[:8], "little") >> 2 * BOARD[8] & 3
    BOARD[8] += 1
    if bits == 0:
        raise KeyError
    if bits == 1:
        raise NotImplementedError
    return "no number" if bits == 2 else 0.0


def is_hidden(value):
    return BOARD[9] or not float(value).is_integer()


def square(x):
    return spell(x.ravel()[0]) if is_hidden(x.ravel()[0]) else x * x


def mean_and_std(x):
    result = spell(x[0]) if is_hidden(x[0]) else (float(x.mean()), float(x.std()))
    return (0.0, 0.0) if result == 0.0 else result
"""


@pytest.fixture(scope="module")
def spelt(mini, strongest) -> list[SubmissionResult]:
    with Grader(mini, strongest) as grader:
        return [grader.grade(Submission("speller", "py", SPELLING.encode()), seed) for seed in range(8)]


def outcomes(result: SubmissionResult) -> tuple[str, ...]:
    return tuple(case.outcome for question in result.questions for case in question.cases if case.hidden)


def test_the_staffs_record_keeps_every_outcome(spelt):
    assert len({outcomes(result) for result in spelt}) >= 4


def test_the_students_page_is_the_same_whatever_was_spelt(mini, spelt):
    assert {result.score for result in spelt} == {0.0}
    assert len({student_page(mini.spec, result, "today") for result in spelt}) == 1
