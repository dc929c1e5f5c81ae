"""What the lines of a ledger make of scores: in which order, from what, and what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_class import POINTS, made_homework, row, without_result

from autograder.marks.applying import applied, apply, unadjusted
from autograder.marks.changes import change_of
from autograder.marks.ledger import Ledger, LedgerError, Line, target_of
from autograder.reports.figures import adjusted_by, score_text, standing
from autograder.results import SubmissionResult, from_json, to_json

HOMEWORK = made_homework()


def ledger(*lines: tuple[str, str, str]) -> Ledger:
    return Ledger(
        "adjustments.csv",
        tuple(
            Line(number, who, *target_of(what), change_of(change, typed=True), "because", "Lin", "2026-12-03")
            for number, (who, what, change) in enumerate(lines, 2)
        ),
    )


def after(rows: list[SubmissionResult], *lines: tuple[str, str, str]) -> dict[str, SubmissionResult]:
    return {one.submission: one for one in apply(HOMEWORK, rows, ledger(*lines))}


def score(shares: tuple[float, ...], *lines: tuple[str, str]) -> float:
    return after([row("ann", shares)], *(("ann", *line) for line in lines))["ann"].score


# Of 40 + 35 + 25: a share of 0.2 is the case `edge`, one of 0.8 the case `values`.
@pytest.mark.parametrize(
    ("shares", "lines", "expected"),
    [
        ((0.8, 1, 1), [("square", "+2")], 94),
        ((0.8, 1, 1), [("square", "-1.5")], 90.5),
        ((0.8, 1, 1), [("square", "=7")], 67),
        ((0.8, 1, 1), [("square", "-10%")], 92 - 3.2),
        ((0.8, 1, 1), [("square: edge", "given")], 100),
        ((0, 1, 1), [("square", "given")], 100),
        ((1, 1, 1), [("square", "-50")], 60),  # never below 0
        ((1, 1, 1), [("square", "+5")], 105),  # extra credit
        ((1, 1, 1), [("total", "+5")], 105),
        ((1, 1, 1), [("total", "-500")], 0),
        ((1, 1, 1), [("total", "-10%")], 90),
        ((1, 1, 1), [("", "=55")], 55),
        # Per cents are of what there is after the absolute changes, each of the same.
        ((1, 1, 1), [("total", "-10%"), ("total", "-50")], 45),
        ((1, 1, 1), [("total", "-10%"), ("total", "-10%")], 80),
        ((1, 1, 1), [("square", "-10%"), ("square", "=20"), ("square", "+10")], 60 + 27),
        # Excused: 60 points are left, of which 35 + 5 are had.
        ((0, 1, 0.2), [("square", "excused")], 40 / 60 * 100),
        ((1, 1, 1), [("square", "excused")], 100),
        ((0, 1, 0.2), [("square", "excused"), ("total", "+2")], 40 / 60 * 100 + 2),
        ((0, 1, 0.2), [("total", "=50"), ("square", "excused")], 50),
        ((1, 1, 0), [("mean", "+5"), ("mean", "excused")], 40 / 65 * 100),
    ],
)
def test_lines_are_applied_in_the_order_that_is_written_down(shares, lines, expected) -> None:
    assert score(shares, *lines) == pytest.approx(expected, abs=1e-6)


def test_a_dropped_question_counts_for_nobody_and_the_rest_is_scaled() -> None:
    found = after([row("ann", (0, 1, 0.2)), row("bo")], ("*", "square", "dropped"))
    assert found["ann"].score == pytest.approx(40 / 60 * 100, abs=1e-6)
    assert (found["bo"].score, found["bo"].max_score, found["bo"].excused) == (100, 100, ("square",))


def test_a_dropped_case_counts_for_nobody_and_the_rest_is_scaled() -> None:
    found = after([row("ann", (0.8, 1, 1)), row("bo", (0.2, 1, 1))], ("*", "square: edge", "dropped"))
    assert found["ann"].score == 100
    assert found["bo"].score == pytest.approx(60 / 92 * 100, abs=1e-6)
    assert found["bo"].adjusted == {"square": 0}


def test_of_a_question_with_a_dropped_case_only_what_is_left_can_be_set() -> None:
    found = after([row("ann")], ("*", "square: edge", "dropped"), ("ann", "square", "=40"))
    assert found["ann"].score == 100


def test_the_order_of_lines_of_different_kinds_does_not_matter() -> None:
    lines = [
        ("square", "-10%"),
        ("square", "+3"),
        ("square", "=20"),
        ("total", "-5%"),
        ("total", "+1"),
        ("mean", "excused"),
    ]
    assert score((1, 1, 0.2), *lines) == pytest.approx(score((1, 1, 0.2), *reversed(lines)))


def test_a_section_and_everybody_are_those_who_have_a_result(rows: list[SubmissionResult]) -> None:
    found = after(rows, ("section:A", "total", "+1"), ("*", "total", "+1"))
    assert [found[name].score - one.score for name, one in zip(found, rows)] == [2, 2, 1, 0, 0]
    assert found["Dora"].status == "absent" and not found["Dora"].adjustments


@pytest.mark.parametrize("who", ["0012_Ann", "0012", "ann", "ＡＮＮ"])
def test_a_person_is_named_by_row_or_id_or_name(rows: list[SubmissionResult], who: str) -> None:
    assert after(rows, (who, "total", "-1"))["0012_Ann"].score == 99


def test_whoever_is_excused_from_the_homework_has_no_score_and_no_0(rows: list[SubmissionResult]) -> None:
    found = after(rows, ("Dora", "total", "excused"), ("Cid", "", "excused"), ("Cid", "square", "+1"))
    assert [standing(found[name]) for name in ("Dora", "Cid")] == ["excused", "excused"]
    assert score_text(found["Cid"]) == "-"
    assert adjusted_by(found["Cid"]) is None


def test_what_came_by_post_is_graded_by_setting_the_total(rows: list[SubmissionResult]) -> None:
    found = after(rows, ("Dora", "total", "=60"), ("Dora", "total", "+2"))
    assert (found["Dora"].status, found["Dora"].score) == ("graded", 62)
    assert unadjusted(found["Dora"]).status == "absent"


def test_a_comment_changes_nothing_but_stands_there(rows: list[SubmissionResult]) -> None:
    ann = after(rows, ("0012", "square", ""))["0012_Ann"]
    assert (ann.score, ann.adjustments[0].reason, ann.adjustments[0].effect) == (100, "because", None)
    assert score_text(ann) == "100"


def test_a_question_that_the_grader_left_open_is_settled_by_hand() -> None:
    ann = row("ann", open_question="square")
    assert standing(ann) == "grader_error"
    settled = after([ann], ("ann", "square", "=30"))["ann"]
    assert (standing(settled), settled.status, settled.score) == ("graded", "graded", 90)
    for line in [("ann", "square: values", "given"), ("*", "square: values", "dropped"), ("ann", "square", "excused")]:
        assert standing(after([ann], line)["ann"]) == "graded", line
    assert standing(after([ann], ("ann", "total", "=80"))["ann"]) == "graded"


def test_what_is_relative_to_an_open_question_waits_until_it_is_settled() -> None:
    ann = row("ann", open_question="square")
    waiting = after([ann], ("ann", "square", "+3"))["ann"]
    assert (standing(waiting), waiting.adjustments[0].effect, waiting.score) == ("grader_error", None, ann.score)


def test_written_answers_are_adjusted_like_other_questions_once_they_are_marked() -> None:
    unmarked = row("ann")
    assert after([unmarked], ("ann", "essay", "+1"))["ann"].score == 100
    marked = row("ann", essay=(3, 2))
    assert after([marked], ("ann", "essay", "+1"))["ann"].score == 106
    assert after([marked], ("ann", "essay", "excused"))["ann"].score == pytest.approx(110)
    assert after([marked], ("*", "essay: style", "dropped"))["ann"].score == pytest.approx(103 / 106 * 110, abs=1e-6)
    assert after([row("bo", essay=(None, None))], ("bo", "essay", "=9"))["bo"].adjusted == {"essay": 9}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("zoe", "total", "+1"), "nobody is called zoe: write a row's name"),
        (("12", "total", "+1"), "nobody is called 12: perhaps '0012_Ann'"),
        (("section:C", "total", "+1"), "nobody is in section:C: choose of 'A', 'B'"),
        (("Cid", "squar", "+1"), "no question squar: choose of square, mean, split, essay, or total"),
        (("*", "square: egde", "dropped"), "no case egde in square: choose of 'values', 'edge'"),
        (("Cid", "square: edge", "+1"), "name no case"),
        (("Cid", "square", "dropped"), "counts for nobody: write \\* for who"),
        (("*", "square", "excused"), "write dropped"),
        (("*", "total", "dropped"), "the total cannot be dropped"),
        (("Cid", "square", "=41"), "is more than square has \\(40\\)"),
        (("Cid", "total", "=101"), "is more than total has \\(100\\)"),
        (("Dora", "total", "+2"), "Dora is absent: there is nothing to change"),
        (("Dora", "square", "+2"), "Dora is absent and has no square"),
        (("Eve", "square", "=2"), "Eve is unreadable and has no square"),
        (("Cid", "total", "extension 24h"), "mini is due at no time"),
        (("Cid", "square", "extension 24h"), "is for the total"),
    ],
)
def test_a_line_that_fits_nobody_or_asks_the_impossible_says_where_and_what_to_do(rows, line, says) -> None:
    with pytest.raises(LedgerError, match=rf"adjustments\.csv: line 2: .*{says}"):
        after(rows, line)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Cid", "square", "=7"), ("Cid", "square", "=8")),
        (("*", "square", "=7"), ("Cid", "square", "=8")),
        (("*", "square", "dropped"), ("Cid", "square", "given")),
        (("Cid", "square", "excused"), ("Cid", "square", "=8")),
        (("Cid", "total", "excused"), ("Cid", "total", "=8")),
    ],
)
def test_two_lines_that_contradict_each_other_are_an_error(rows, first, second) -> None:
    with pytest.raises(LedgerError, match=r"line 3: .* for Cid, .* contradicts line 2 .*: keep one of the two"):
        after(rows, first, second)


def test_the_same_thing_said_twice_is_no_contradiction(rows: list[SubmissionResult]) -> None:
    assert after(rows, ("*", "square", "=7"), ("Cid", "square", "=7"))["Cid"].adjusted == {"square": 7}


def test_nobody_can_be_left_without_a_question(rows: list[SubmissionResult]) -> None:
    with pytest.raises(LedgerError, match="would have no question left: excuse them from the total"):
        after(rows, *(("Cid", name, "excused") for name in POINTS))


def test_rows_are_adjusted_once(rows: list[SubmissionResult]) -> None:
    said = ledger(("*", "total", "+1"))
    with pytest.raises(ValueError, match="0012_Ann: is adjusted already"):
        apply(HOMEWORK, apply(HOMEWORK, rows, said), said)


def test_two_attempts_of_a_person_are_told_apart() -> None:
    twice = [row("ann (attempt 1)", id="7"), row("ann (attempt 2)", id="7")]
    with pytest.raises(
        LedgerError, match=r"7 could be 'ann \(attempt 1\)', 'ann \(attempt 2\)': write the name of one row"
    ):
        after(twice, ("7", "total", "+1"))


# -- whatever the numbers ---------------------------------------------------------------------------------------

SHARES = st.tuples(*[st.sampled_from([0.0, 0.2, 0.8, 1.0])] * 3)
AMOUNT = st.integers(0, 120).map(lambda n: n / 4)
PEOPLE = st.sampled_from(["ann", "bo", "*"])
ADDED = st.builds("{}{}".format, st.sampled_from("+-"), AMOUNT)
CHANGES = st.one_of(ADDED, st.builds("{}{}%".format, st.sampled_from("+-"), st.integers(0, 100)), st.just(""))
WHAT = st.sampled_from([*POINTS, "essay", "total"])
LINES = st.one_of(
    st.tuples(PEOPLE, WHAT, CHANGES),
    st.tuples(PEOPLE, st.sampled_from(["square", "total"]), st.just("=20")),
    st.tuples(
        st.just("*"), st.sampled_from(["mean", "mean: edge", "split: values", "essay: idea"]), st.just("dropped")
    ),
    st.tuples(PEOPLE, st.sampled_from(["split: edge", "square: edge", "split"]), st.just("given")),
    st.tuples(st.just("ann"), st.sampled_from(["split", "essay"]), st.just("excused")),
    st.tuples(st.just("bo"), st.just("total"), st.just("excused")),
)
MARKS = st.tuples(st.none() | st.integers(0, 6), st.none() | st.integers(0, 4))


@st.composite
def classes(draw: st.DrawFn) -> list[SubmissionResult]:
    counts = draw(st.booleans())
    people = []
    for name in ("ann", "bo"):
        opened = draw(st.sampled_from(["", "", "square", "mean"]))
        essay = draw(MARKS) if counts else None
        people.append(row(name, draw(SHARES), open_question=opened, essay=essay))
    return [*people, without_result("cid", "absent"), without_result("eve", "unreadable")]


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(classes(), st.lists(LINES, max_size=7))
def test_whatever_the_lines_scores_are_explained_bounded_and_can_be_undone(rows, lines) -> None:
    try:
        done = applied(HOMEWORK, rows, ledger(*lines))
    except LedgerError:
        return
    for before, now in zip(rows, done.rows):
        assert unadjusted(now) == before
        assert unadjusted(from_json(to_json(now))) == before
        assert math.isfinite(now.score) and now.score >= 0
        assert now.max_score == before.max_score
        assert (now.questions, now.written) == (before.questions, before.written)
        if not any("+" in change for _, _, change in lines):
            assert now.score <= now.max_score + 1e-6
        if now.status != "excused":
            effects = [one.effect for one in now.adjustments if one.effect is not None]
            assert now.score == pytest.approx(before.score + sum(effects), abs=1e-4)
    assert apply(HOMEWORK, [unadjusted(one) for one in done.rows], ledger(*lines)) == done.rows


@settings(derandomize=True, database=None, deadline=None, max_examples=80)
@given(classes(), st.lists(LINES, max_size=6), st.randoms())
def test_lines_in_another_order_come_to_the_same_unless_something_is_bounded(rows, lines, random) -> None:
    """Only `+` and `-` of one thing that pass 0 on their way depend on their order."""
    lines = [line for line in lines if not line[2].startswith("-")]
    turned = list(lines)
    random.shuffle(turned)
    try:
        here = apply(HOMEWORK, rows, ledger(*lines))
    except LedgerError:
        with pytest.raises(LedgerError):
            apply(HOMEWORK, rows, ledger(*turned))
        return
    there = apply(HOMEWORK, rows, ledger(*turned))
    assert [one.score for one in here] == pytest.approx([one.score for one in there], abs=1e-5)


def test_without_lines_rows_are_as_they_were(rows: list[SubmissionResult]) -> None:
    assert apply(HOMEWORK, rows, Ledger()) == rows
    assert b"adjust" not in to_json(rows[0]) and b"as_graded" not in to_json(rows[0])
