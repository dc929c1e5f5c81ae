"""The class on a terminal and in a log."""

import pytest
from made_up_class import submission, ungraded
from rich.cells import cell_len
from rich.console import Console

from autograder.course import Homework
from autograder.reports.table import class_table, plain_lines
from autograder.reports.words import OUTCOMES
from autograder.results import SEVERITY, SubmissionResult


def printed(homework: Homework, results: list[SubmissionResult], width: int = 140) -> str:
    console = Console(width=width, force_terminal=True, color_system=None)
    with console.capture() as capture:
        console.print(class_table(homework, results))
    return capture.get()


def row_of(text: str, start: str) -> list[str]:
    return next(line for line in text.splitlines() if line.strip().startswith(start)).split()


def test_a_row_shows_score_and_the_mark_of_the_worst_outcome(homework: Homework) -> None:
    text = printed(homework, [submission("ann", "failed", "timed_out", "contract")])
    expected = "ann graded 72.5 5 ✗ 12.5 T 10 # 20 ✓ 10 ✓ 15 ✓"
    assert row_of(text, "ann") == expected.split()
    assert "✗ wrong value" in text and "T timed out" in text and "crashed" not in text


def test_submissions_without_a_score_stand_out_and_say_why(homework: Homework) -> None:
    results = [
        ungraded("bob", "unreadable", "two candidates: bob.py and bob.ipynb"),
        ungraded("eve", "grader_error", "the suite\ndid not load"),
        submission("ann", "grader_error"),
    ]
    text = printed(homework, results)
    assert row_of(text, "bob") == ["bob", "UNREADABLE", "-"]
    assert row_of(text, "ann")[:4] == ["ann", "GRADER", "ERROR", "-"]
    assert "UNREADABLE: bob: two candidates: bob.py and bob.ipynb" in text
    assert "GRADER ERROR: eve: the suite\\ndid not load" in text
    assert "0 graded, 1 unreadable, 2 grader errors" in text


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_table_fits_and_no_name_can_move_the_cursor(
    homework: Homework, classmates: list[SubmissionResult], width: int
) -> None:
    text = printed(homework, classmates, width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert "\x1b" not in text and "\u202e" not in text and "\x07" not in text
    text.encode()


def test_all_columns_are_there_on_eighty_cells(homework: Homework) -> None:
    assert row_of(printed(homework, [submission("ann")], 80), "ann")[-2:] == ["15", "✓"]


def test_names_are_never_markup(homework: Homework) -> None:
    assert "[bold]no[/bold]" in printed(homework, [submission("[bold]no[/bold]")])


def test_every_outcome_has_its_own_mark_of_one_cell() -> None:
    marks = [OUTCOMES[outcome].mark for outcome in SEVERITY]
    assert len(set(marks)) == len(marks) and {cell_len(mark) for mark in marks} == {1}


def test_plain_lines_are_aligned_with_wide_characters(homework: Homework) -> None:
    small = Homework(name="h", title=homework.title, question=homework.question[:2])
    results = [
        submission("王小明", "passed", "timed_out"),
        submission("ann", "failed"),
        ungraded("bob", "unreadable", "a FIFO"),
        submission("x" * 300, "passed", "grader_error"),
    ]
    assert plain_lines(small, results) == [
        "submission                        status        score  entropy    softmax_cross_entropy_grad",
        "ann                               graded        95     5 failed   25 passed",
        "bob                               unreadable    -      -          -",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…  grader_error  -      10 passed  - grader_error",
        "王小明                            graded        87.5   10 passed  12.5 timed_out",
        "",
        "UNREADABLE: bob: a FIFO",
        "GRADER ERROR: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…: softmax_cross_entropy_grad, random_batch: "
        "oracle of hidden case large_logits raised",
        "2 graded, mean 91.2, median 91.25, 0 with full marks, 1 unreadable, 1 grader error",
    ]


def test_plain_lines_hold_one_line_per_submission(homework: Homework, classmates: list[SubmissionResult]) -> None:
    lines = plain_lines(homework, classmates)
    assert len(lines) == 1 + 30 + 1 + 4 + 1
    assert all(line.isprintable() or "\u3000" in line for line in lines)
