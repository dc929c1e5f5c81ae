"""What a student's process says of its variables is read by its form alone."""

import numpy as np
import pytest

from autograder.engine.local_values import LONGEST_NAME, MOST_LINES, MOST_NUMBERS, MOST_VALUES, read
from autograder.wire.parts import LARGEST

GOOD = ["a", 0, 3, np.ones(2)]


def test_what_is_well_formed_is_taken():
    told = read([True, [1, 4], GOOD, ["return", 2, 7, 1.5], ["return[0]", 2, 7, "text"]])
    assert told.complete and told.missed == (1, 4)
    assert [(name, place) for name, place, _ in told.values] == [
        ("a", (0, 3)),
        ("return", (2, 7)),
        ("return[0]", (2, 7)),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        ["a", 0, 3],
        ("a", 0, 3, 1.0),
        [1, 0, 3, 1.0],
        ["", 0, 3, 1.0],
        ["a\x1b[31m", 0, 3, 1.0],
        ["a" * (LONGEST_NAME + 1), 0, 3, 1.0],
        ["a", -1, 3, 1.0],
        ["a", 0, MOST_LINES, 1.0],
        ["a", 0.5, 3, 1.0],
        ["a", 0, 3, None],
        ["a", 0, 3, [1.0]],
        ["a", 0, 3, "x" * 201],
        ["a", 0, 3, np.zeros(LARGEST // 8 + 1)],
        7,
    ],
)
def test_what_is_not_is_left_out_and_then_not_all_was_seen(bad):
    told = read([True, [], bad, GOOD])
    assert not told.complete and [name for name, _, _ in told.values] == ["a"]
    assert told.values[0][2] is GOOD[3]


@pytest.mark.parametrize("said", [None, 7, [], {}, "text", [True], [1, []], [True, ["x"]], [1, [], GOOD], ["", 5]])
def test_a_reply_of_another_form_is_no_complete_one(said):
    assert not read(said).complete


def test_more_values_than_can_come_are_cut():
    told = read([True, [], *[GOOD] * (MOST_VALUES + 5)])
    assert len(told.values) == MOST_VALUES and not told.complete


def test_more_numbers_than_are_worth_a_sentence_are_cut():
    each = LARGEST // 8
    told = read([True, [], *[["a", 0, 3, np.zeros(each)]] * (MOST_NUMBERS // each + 2)])
    assert len(told.values) == MOST_NUMBERS // each and not told.complete
