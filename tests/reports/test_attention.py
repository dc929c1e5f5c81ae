"""Who and what deserves a look."""

import pytest
from made_up_class import submission, ungraded
from msgspec.structs import replace

from autograder.reports.attention import changed_last, falls, makers, needs_help
from autograder.results import Change, SubmissionResult


def of(name: str, score: float, **more: str) -> SubmissionResult:
    return replace(submission(name), score=score, **more)


def test_who_is_below_the_threshold_needs_help_the_lowest_first() -> None:
    results = [of("a", 60), of("b", 59.9), of("c", 0), of("d", 100), ungraded("e", "unreadable", "")]
    assert [(one.result.submission, one.low, one.falling) for one in needs_help(results)] == [
        ("c", True, False),
        ("b", True, False),
    ]
    assert [one.result.submission for one in needs_help(results, below=0.65)] == ["c", "b", "a"]
    assert [one.result.submission for one in needs_help(results, below=0)] == []


def test_a_score_that_the_grader_owes_is_not_called_low() -> None:
    assert needs_help([replace(submission("a", "grader_error"), score=10.0)]) == []


def test_whose_share_falls_over_the_homeworks_needs_help_whatever_the_name_there() -> None:
    first = [of("a", 100), replace(of("x_bo", 45, id="7"), max_score=50.0), of("c", 80), of("d", 80)]
    second = [of("a", 90), of("y_bo", 80, id="7"), of("c", 85), ungraded("d", "absent", "")]
    last = [of("a", 80), of("z_bo", 70, id="7"), of("c", 70), of("d", 75), of("new", 100)]
    found = needs_help(last, earlier=[("one", first), ("two", second)])
    assert [(one.result.submission, one.shares, one.low, one.falling) for one in found] == [
        ("z_bo", (0.9, 0.8, 0.7), False, True),
        ("a", (1.0, 0.9, 0.8), False, True),
    ]


@pytest.mark.parametrize(
    ("shares", "falling"),
    [
        ([0.9, 0.8], True),
        ([0.9, 0.81], False),
        ([0.9, None, 0.8], True),
        ([0.9, 0.9, 0.8], True),
        ([0.9, 0.7, 0.75], False),
        ([0.5], False),
        ([None, 0.5], False),
        ([], False),
    ],
)
def test_falling_is_never_rising_and_a_tenth_in_all(shares: list[float | None], falling: bool) -> None:
    assert falls(shares) == falling


def test_the_changes_of_the_newest_run_are_those_of_one_time() -> None:
    old = Change("2023-11-01 09:00", "adam", 1.0, 2.0, "suite")
    new = Change("2023-11-02 09:00", "adam", 2.0, 3.0, "file")
    results = [replace(submission("b"), changes=(new, old)), replace(submission("a"), changes=(new,)), submission("c")]
    at, changes = changed_last(results)
    assert at == "2023-11-02 09:00"
    assert [(result.submission, change) for result, change in changes] == [("a", new), ("b", new)]
    assert changed_last([submission("c")]) == ("", [])


def test_makers_of_a_mistake_are_those_whose_question_is_settled() -> None:
    wrong = submission("b", "passed", "failed")
    found = makers(
        [wrong, submission("a", "passed", "failed"), submission("c"), submission("d", "passed", "grader_error")]
    )
    assert {key: [result.submission for result in rows] for key, rows in found.items()} == {
        ("softmax_cross_entropy_grad", "summed-over-batch"): ["a", "b"]
    }
