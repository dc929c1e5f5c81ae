"""The course's total: who is joined with whom, what counts how much, and what stays open."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from small_class import made_homework, row, without_result

from autograder.cli import main
from autograder.files import write_file
from autograder.marks.applying import apply
from autograder.marks.changes import change_of
from autograder.marks.ledger import Ledger, Line
from autograder.marks.total import Part, TotalError, _student, read_weights, totals, totals_csv, tsv_lines
from autograder.results import SubmissionResult, to_json

FULL, HALF, NONE = (1.0, 1.0, 1.0), (0.0, 0.2, 1.0), (0.0, 0.0, 0.0)  # 100, 32, 0


def written(folder: Path, homework: str, *rows: SubmissionResult) -> Path:
    for number, one in enumerate(rows):
        write_file(folder / "results" / f"{number}.json", to_json(replace(one, homework=homework)))
    return folder


def excused(submission: str, **fields: object) -> SubmissionResult:
    line = Line(2, submission, "", "", change_of("excused"), "ill")
    return apply(made_homework(), [row(submission, FULL, **fields)], Ledger("adjustments.csv", (line,)))[0]


@pytest.fixture
def course_of_two(tmp_path: Path) -> list[Path]:
    trees = written(
        tmp_path / "trees",
        "trees",
        row("1_Ann", FULL, id="1", name="Ann", section="A"),
        row("2_Bo", HALF, id="2", name="Bo"),
        without_result("3_Cid", "absent", id="3", name="Cid"),
        excused("4_Dora", id="4", name="Dora"),
        row("5_Eve", FULL, id="5", name="Eve", open_question="mean"),
        without_result("6_Fay", "unreadable", id="6", name="Fay"),
    )
    losses = written(
        tmp_path / "losses",
        "losses",
        row("1_Ann", HALF, id="1", name="Ann"),
        *(
            row(f"{n}_{name}", FULL, id=str(n), name=name)
            for n, name in enumerate(("Bo", "Cid", "Dora", "Eve", "Fay"), 2)
        ),
    )
    return [trees, losses]


def table(found) -> dict[str, list[str]]:
    return {student.label: found.cells(student)[-3:] for student in found.students}


def test_each_homework_counts_by_its_per_cent_and_every_standing_is_told_apart(course_of_two: list[Path]) -> None:
    found = totals(course_of_two)
    assert found.header() == ["student", "id", "name", "section", "trees", "losses", "total"]
    assert table(found) == {
        "1_Ann": ["100", "32", "66"],
        "2_Bo": ["32", "100", "66"],
        "3_Cid": ["absent", "100", "50"],
        "4_Dora": ["excused", "100", "100"],
        "5_Eve": ["open", "100", "open"],
        "6_Fay": ["unreadable", "100", "50"],
    }
    assert found.notes == ["5_Eve: the grader failed in trees: the total is open"]
    assert found.shares() == "trees 50%, losses 50%"


def test_weights_weigh_and_the_excused_are_weighed_without_it(course_of_two: list[Path]) -> None:
    found = table(totals(course_of_two, {"trees": 1, "losses": 3}))
    assert [found[name][-1] for name in ("1_Ann", "2_Bo", "3_Cid", "4_Dora")] == ["49", "83", "75", "100"]


def test_the_lowest_are_dropped_but_never_the_last(course_of_two: list[Path]) -> None:
    found = totals(course_of_two, drop_lowest=1)
    assert found.header()[-1] == "dropped"
    assert {s.label: (s.total, s.dropped) for s in found.students} == {
        "1_Ann": (100, ["losses"]),
        "2_Bo": (100, ["trees"]),
        "3_Cid": (100, ["trees"]),
        "4_Dora": (100, []),
        "5_Eve": (None, []),
        "6_Fay": (100, ["trees"]),
    }
    with pytest.raises(TotalError, match="there are 2 homeworks, and one has to stay"):
        totals(course_of_two, drop_lowest=2)


def test_of_equally_low_ones_that_of_the_greatest_weight_is_dropped() -> None:
    rows = {"a": row("x", NONE), "b": row("x", NONE), "c": row("x", FULL), "d": row("x", FULL)}
    assert _student(rows, {"a": 1, "b": 2, "c": 1, "d": 0}, 1).dropped == ["b"]
    assert _student({"a": row("x", NONE), "d": row("x", FULL)}, {"a": 1, "d": 0}, 1).dropped == []


def test_what_is_adjusted_counts_as_adjusted_and_extra_credit_may_pass_100(tmp_path: Path) -> None:
    line = Line(2, "Ann", "", "", change_of("+10"), "bonus")
    (better,) = apply(made_homework(), [row("Ann")], Ledger("adjustments.csv", (line,)))
    assert totals([written(tmp_path / "trees", "trees", better)]).students[0].total == 110


def test_whoever_has_no_row_somewhere_is_listed_and_has_no_total(tmp_path: Path) -> None:
    found = totals(
        [written(tmp_path / "a", "trees", row("Ann"), row("Bo")), written(tmp_path / "b", "losses", row("Ann"))]
    )
    assert {s.label: s.total for s in found.students} == {"Ann": 100, "Bo": None}
    assert found.cells(found.students[1])[-3:] == ["100", "no row", "open"]
    assert found.notes == [
        "Bo: no row in losses, so that the total is open: grade it with a roster, which tells who is absent"
    ]


def test_names_are_never_guessed_to_be_somebody_s(tmp_path: Path) -> None:
    here = written(tmp_path / "a", "trees", row("1_Ann", id="1", name="Ann"))
    there = written(tmp_path / "b", "losses", row("ann"), row("other", name="Ann"))
    found = totals([here, there])
    assert len(found.students) == 3
    assert "perhaps one person, and not joined: 1_Ann (id 1), ann (id unknown), other (id unknown)" in found.notes


def test_rows_join_by_id_whatever_they_are_called(tmp_path: Path) -> None:
    here = written(tmp_path / "a", "trees", row("X1_Ann", id="X1", name="Ann"))
    there = written(tmp_path / "b", "losses", row("x1", HALF, id="x1"))
    (ann,) = totals([here, there]).students
    assert ann.total == 66


def test_two_folders_of_one_homework_are_parts_of_one_class_in_which_nobody_is_twice(tmp_path: Path) -> None:
    a, b = written(tmp_path / "a", "trees", row("Ann")), written(tmp_path / "b", "trees", row("Bo"))
    assert [s.label for s in totals([a, b]).students] == ["Ann", "Bo"]
    c = written(tmp_path / "c", "trees", row("Ann"))
    with pytest.raises(
        TotalError, match=r"trees: Ann \(.*a\) and Ann \(.*c\) are one person, Ann: name one of the two"
    ):
        totals([a, b, c])
    assert len(totals([a, a / ".." / "a"]).students) == 1, "one folder, named twice"


def test_a_table_for_a_spreadsheet_keeps_what_ids_look_like(tmp_path: Path) -> None:
    ids = ["1e5", "0012", "+86", "2023-11-01", "20231001", "NA", "=1+1"]
    found = totals([written(tmp_path / "a", "trees", *(row(f"r{i}", id=one) for i, one in enumerate(ids)))])
    lines = list(csv.DictReader(io.StringIO(totals_csv(found))))
    assert [line["id"] for line in lines] == ["'1e5", "'0012", "'+86", "'2023-11-01", "20231001", "'NA", "'=1+1"]
    pandas = pytest.importorskip("pandas")
    read = pandas.read_csv(io.StringIO(totals_csv(found)))
    assert [str(one).removeprefix("'") for one in read["id"]] == ids
    assert list(read["total"]) == [100] * 7


def test_the_command_prints_tabs_or_writes_a_file(course_of_two: list[Path], tmp_path: Path) -> None:
    folders = [str(folder) for folder in course_of_two]
    done = CliRunner().invoke(main, ["total", *folders])
    assert done.exit_code == 0
    assert "1_Ann\t1\tAnn\tA\t100\t32\t66\n" in done.output
    out = tmp_path / "total.csv"
    done = CliRunner().invoke(main, ["total", *folders, "--weights", "trees=1,losses=3", "--out", str(out)])
    assert "6 people; of the total trees 25%, losses 75%" in done.output
    assert out.read_bytes().startswith(b"\xef\xbb\xbfstudent,id,name,section,trees,losses,total\r\n")
    assert CliRunner().invoke(main, ["total", *folders, "--weights", "tree=1"]).exit_code == 2


def test_on_a_terminal_it_is_a_table_with_the_shares_below(course_of_two: list[Path], monkeypatch) -> None:
    monkeypatch.setattr("autograder.cli.marks.is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    done = CliRunner().invoke(main, ["total", *map(str, course_of_two)])
    assert done.exit_code == 0
    assert re.search(r"3_Cid +3 +Cid +absent +100 +50 *\n", done.stdout)
    assert "trees 50%, losses 50%" in done.stdout


def test_a_tab_in_a_name_makes_no_column(tmp_path: Path) -> None:
    found = totals([written(tmp_path / "a", "trees", row("a\tb"))])
    assert tsv_lines(found)[1].count("\t") == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("w.toml", "trees = 1\nlosses = 2.5\n"),
        ("w.toml", "[weights]\ntrees = 1\nlosses = 2.5\n"),
        ("w.csv", "homework,weight\ntrees,1\nlosses,2.5\n"),
        ("w.csv", "作业;权重\r\ntrees;1\r\nlosses;2.5\r\n"),
        ("w.csv", "trees\t1\nlosses\t2.5\n"),
    ],
)
def test_weights_are_read_from_a_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_weights(str(tmp_path / name)) == {"trees": 1, "losses": 2.5} == read_weights("trees=1, losses=2.5")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("trees=x", "trees=x is no weight"),
        ("trees=-1", "write a number from 0 on"),
        ("trees=inf", "is no weight"),
        ("trees=1,trees=2", "trees stands there twice"),
        ("=", "is no weight"),
        ("nothing.csv", "cannot be read"),
    ],
)
def test_weights_that_cannot_be_are_refused(text: str, says: str) -> None:
    with pytest.raises(TotalError, match=says):
        read_weights(text)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"trees": 1}, "none for losses: add losses=NUMBER"),
        ({"trees": 1, "losses": 1, "x": 1}, "no results of x"),
        ({"trees": 0, "losses": 0}, "all are 0"),
    ],
)
def test_weights_are_of_every_homework_and_no_other(course_of_two: list[Path], weights, says: str) -> None:
    with pytest.raises(TotalError, match=says):
        totals(course_of_two, weights)


PERCENTS = st.lists(st.sampled_from([FULL, HALF, NONE, "absent", "excused"]), min_size=1, max_size=6)


@settings(derandomize=True, database=None, deadline=None)
@given(PERCENTS, st.lists(st.integers(0, 5), min_size=6, max_size=6), st.integers(0, 3))
def test_a_total_lies_between_the_parts_that_count_and_dropping_never_lowers_it_with_equal_weights(
    kinds, weights, drop
) -> None:
    def made(kind) -> SubmissionResult:
        if kind == "excused":
            return excused("x")
        return without_result("x", "absent") if kind == "absent" else row("x", kind)

    rows = {f"h{i}": made(kind) for i, kind in enumerate(kinds)}
    student = _student(rows, {name: weights[i] for i, name in enumerate(rows)}, drop)
    counted = [p.percent for p in student.parts.values() if p.percent is not None and not p.is_dropped]
    if student.total is not None:
        assert min(counted) - 0.01 <= student.total <= max(counted) + 0.01
    equal = dict.fromkeys(rows, 1.0)
    kept, dropped = _student(rows, equal, 0).total, _student(rows, equal, drop).total
    assert (kept is None) == (dropped is None)
    assert kept is None or dropped >= kept - 0.01


def test_somebody_excused_from_everything_has_no_total_and_it_is_not_open(tmp_path: Path) -> None:
    found = totals([written(tmp_path / "a", "trees", excused("Ann"))])
    assert found.cells(found.students[0]) == ["Ann", "excused", ""]
    assert found.students[0].parts == {"trees": Part("excused", None)}
