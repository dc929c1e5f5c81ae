"""`homework adjust`: a line more, every output written anew, nothing graded."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_class import row

from autograder.classroom.outputs import write_outputs
from autograder.cli import main
from autograder.marks.folder import FolderError, graded_rows, rows_in
from autograder.marks.ledger import LedgerError, read_ledger
from autograder.reports.class_table import plain_lines
from autograder.results import SubmissionResult


def adjust(*args: object) -> Result:
    return CliRunner().invoke(main, ["adjust", *map(str, args)])


def done(*args: object) -> str:
    result = adjust(*args)
    assert result.exit_code == 0, result.output
    return result.output


def grades(folder: Path) -> dict[str, dict[str, str]]:
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        return {line["submission"]: line for line in csv.DictReader(file)}


def page_of(folder: Path, start: str) -> str:
    (page,) = (folder / "students").glob(f"{start}*.html")
    return page.read_text(encoding="utf-8")


def content(folder: Path) -> dict[str, bytes]:
    files = (
        path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith((".", "results."))
    )
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def untold(data: bytes) -> object:
    """A file without what it tells of changes."""
    try:
        return {name: value for name, value in json.loads(data).items() if name != "changes"}
    except ValueError:
        return data


def test_alone_it_makes_the_file_with_its_header_and_says_that_nothing_is_adjusted(folder: Path) -> None:
    said = done(folder)
    assert "wrote" in said and "nothing is adjusted" in said
    assert read_ledger((folder / "adjustments.csv").read_bytes()).lines == ()
    assert "wrote" not in done(folder)


def test_a_line_is_written_and_stands_in_every_output(folder: Path) -> None:
    said = done(folder, "Cid", "square", "+2", "--reason", "the idea is right & clear", "--by", "Lin")
    assert "Cid, square: +2 (the idea is right & clear): Cid +2 points" in said
    (line,) = read_ledger((folder / "adjustments.csv").read_bytes()).lines
    assert (line.who, line.what, line.change.text, line.by) == ("Cid", "square", "+2", "Lin")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", line.when)
    (cid,) = (one for one in rows_in(folder) if one.submission == "Cid")
    assert (cid.score, cid.adjusted, cid.as_graded.score) == (37, {"square": 2}, 35)
    assert (grades(folder)["Cid"]["score"], grades(folder)["Cid"]["adjusted"]) == ("37", "2")
    assert grades(folder)["0012_Ann"]["adjusted"] == ""
    page = page_of(folder, "Cid")
    assert "After grading" in page and "评分之后的调整" in page
    assert "the idea is right &amp; clear" in page and "<del>0</del> 2" in page
    other = page_of(folder, "0012")
    assert "After grading" not in other
    assert "37±" in (folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("change", ["-10%", "-1.5", "+2", "=7", "-0.5"])
def test_changes_that_look_like_options_are_arguments(folder: Path, change: str) -> None:
    done(folder, "0012", "square", change, "--reason", "x", "--by", "Lin")
    done(folder, "--reason", "y", "0012", "mean", change)
    assert [line.change.text for line in read_ledger((folder / "adjustments.csv").read_bytes()).lines] == [change] * 2


def test_a_case_is_named_by_an_option_or_behind_a_colon(folder: Path) -> None:
    done(folder, "*", "square", "dropped", "--case", "edge", "--reason", "it was wrong")
    done(folder, "section:A", "mean: edge", "given", "--reason", "unclear")
    assert [line.what for line in read_ledger((folder / "adjustments.csv").read_bytes()).lines] == [
        "square: edge",
        "mean: edge",
    ]


def test_it_lists_what_is_there_and_who_is_affected_by_how_much(folder: Path) -> None:
    done(folder, "*", "square", "dropped", "--reason", "broken")
    said = done(folder)
    assert "*, square: dropped (broken): 5 people" in said
    assert "Cid +23.333333 points" in said


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["Zoe", "+1", "--reason", "x"], "nobody is called Zoe"),
        (["Cid", "7", "--reason", "x"], "'=7 to set them"),
        (["Cid", "+1"], "add --reason"),
        (["Cid", "+1", "--case", "edge", "--reason", "x"], "--case goes with a question"),
        (["Cid", "cube", "+1", "--reason", "x"], "no question cube"),
        (["Cid"], "write PERSON CHANGE"),
        (["Cid", "+1", "--reson", "x"], "no such option: --reson"),
        (["--reason", "x"], "go with PERSON"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(folder: Path, args: list[str], says: str) -> None:
    before = content(folder)
    result = adjust(folder, *args)
    assert result.exit_code == 2
    assert says in result.output
    assert content(folder) == before


def test_a_folder_without_results_is_no_folder_to_adjust(tmp_path: Path, folder: Path) -> None:
    assert adjust(tmp_path / "nothing", "Cid", "+1", "--reason", "x").exit_code == 2
    with pytest.raises(FolderError, match="holds no results"):
        rows_in(tmp_path)


def test_what_is_taken_out_of_the_file_is_undone_but_for_what_tells_of_it(folder: Path) -> None:
    before = content(folder)
    done(folder, "*", "total", "-10%", "--reason", "x")
    assert content(folder)["grades.csv"] != before["grades.csv"]
    (folder / "adjustments.csv").unlink()
    done(folder)
    after = content(folder)
    after.pop("adjustments.csv")
    pages = {name for name in before if name.endswith(".html")}  # these say when they were written
    assert {n: untold(d) for n, d in after.items() if n not in pages} == {
        n: untold(d) for n, d in before.items() if n not in pages
    }
    assert after.keys() == before.keys()


def test_it_leaves_the_answers_to_written_questions_and_the_tracebacks_as_they_lie(folder: Path) -> None:
    for name in ("written/essay.html", "staff/grader-errors.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("as it was", encoding="utf-8")
    done(folder, "Cid", "+1", "--reason", "x")
    assert {(folder / name).read_text() for name in ("written/essay.html", "staff/grader-errors.txt")} == {"as it was"}


def test_a_ledger_survives_grading_anew(folder: Path, course, rows: list[SubmissionResult]) -> None:
    done(folder, "Cid", "square", "+2", "--reason", "x")
    better = [row("Cid", (0.8, 1.0, 0.0), section="B") if one.submission == "Cid" else one for one in rows]
    written = write_outputs(folder, course("").homework("mini"), better, "later")
    assert [one.score for one in written if one.submission == "Cid"] == [69]
    assert [one.score for one in graded_rows(folder) if one.submission == "Cid"] == [67]
    assert any("69±" in line for line in plain_lines(course("").homework("mini"), written))


def test_a_wrong_line_stops_grading_before_anything_is_written(folder: Path, course, rows) -> None:
    before = content(folder)
    (folder / "adjustments.csv").write_text("who,what,change,reason\nZoe,total,+1,x\n", encoding="utf-8")
    with pytest.raises(LedgerError, match="line 2: nobody is called Zoe"):
        write_outputs(folder, course("").homework("mini"), rows[:2], "later")
    assert {name: data for name, data in content(folder).items() if name != "adjustments.csv"} == before


def test_an_excused_person_is_told_so_and_has_an_empty_score(folder: Path) -> None:
    said = done(folder, "20231001", "excused", "--reason", "病假", "--by", "Lin")
    assert "excused (病假): no score of 20231001_陈思远 counts any more" in said and "no points changed" not in said
    line = grades(folder)["20231001_陈思远"]
    assert (line["status"], line["score"]) == ("excused", "")
    page = page_of(folder, "20231001")
    assert "你已获准免交这次作业" in page and "病假" in page


def test_a_section_that_is_excused_is_listed(folder: Path) -> None:
    said = done(folder, "section:A", "excused", "--reason", "trip")
    assert "no score of 0012_Ann, 20231001_陈思远 counts any more" in said


def test_a_question_that_does_not_count_is_empty_in_the_table_and_crossed_out_on_the_page(folder: Path) -> None:
    done(folder, "Cid", "square", "excused", "--reason", "x")
    assert grades(folder)["Cid"]["square"] == ""
    page = page_of(folder, "Cid")
    assert "does not count" in page and "其余部分按比例折算" in page


def test_lateness_is_listed_and_stands_on_the_page_in_both_languages(folder: Path, course, rows) -> None:
    from small_class import handed_in

    rules = "due = 2026-11-30T23:59:00+08:00\nlate = { percent_a_day = 10, days = 3 }\n"
    late = [handed_in(rows[0], "2026-12-01 08:00"), handed_in(rows[1], "", late=True), *rows[2:]]
    write_outputs(folder, course(rules).homework("mini"), late, "later")
    said = done(folder)
    assert "late: 0012_Ann: -10 points: Handed in 2026-12-01 08:00" in said
    assert "when 20231001_陈思远 handed in is not known" in said
    said = done(folder, "20231001", "handed in 2026-12-02 08:00", "--reason", "receipt")
    assert "late: 20231001_陈思远: -" in said and "2 days begun" in said
    assert "when 20231001_陈思远 handed in is not known" not in said
    page = page_of(folder, "0012")
    assert "扣除总分的 10%" in page and "10% of the total" in page
    done(folder, "0012", "extension 24h", "--reason", "ill")
    assert grades(folder)["0012_Ann"]["score"] == "100"


def test_a_score_that_stays_what_it_was_has_no_sign_beside_it(folder: Path, course) -> None:
    done(folder, "*", "square: edge", "dropped", "--reason", "x")
    header, *lines = (line.split("\t") for line in plain_lines(course("").homework("mini"), rows_in(folder))[:4])
    shown = {cells[0]: cells[header.index("score")] for cells in lines}
    assert shown == {"0012_Ann": "100", "20231001_陈思远": "69.565217±", "Cid": "38.043478±"}
    assert "折算" in page_of(folder, "0012")
