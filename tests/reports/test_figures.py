"""The figures of a class."""

import pytest
from made_up_class import answer, submission, ungraded

from autograder.course import Homework
from autograder.reports.figures import histogram, number, question_figures, reason, standing, summarise
from autograder.results import SubmissionResult


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (7.5, "7.5"), (0.0, "0"), (-0.0, "0"), (100 / 3, "33.333333"), (100.0, "100"), (0.1 + 0.2, "0.3")],
)
def test_numbers_have_no_trailing_zeros(value: float, text: str) -> None:
    assert number(value) == text


def test_the_summary_counts_each_submission_once(classmates: list[SubmissionResult]) -> None:
    summary = summarise(classmates)
    assert summary.graded + summary.unreadable + summary.grader_errors == len(classmates) == 30
    assert (summary.unreadable, summary.grader_errors) == (2, 2)


def test_mean_and_median_are_over_graded_submissions_only() -> None:
    results = [
        submission("a"),
        submission("b", "failed", lost=4),
        ungraded("c", "unreadable", ""),
        ungraded("d", "grader_error", ""),
    ]
    summary = summarise(results)
    assert (summary.mean, summary.median, summary.full_marks) == (95, 95, 1)
    assert str(summary) == "2 graded, mean 95.0, median 95, 1 with full marks, 1 unreadable, 1 grader error"


def test_an_empty_class_has_no_mean() -> None:
    assert str(summarise([])) == "0 graded, 0 unreadable, 0 grader errors"


def test_a_case_that_the_grader_failed_at_leaves_the_score_open() -> None:
    result = submission("a", "passed", "grader_error")
    assert result.status == "graded"
    assert standing(result) == "grader_error"
    assert reason(result) == "softmax_cross_entropy_grad, random_batch: oracle of hidden case large_logits raised"


def test_a_score_on_the_edge_of_a_bin_belongs_to_the_upper_one_and_full_marks_to_the_last() -> None:
    counts = [b.count for b in histogram([0, 9.99, 10, 30.0 - 1e-12, 99, 100], 100)]
    assert counts == [2, 1, 0, 1, 0, 0, 0, 0, 0, 2]


def test_scores_outside_the_scale_are_counted_in_the_outer_bins() -> None:
    assert [b.count for b in histogram([-1, 101], 100, bins=2)] == [1, 1]


def test_questions_count_worst_outcomes_and_named_mistakes(homework: Homework) -> None:
    results = [
        submission("a"),
        submission("b", "passed", "failed"),
        submission("c", "passed", "failed"),
        ungraded("d", "unreadable", ""),
    ]
    figures = question_figures(homework, results)
    assert [f.question.name for f in figures] == [q.name for q in homework.questions]
    assert figures[1].outcomes == (("passed", 1), ("failed", 2))
    assert figures[1].mistakes == (("summed-over-batch", 2),)
    assert figures[1].mean == pytest.approx((25 + 2 * 12.5) / 3)


def test_a_question_that_is_open_leaves_the_figures_of_the_others_alone(homework: Homework) -> None:
    results = [submission("a"), submission("b", "passed", "grader_error")]
    figures = question_figures(homework, results)
    opened = [sum(count for _, count in f.outcomes) for f in figures]
    assert sorted(opened) == [1, *[2] * (len(figures) - 1)]


def test_without_results_every_question_still_has_its_figures(homework: Homework) -> None:
    assert [(f.mean, f.outcomes) for f in question_figures(homework, [])] == [(None, ())] * 6


def test_a_question_result_that_the_manifest_does_not_know_is_left_out(homework: Homework) -> None:
    result = SubmissionResult("a", "training", "graded", "core", 1, 10, 100, (answer("adam", "passed"),))
    assert [len(f.outcomes) for f in question_figures(homework, [result])] == [0, 0, 0, 0, 0, 1]


def test_who_is_absent_counts_in_no_mean() -> None:
    results = [submission("a"), ungraded("b", "absent", "handed in nothing")]
    assert standing(results[1]) == "absent"
    assert str(summarise(results)) == (
        "1 graded, mean 100.0, median 100, 1 with full marks, 0 unreadable, 0 grader errors, 1 absent"
    )
