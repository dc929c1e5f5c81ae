"""What the cases tell of themselves: against figures by hand, and against Pearson's correlation."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_class import submission, ungraded
from msgspec.structs import replace

from autograder.course import Homework, Question
from autograder.reports.items import difficulty, discrimination, item_analysis, phi
from autograder.results import CaseResult, Outcome, SubmissionResult, question_result


def test_difficulty_is_the_share_that_passed() -> None:
    assert difficulty([True, True, True, False]) == 0.75
    assert difficulty([]) is None


def test_discrimination_by_hand() -> None:
    # Means 30 and 10 of the rest, s = sqrt(125), p = 1/2.
    assert discrimination([True, True, False, False], [35, 25, 5, 15]) == pytest.approx(20 / math.sqrt(125) / 2)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 100)), min_size=2, max_size=40))
def test_discrimination_is_pearsons_correlation_where_that_is_defined(rows: list[tuple[bool, int]]) -> None:
    passed, rest = [right for right, _ in rows], [float(value) for _, value in rows]
    if len(set(passed)) == 1 or len(set(rest)) == 1:
        assert discrimination(passed, rest) is None
    else:
        expected = statistics.correlation([float(right) for right in passed], rest)
        assert discrimination(passed, rest) == pytest.approx(expected, abs=1e-9)


def test_a_rest_that_differs_by_what_adding_up_leaves_behind_is_the_same_for_all() -> None:
    assert discrimination([True, False, True], [0.1 + 0.2, 0.3, 0.3]) is None


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_phi_is_pearsons_correlation_of_failing(rows: list[tuple[bool, bool]]) -> None:
    first, second = [float(one) for one, _ in rows], [float(other) for _, other in rows]
    found = phi(sum(one and other for one, other in rows), int(sum(first)), int(sum(second)), len(rows))
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(statistics.correlation(first, second))


def test_the_rest_of_the_score_leaves_out_the_case_itself_and_open_scores(homework: Homework) -> None:
    results = [
        submission("a"),
        submission("b", "failed", lost=1),
        submission("c", "failed", "failed", lost=1),
        submission("d", "passed", "failed", lost=2),
        submission("e", "passed", "grader_error"),
        ungraded("f", "unreadable", ""),
        ungraded("g", "absent", ""),
    ]
    items = item_analysis(homework, results)
    case = next(c for c in items.cases if (c.question.name, c.name) == ("entropy", "large_logits"))
    assert (case.taken, case.passed, case.difficulty, case.points) == (4, 2, 0.5, 2.5)
    rest = [100 - 2.5, 97.5, 97.5 - 6.25, 100 - 12.5 - 2.5]
    assert case.discrimination == pytest.approx(statistics.correlation([1, 0, 0, 1], rest))
    easy = next(c for c in items.cases if (c.question.name, c.name) == ("entropy", "one_row"))
    assert (easy.difficulty, easy.discrimination, easy.hidden) == (1.0, None, False)
    assert [c.question.name for c in items.of(homework.questions[1])] == ["softmax_cross_entropy_grad"] * 4


def class_of(homework: Homework, *rows: tuple[str, str]) -> list[SubmissionResult]:
    """People of two questions; of each case a letter: `.` passed, `x` failed."""
    results = []
    for i, row in enumerate(rows):
        questions = []
        for spec, ends in zip(homework.questions, row):
            outcomes: list[Outcome] = ["passed" if end == "." else "failed" for end in ends]
            cases = [CaseResult(f"case {k}", True, 1.0, outcome) for k, outcome in enumerate(outcomes)]
            questions.append(question_result(spec.name, len(ends), cases))
        score = sum(question.score for question in questions)
        results.append(replace(submission(f"s{i}"), questions=tuple(questions), score=score))
    return results


def together(homework: Homework, results: list[SubmissionResult]) -> list[tuple[str, str, int, int, float]]:
    return [
        (f"{p.one.question.name} {p.one.name}", f"{p.other.question.name} {p.other.name}", p.both, p.either, p.phi)
        for p in item_analysis(homework, results).pairs
    ]


def test_cases_that_fail_together_are_named_if_often_enough_those_of_two_questions_first(homework: Homework) -> None:
    rows = [*[(".xx", "x.")] * 5, *[("...", "..")] * 7]
    assert together(homework, class_of(homework, *rows)) == [
        ("entropy case 1", "softmax_cross_entropy_grad case 0", 5, 5, 1.0),
        ("entropy case 2", "softmax_cross_entropy_grad case 0", 5, 5, 1.0),
        ("entropy case 1", "entropy case 2", 5, 5, 1.0),
    ]
    assert together(homework, class_of(homework, *rows[1:])) == [], "four people are chance"


def test_who_passes_nothing_of_a_question_says_nothing_about_its_cases(homework: Homework) -> None:
    rows = [
        *[("xxx", "xx")] * 9,
        *[("x..", ".x")] * 2,
        *[(".x.", "x.")] * 2,
        *[("..x", "..")] * 2,
        *[("...", "..")] * 9,
    ]
    assert together(homework, class_of(homework, *rows)) == []


def test_two_cases_that_fail_independently_are_no_pair(homework: Homework) -> None:
    rows = [*[("x.", "x.")] * 6, *[("x.", "..")] * 6, *[("..", "x.")] * 6, *[("..", "..")] * 6]
    assert together(homework, class_of(homework, *rows)) == []


def test_a_class_of_nobody_has_no_cases(homework: Homework) -> None:
    items = item_analysis(homework, [])
    assert items.cases == items.pairs == () and items.of(Question("adam", ("adam",), 15, homework.title)) == []
