"""grades.csv, as gradebooks and spreadsheets read it."""

import csv
import io

from made_up_class import HOSTILE, submission, ungraded
from msgspec.structs import replace

from autograder.course import Homework
from autograder.reports.grades_csv import grades_csv
from autograder.results import Adjustment, AsGraded, Made, SubmissionResult

HEADER = (
    "submission,status,score,max_score,entropy,softmax_cross_entropy_grad,linear_backward,batch_norm,momentum,adam\n"
)


def test_grades_are_a_row_per_submission_sorted_by_name(homework: Homework) -> None:
    results = [
        submission("王小明", "passed", "timed_out", lost=4),
        ungraded("dan", "grader_error", "the suite did not load"),
        ungraded("carol", "unreadable", "a directory"),
        submission("=cmd()", "failed", lost=1),
        submission('Smith, "Bob"'),
        submission("erin", "passed", "passed", "grader_error"),
    ]
    assert grades_csv(homework, results) == HEADER + (
        "'=cmd(),graded,97.5,100,7.5,25,20,20,10,15\n"
        '"Smith, ""Bob""",graded,100,100,10,25,20,20,10,15\n'
        "carol,unreadable,0,100,,,,,,\n"
        "dan,grader_error,,100,,,,,,\n"
        "erin,grader_error,,100,10,25,,20,10,15\n"
        "王小明,graded,75,100,10,0,20,20,10,15\n"
    )


def test_a_class_of_nobody_is_a_header(homework: Homework) -> None:
    assert grades_csv(homework, []) == HEADER


def test_a_question_without_a_result_has_an_empty_cell(homework: Homework) -> None:
    full = submission("ann")
    partial = SubmissionResult("ann", "training", "graded", "core", 1, 10, 100, full.questions[:1])
    assert grades_csv(homework, [partial]).endswith("\nann,graded,10,100,10,,,,,\n")


def test_hostile_names_stay_in_their_cell(homework: Homework, classmates: list[SubmissionResult]) -> None:
    text = grades_csv(homework, classmates)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 31 and {len(row) for row in rows} == {10}
    assert len(text.encode().split(b"\n")) == 32
    assert not any(row[0].startswith(("=", "+", "-", "@")) for row in rows)
    assert len({row[0] for row in rows}) == 31
    assert all(char not in text for name in HOSTILE for char in name if not char.isprintable() and char != "\n")


def test_the_order_of_results_does_not_matter(homework: Homework, classmates: list[SubmissionResult]) -> None:
    assert grades_csv(homework, classmates) == grades_csv(homework, classmates[::-1])


def test_what_is_known_of_people_stands_behind_the_submission_and_absent_is_no_zero(homework: Homework) -> None:
    known = replace(submission("s1_Ann"), id="s1", name="Ann")
    absent = replace(ungraded("s2_李雷", "absent", "handed in nothing"), id="s2", name="=李雷")
    assert grades_csv(homework, [absent, known, submission("who")]).splitlines() == [
        HEADER.rstrip().replace("submission,", "submission,id,name,"),
        "s1_Ann,s1,Ann,graded,100,100,10,25,20,20,10,15",
        "s2_李雷,s2,'=李雷,absent,,100,,,,,,",
        "who,,,graded,100,100,10,25,20,20,10,15",
    ]


def test_attempt_and_late_are_columns_only_if_somebody_was_late_or_handed_in_again(homework: Homework) -> None:
    late = replace(submission("bo"), section="A", made=Made(late=True))
    again = replace(submission("cy"), made=Made(attempt=2))
    absent = ungraded("dora", "absent", "handed in nothing")

    def cells(*results: SubmissionResult) -> list[list[str]]:
        rows = csv.reader(io.StringIO(grades_csv(homework, results), newline=""))
        return [row[: row.index("status") if "status" in row else -9] for row in rows]

    assert cells(submission("ann"), absent)[0] == ["submission"]
    assert cells(submission("ann"), late) == [["submission", "section", "late"], ["ann", "", ""], ["bo", "A", "late"]]
    by_due = replace(submission("bo"), adjustments=(Adjustment("", "", "late", None, "Handed in a day late."),))
    in_grace = replace(submission("cy"), adjustments=(Adjustment("", "", "grace", None, "Within 15 minutes."),))
    assert cells(by_due, in_grace) == [["submission", "late"], ["bo", "late"], ["cy", ""]]
    assert cells(in_grace) == [["submission"], ["cy"]]
    assert cells(absent, again, late) == [
        ["submission", "section", "attempt", "late"],
        ["bo", "A", "1", "late"],
        ["cy", "", "2", ""],
        ["dora", "", "", ""],
    ]
    excused = replace(absent, status="excused", as_graded=AsGraded("absent", 0.0, 100.0))
    assert cells(excused, again)[2] == ["dora", ""]
