"""The class on a terminal and in a pipe."""

from collections.abc import Callable

import pytest
from made_up_class import submission, ungraded
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console, RenderableType

from autograder.course import Homework
from autograder.reports.class_table import class_table, plain_lines, wide_table
from autograder.reports.escape import for_terminal
from autograder.reports.figures import by_name
from autograder.reports.words import OUTCOMES
from autograder.results import SEVERITY, Made, SubmissionResult


def printed(homework: Homework, results: list[SubmissionResult], width: int) -> str:
    return shown(class_table(homework, results, width), width)


def printed_wide(homework: Homework, results: list[SubmissionResult], width: int = 140) -> str:
    return shown(wide_table(homework, results), width)


def shown(what: RenderableType, width: int) -> str:
    console = Console(width=width, force_terminal=True, color_system=None)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


def row_of(text: str, start: str) -> list[str]:
    return next(line for line in text.splitlines() if line.strip().startswith(start)).split()


def test_a_row_shows_score_and_the_mark_of_the_worst_outcome(homework: Homework) -> None:
    text = printed_wide(homework, [submission("ann", "failed", "timed_out", "contract")])
    expected = "ann graded 72.5 5 ✗ 12.5 T 10 # 20 ✓ 10 ✓ 15 ✓"
    assert row_of(text, "ann") == expected.split()
    assert "✗ wrong value" in text and "T timed out" in text and "crashed" not in text


def test_submissions_without_a_score_stand_out_and_say_why(homework: Homework) -> None:
    results = [
        ungraded("bob", "unreadable", "two candidates: bob.py and bob.ipynb"),
        ungraded("eve", "grader_error", "the suite\ndid not load"),
        submission("ann", "grader_error"),
    ]
    text = printed_wide(homework, results)
    assert row_of(text, "bob") == ["bob", "UNREADABLE", "0"], "as in grades.csv"
    assert row_of(text, "ann")[:6] == ["ann", "GRADER", "ERROR", "90", "(10", "open)"]
    assert "UNREADABLE: bob: two candidates: bob.py and bob.ipynb" in text
    assert "GRADER ERROR: eve: the suite\\ndid not load" in text
    assert "0 graded, 1 unreadable, 2 grader errors" in text


@pytest.mark.parametrize("form", [printed, printed_wide])
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_table_fits_and_no_name_can_move_the_cursor(
    homework: Homework,
    classmates: list[SubmissionResult],
    width: int,
    form: Callable[[Homework, list[SubmissionResult], int], str],
) -> None:
    text = form(homework, classmates, width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert "\x1b" not in text and "\u202e" not in text and "\x07" not in text
    text.encode()


def test_all_columns_are_there_on_eighty_cells(homework: Homework) -> None:
    assert row_of(printed_wide(homework, [submission("ann")], 80), "ann")[-2:] == ["15", "✓"]


def test_names_are_never_markup(homework: Homework) -> None:
    for form in (printed, printed_wide):
        assert "[bold]no[/bold]" in form(homework, [submission("[bold]no[/bold]")], 120)


def test_every_outcome_has_its_own_sign_of_one_cell() -> None:
    signs = [OUTCOMES[outcome].sign for outcome in SEVERITY]
    assert len(set(signs)) == len(signs) and {cell_len(sign) for sign in signs} == {1}


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_person_has_one_line_at_any_width(homework: Homework, classmates: list[SubmissionResult], width: int) -> None:
    lines = printed(homework, classmates, width).split("\n")
    rows = lines[2 : lines.index("")]
    assert len(rows) == len(classmates) == 30
    assert all(cell_len(line) <= width for line in lines)
    names = [for_terminal(result.submission, min(32, width // 3)) for result in by_name(classmates)]
    assert all(row.startswith(name + "  ") for row, name in zip(rows, names))


def test_a_line_tells_only_what_is_not_right(homework: Homework) -> None:
    results = [
        submission("ann"),
        submission("bo", "failed", "passed", "passed", "passed", "timed_out", "not_implemented", lost=4),
        ungraded("王小明", "absent", "handed in nothing"),
        submission("eve", "grader_error"),
    ]
    assert printed(homework, results, 80).split("\n")[1:6] == [
        "submission         score  not right",
        "ann                  100",
        "bo                    65  entropy 0/10 failed, momentum 0/10 timed out, adam 0/…",
        "eve         90 (10 open)  GRADER ERROR, entropy -/10 grader error",
        "王小明                 -  ABSENT",
    ]
    assert "momentum 0/10 timed out, adam 0/15 not implemented\n" in printed(homework, results, 120)


def test_late_and_another_attempt_are_marked_in_every_form(homework: Homework) -> None:
    again = replace(submission("bo", "failed"), made=Made(attempt=3, late=True))
    absent = ungraded("cy", "absent", "handed in nothing")
    results = [submission("ann"), again, absent]
    assert "bo             95  late, attempt 3, entropy 5/10 failed\n" in printed(homework, results, 80)
    assert " ".join(row_of(printed_wide(homework, results), "bo")).startswith("bo graded, late, attempt 3 95")
    lines = [line.split("\t") for line in plain_lines(homework, results)]
    assert lines[0][:4] == ["submission", "attempt", "late", "status"]
    assert [line[:4] for line in lines[1:4]] == [
        ["ann", "1", "", "graded"],
        ["bo", "3", "late", "graded"],
        ["cy", "", "", "absent"],
    ]


def test_a_question_without_a_result_is_not_passed_over(homework: Homework) -> None:
    full = submission("ann")
    text = printed(homework, [replace(full, questions=full.questions[:5], score=85.0)], 80)
    assert "ann            85  adam -/15 no result\n" in text


def test_below_stand_the_summary_and_the_reasons_to_their_end(homework: Homework) -> None:
    why = "the archive is damaged; " * 8 + "ask for it again"
    text = printed(homework, [ungraded("bob", "unreadable", why), submission("ann")], 60)
    below = text.split("\n\n", 1)[1]
    assert below.startswith("1 graded, mean 100.0")
    assert f"UNREADABLE: bob: {why}" in " ".join(below.split())


def test_plain_lines_are_cells_between_tabs(homework: Homework) -> None:
    small = Homework(name="h", title=homework.title, question=homework.question[:2])
    results = [
        replace(submission("王小明", "passed", "timed_out"), id="7", name="王小明"),
        replace(submission("ann", "failed"), section="A"),
        ungraded("bob", "unreadable", "a\tFIFO\nor so"),
        submission("x" * 300, "passed", "grader_error"),
    ]
    oracle = "softmax_cross_entropy_grad, random_batch: oracle of hidden case large_logits raised"
    questions = ["entropy", "softmax_cross_entropy_grad"]
    assert [line.split("\t") for line in plain_lines(small, results)] == [
        ["submission", "id", "name", "section", "status", "score", "max_score", *questions, "reason"],
        ["ann", "", "", "A", "graded", "95", "100", "5 failed", "25 passed", ""],
        ["bob", "", "", "", "unreadable", "0", "100", "-", "-", "a\\tFIFO\\nor so"],
        ["x" * 31 + "…", "", "", "", "grader_error", "75 (25 open)", "100", "10 passed", "- grader_error", oracle],
        ["王小明", "7", "王小明", "", "graded", "87.5", "100", "10 passed", "12.5 timed_out", ""],
        ["# 2 graded, mean 91.2, median 91.25, 0 with full marks, 1 unreadable, 1 grader error"],
    ]


def test_plain_lines_hold_one_line_per_submission(homework: Homework, classmates: list[SubmissionResult]) -> None:
    lines = plain_lines(homework, classmates)
    assert len(lines) == 1 + 30 + 1
    assert all(char.isprintable() or char in "\t\u3000" for line in lines for char in line)
    assert {line.count("\t") for line in lines[:-1]} == {10} and lines[-1].startswith("# 26 graded, ")
