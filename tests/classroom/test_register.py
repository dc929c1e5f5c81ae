"""Marks in force: grading into a folder merges, nothing changes silently, everything that stood is found again."""

import csv
import itertools
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.classroom.store import Store
from autograder.cli import main
from autograder.results import from_json

GOLDEN = Path(__file__).parents[1] / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_bytes()
WRONG = RIGHT.replace(b"x * x", b"2 * x")
ORACLE = "float(v) * float(v)"


@pytest.fixture
def root(tmp_path, mini_course, monkeypatch):
    """The small course, to be changed, as the one that the command finds."""
    root = shutil.copytree(mini_course.root, tmp_path / "course")
    monkeypatch.setenv("HOMEWORK_COURSE", str(root))
    return root


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def handed(folder, **files):
    """A folder with these files: `ann=RIGHT` is `ann.py`."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.py").write_bytes(content)
    return folder


def homework(*arguments, status=0):
    """Runs a command; what it printed."""
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == status, done.output
    return done.output


def grade(*arguments, status=0):
    return homework("grade", "mini", *arguments, "--jobs", "1", status=status)


def scores(out):
    return {r.submission: r.score for p in (out / "results").glob("*.json") for r in [from_json(p.read_bytes())]}


def contents(out):
    """Everything in the folder but the store."""
    files = (p for p in out.rglob("*") if p.is_file() and not p.name.startswith(("results.sqlite", ".lock")))
    return {p.relative_to(out).as_posix(): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def suite(root, question="square"):
    return root / "autograder/suites/hidden/mini" / f"{question}.py"


def test_one_student_graded_again_leaves_the_others_as_they_are(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    before = contents(out)
    said = grade(handed(tmp_path / "late", bob=RIGHT), "--out", out)
    assert scores(out) == {"ann": 100, "bob": 100}
    assert "1 graded now, 0 as before, 1 others keep their marks" in said
    assert "bob: 60 -> 100: square 0 -> 40, another file was handed in" in said and "1 gain, 0 lose" in said
    after = contents(out)
    assert after["students/ann.html"] == before["students/ann.html"], "not even written again"
    assert (out / "grades.csv").read_text("utf-8").count("graded,100,100") == 2


def test_a_class_that_did_not_change_writes_no_file_again(root, tmp_path, out):
    folder = handed(tmp_path / "class", ann=RIGHT, bob=WRONG)
    grade(folder, "--out", out)
    before = contents(out)
    assert "0 graded now, 2 as before" in grade(folder, "--out", out)
    assert contents(out) == before
    (out / "students/ann.html").write_text("changed by somebody", encoding="utf-8")
    grade(folder, "--out", out)
    assert contents(out)["students/ann.html"][0] == before["students/ann.html"][0]


def test_one_py_and_one_docx_are_one_graded_and_one_not(root, tmp_path, out):
    folder = handed(tmp_path / "class", ann=RIGHT)
    (folder / "bob.docx").write_bytes(b"PK")
    assert "1 graded now, 0 as before, 1 not graded: unreadable" in grade(folder, "--out", out)
    assert "0 graded now, 2 as before" in grade(folder, "--out", out)


def test_a_folder_with_nobody_known_is_asked_about_first(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    before = contents(out)
    others = handed(tmp_path / "others", cat=RIGHT, dan=RIGHT)
    said = grade(others, "--out", out, status=2)
    assert "holds marks of 2 others (ann, bob)" in said and "--yes to add them" in said
    assert contents(out) == before
    grade(others, "--out", out, "--yes")
    assert set(scores(out)) == {"ann", "bob", "cat", "dan"}


def test_files_that_would_take_most_marks_away_change_nothing_unless_it_is_said(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG, cat=RIGHT), "--out", out)
    before = contents(out)
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    for name in ("ann", "bob"):
        (wrong / f"{name}.docx").write_bytes(b"PK")
    said = grade(wrong, "--out", out, status=2)
    assert "2 of 2 who have a mark would lose it" in said and "nothing was changed" in said
    assert contents(out) == before and scores(out) == {"ann": 100, "bob": 60, "cat": 100}
    assert "ann: 100 -> 0" in grade(wrong, "--out", out, "--yes")
    assert scores(out) == {"ann": 0, "bob": 0, "cat": 100}


def test_a_preview_says_what_would_change_and_changes_nothing(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    before = contents(out)
    change(suite(root), ORACLE, "2.0 * float(v)")
    said = grade("--out", out, "--preview")
    assert "nothing was put in force" in said
    assert "ann: 100 -> 60: square 40 -> 0, the course's files of the question were changed (hidden suites)" in said
    assert "bob: 60 -> 90: square 0 -> 30" in said and "1 gain, 1 lose" in said
    kept = {name: content for name, content in contents(out).items() if not name.startswith("staff/changes")}
    assert kept == before and scores(out) == {"ann": 100, "bob": 60}
    rows = list(csv.DictReader((out / "staff/changes.csv").open(encoding="utf-8")))
    assert [(r["submission"], r["question"], r["before"], r["after"], r["cause"]) for r in rows] == [
        ("ann", "", "100", "60", ""),
        ("ann", "square", "40", "0", "suite"),
        ("bob", "", "60", "90", ""),
        ("bob", "square", "0", "30", "suite"),
    ]
    page = (out / "staff/changes.html").read_text("utf-8")
    assert "A preview" in page and "<svg" in page and "a matrix" in page and "<script" not in page
    assert "0 graded now, 2 as before" in grade("--out", out), "what the preview graded is used"
    assert scores(out) == {"ann": 60, "bob": 90}


def test_a_changed_mark_is_told_to_its_student_in_both_languages_and_to_nobody_else(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG, cat=RIGHT[:0] + b"x = 1\n"), "--out", out)
    assert "Changed since" not in (out / "students/bob.html").read_text("utf-8")
    change(suite(root), ORACLE, "2.0 * float(v)")
    grade("--out", out)
    page = (out / "students/bob.html").read_text("utf-8")
    assert "question square: a test was corrected; 30 points instead of 0" in page
    assert "square 题：测试有更正，由 0 分改为 30 分" in page
    assert "Changed since" not in (out / "students/cat.html").read_text("utf-8")
    record = json.loads((out / "students/bob.json").read_text("utf-8"))
    assert record["changes"][0]["en"].startswith("question square") and record["score"] == 90


def test_every_earlier_mark_is_found_again(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    grade(handed(tmp_path / "again", bob=RIGHT), "--out", out)
    change(suite(root), ORACLE, "2.0 * float(v)")
    grade("--out", out)
    lines = homework("history", out, "bob").splitlines()
    assert [line.split("; ")[0][18:] for line in lines if not line.startswith(" ")] == [
        "bob: 60 of 100", "bob: 100 of 100", "bob: 60 of 100",
    ]  # fmt: skip
    assert "another file was handed in" in lines[2] and "hidden suites" in lines[4]
    assert len(homework("history", out).splitlines()) == 5 + 3
    assert "nobody is called 'zoe'" in homework("history", out, "zoe", status=2)


@pytest.mark.parametrize(
    ("file", "cause"), [("solutions/mini/square.py", "references"), ("assignment/mini/data/n.csv", "data")]
)
def test_the_cause_of_a_change_is_named(root, tmp_path, out, file, cause):
    grade(handed(tmp_path / "class", ann=RIGHT), "--out", out)
    path = root / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as opened:
        opened.write("\n# more\n")
    change(suite(root), "points=15", "points=15.0")
    change(suite(root), ORACLE, "2.0 * float(v)")
    assert cause in grade("--out", out)


def test_one_question_is_graded_again_from_what_was_kept(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    change(suite(root), ORACLE, "2.0 * float(v)")
    change(suite(root, "mean_and_std"), "points=15", "points=15.0")
    said = grade("--out", out, "-q", "square")
    assert "2 graded now" in said
    assert scores(out) == {"ann": 60, "bob": 90}
    result = from_json((out / "results/bob.json").read_bytes())
    assert [q.question for q in result.questions] == ["square", "mean_and_std", "split_evenly"]
    assert "2 graded now" in grade("--out", out), "the other question's suite was changed too"
    whole = tmp_path / "whole"
    grade(tmp_path / "class", "--out", whole)
    ours = from_json((out / "results/bob.json").read_bytes())
    theirs = from_json((whole / "results/bob.json").read_bytes())
    assert ours.questions == theirs.questions and ours.notes == theirs.notes


def test_one_question_graded_again_gives_what_a_whole_run_gives_and_is_as_good(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    change(suite(root), ORACLE, "2.0 * float(v)")
    grade("--out", out, "--question", "square")
    assert "0 graded now" in grade("--out", out), "nothing else was changed"
    whole = tmp_path / "whole"
    grade(tmp_path / "class", "--out", whole)
    for name in ("ann", "bob"):
        ours, theirs = (from_json((o / f"results/{name}.json").read_bytes()) for o in (out, whole))
        assert (ours.questions, ours.score, ours.notes) == (theirs.questions, theirs.score, theirs.notes)
        assert (ours.made.judged, ours.made.suites) == (theirs.made.judged, theirs.made.suites)


def test_only_one_person_is_graded_again(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    change(suite(root), ORACLE, "2.0 * float(v)")
    assert "1 graded now, 0 as before, 1 others keep their marks" in grade("--out", out, "--only", "bob")
    assert scores(out) == {"ann": 100, "bob": 90}
    assert "nobody is called 'zoe': choose of ann, bob" in grade("--out", out, "--only", "zoe", status=2)
    assert "no question named 'cube'" in grade("--out", out, "-q", "cube", status=2)


def test_without_paths_there_must_be_results(root, tmp_path, out):
    assert "holds no results" in grade("--out", out, status=2)
    assert not out.exists()


def test_removing_somebody_is_a_command_of_its_own(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    assert "removed bob" in homework("remove", out, "bob")
    assert scores(out) == {"ann": 100}
    assert not (out / "students/bob.html").exists() and "bob" not in (out / "report.html").read_text("utf-8")
    assert "bob: 60 of 100" in homework("history", out)
    grade("--out", out)
    assert scores(out) == {"ann": 100}


def test_nobody_is_removed_while_the_ledger_has_a_line_for_them(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    homework("adjust", out, "bob", "square", "+2", "--reason", "a start")
    before = contents(out)
    said = homework("remove", out, "bob", status=2)
    assert "line 18: nobody is called bob" in said and "delete the line first; nobody was removed" in said
    assert contents(out) == before and scores(out) == {"ann": 100, "bob": 62}
    (out / "adjustments.csv").unlink()
    homework("remove", out, "bob")
    assert scores(out) == {"ann": 100}


def test_the_history_of_a_file_that_nobody_could_read_has_no_digest(root, tmp_path, out):
    folder = handed(tmp_path / "class", ann=RIGHT)
    (folder / "bob.rar").write_bytes(b"Rar!")
    grade(folder, "--out", out)
    assert "bob: unreadable; bob.rar, attempt 1\n" in homework("history", out)


def test_the_same_person_by_id_under_another_name_keeps_the_history(root, tmp_path, out):
    folder = tmp_path / "class"
    handed(folder, **{"2023_李雷_1": WRONG, "2024_Bob_1": RIGHT})
    grade(folder, "--out", out, "--names", "{id}_{name}_{rest}")
    before = scores(out)
    (folder / "2023_李雷_1.py").unlink()
    handed(folder, **{"2023_Li Lei_1": WRONG})
    said = grade(folder, "--out", out, "--names", "{id}_{name}_{rest}")
    assert len(scores(out)) == 2 and "by its id: the marks go with it" in said, before
    assert len([line for line in homework("history", out).splitlines() if "Li Lei" in line]) >= 1


def test_who_has_another_name_and_another_file_keeps_the_file(root, tmp_path, out):
    grade(handed(tmp_path / "class", **{"20231001_李雷_1": WRONG, "20231002_Bob_1": RIGHT}), "--out", out)
    grade(handed(tmp_path / "late", **{"20231001_Li Lei_2": WRONG + b"# again\n"}), "--out", out)
    assert "square: 0 of 40 points" in homework("explain", out, "Li Lei", "square")
    assert "0 graded now, 2 as before" in grade("--out", out)
    assert scores(out) == {"20231001_Li Lei": 60, "20231002_Bob": 100}


def test_who_was_absent_and_hands_in_is_absent_no_more(root, tmp_path, out):
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\n1,ann\n2,bob\n", encoding="utf-8")
    grade(handed(tmp_path / "class", ann=RIGHT), "--out", out, "--roster", roster)
    standing = {r.submission: r.status for p in (out / "results").glob("*.json") for r in [from_json(p.read_bytes())]}
    assert sorted(standing.values()) == ["absent", "graded"]
    grade(handed(tmp_path / "late", bob=WRONG), "--out", out, "--roster", roster)
    standing = {r.submission: r.status for p in (out / "results").glob("*.json") for r in [from_json(p.read_bytes())]}
    assert sorted(standing.values()) == ["graded", "graded"]


def people_of(out):
    rows = [from_json(path.read_bytes()) for path in (out / "results").glob("*.json")]
    return {row.submission: (row.id, row.name, row.section, row.extension) for row in rows}


def test_a_later_run_without_the_roster_forgets_nothing_that_it_told(root, tmp_path, out):
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "id,name,section,extension\n20231001,ann,A,24h\n20231002,bob,A,\n20231003,cid,B,48h\n,dora,B,12h\n",
        encoding="utf-8",
    )
    first = {"20231001_ann_mini": RIGHT, "20231002_bob_mini": RIGHT, "dora": RIGHT}
    grade(handed(tmp_path / "class", **first), "--out", out, "--roster", roster)
    homework("adjust", out, "section:A", "square", "-3", "--reason", "noise")
    before, marks = people_of(out), scores(out)
    grade(handed(tmp_path / "late", **{"20231001_ann_mini": WRONG, "20231003_cid_mini": RIGHT}), "--out", out)
    grade(handed(tmp_path / "later", dora=WRONG), "--out", out)
    assert people_of(out) == before and before["20231001_ann"] == ("20231001", "ann", "A", "24h")
    assert scores(out) == marks | {"20231001_ann": 60, "20231003_cid": 100, "dora": 60}
    assert from_json((out / "results" / "20231002_bob.json").read_bytes()).score == 97


def test_a_group_of_the_roster_keeps_its_members_in_a_run_without_it(root, tmp_path, out):
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,group\n1,ann,G1\n2,bob,G1\n", encoding="utf-8")
    grade(handed(tmp_path / "class", G1=RIGHT), "--out", out, "--roster", roster)
    grade(handed(tmp_path / "late", G1=WRONG), "--out", out)
    assert scores(out) == {"1_ann": 60, "2_bob": 60}


def test_a_later_roster_says_what_counts(root, tmp_path, out):
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,section\n1,ann,A\n", encoding="utf-8")
    grade(handed(tmp_path / "class", **{"1_ann_mini": RIGHT}), "--out", out, "--roster", roster)
    roster.write_text("id,name\n1,ann\n", encoding="utf-8")
    grade(tmp_path / "class", "--out", out, "--roster", roster)
    assert people_of(out) == {"1_ann": ("1", "ann", "", "")}


def test_every_result_says_what_made_it(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT), "--out", out)
    result = from_json((out / "results/ann.json").read_bytes())
    made = result.made
    assert (made.file, made.person, made.attempt) == ("ann.py", "ann", 1)
    assert len(made.sha256) == 64 and made.version and made.graded
    assert set(made.suites) == set(made.judged) == {"square", "mean_and_std", "split_evenly"}
    with Store(out, "mini") as store:
        assert store.source("ann").source == RIGHT


def test_what_students_get_holds_no_seed_and_nothing_hidden(root, tmp_path, out):
    said = RIGHT.replace(b"return x * x", b"raise ValueError(repr(x))")
    grade(handed(tmp_path / "class", ann=WRONG, bob=said), "--out", out, "--seed", "987123645")
    homework("explain", out)
    assert "987123645" in (out / "results/ann.json").read_text("utf-8")
    told = "".join(p.read_text("utf-8") for p in (out / "students").iterdir())
    assert "987123645" not in told and "CANARY" not in told
    assert set(re.findall(r"array\(.*?\)", told)) == {"array([ 3., -2.])"}, "the public case's, and no hidden one's"
    staff = (out / "staff/ann.html").read_text("utf-8")
    assert "the reference" in staff and "987123645" in staff
    for folder in ("results", "staff", "students"):
        assert (out / folder / "README.md").is_file()


def test_ctrl_c_leaves_the_old_marks_in_force(root, tmp_path, out, monkeypatch):
    from autograder.classroom import pool

    folder = handed(tmp_path / "class", ann=RIGHT, bob=WRONG)
    grade(folder, "--out", out)
    before = contents(out)
    change(suite(root), ORACLE, "2.0 * float(v)")
    run = pool.run

    def interrupted(*args, **kwargs):
        yield next(run(*args, **kwargs))
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "run", interrupted)
    said = grade(folder, "--out", out, status=130)
    assert said.count("interrupted") == 1 and "1 of 2 are graded and kept" in said
    assert contents(out) == before
    monkeypatch.setattr(pool, "run", run)
    assert "1 graded now, 1 as before" in grade(folder, "--out", out)
    assert scores(out) == {"ann": 60, "bob": 90}


def test_a_page_that_explains_an_older_mark_goes_with_it(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    assert "1 pages written" in homework("explain", out)
    assert (out / "staff/bob.html").is_file() and not (out / "staff/ann.html").exists()
    assert "0 pages written, 1 as before" in homework("explain", out)
    grade(handed(tmp_path / "class", bob=RIGHT), "--out", out)
    assert not (out / "staff/bob.html").exists()


def test_an_attempt_older_than_the_one_that_stands_takes_nothing_away(root, tmp_path, out):
    name = "Homework 1_{}_attempt_2026-11-{}-10-00-00_mini"
    newer = handed(tmp_path / "newer", **{name.format("abc123", "03"): RIGHT, name.format("def456", "03"): RIGHT})
    older = handed(tmp_path / "older", **{name.format("abc123", "01"): WRONG, name.format("def456", "04"): WRONG})
    grade(newer, "--out", out)
    said = grade(older, "--out", out)
    assert scores(out) == {"abc123": 100, "def456": 60} and "abc123" in said.split("handed in before")[1]
    grade(older, "--out", out, "--yes")
    assert scores(out) == {"abc123": 60, "def456": 60}


def test_changes_are_told_as_marks_count(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    homework("adjust", out, "bob", "+5", "--reason", "a good question")
    assert "bob: 65 -> 105: square 0 -> 40" in grade(handed(tmp_path / "again", bob=RIGHT), "--out", out)


def test_a_per_cent_of_what_has_become_nothing_stops_no_class(root, tmp_path, out):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    homework("adjust", out, "ann", "square", "-10%", "--reason", "late idea")
    assert scores(out)["ann"] == 96
    grade(handed(tmp_path / "again", ann=WRONG), "--out", out)
    assert scores(out) == {"ann": 60, "bob": 60}


def test_an_id_with_a_name_that_is_nobody_s_is_asked_about(root, tmp_path, out):
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name\n20231001,张伟\n20231002,李娜\n20231003,Chen Siyuan\n", encoding="utf-8")
    folder = tmp_path / "class"
    handed(folder, **{"20231001_王芳_作业": RIGHT, "20231002_李娜_作业": RIGHT, "20231003_陈思远_作业": WRONG})
    said = homework("intake", "mini", folder, "--roster", roster, status=1)
    assert "its name 王芳 is nobody's on the roster" in said
    assert "陈思远 is nobody's" not in said, "a name and its transcription cannot be compared"


def test_a_folder_of_plain_sections_is_asked_about(root, tmp_path, out):
    for section in ("A", "B"):
        folder = tmp_path / "class" / section
        folder.mkdir(parents=True)
        handed(folder, **{f"{section}{n}": RIGHT.replace(b"x * x", b"x * x + %d" % n) for n in range(4)})
    said = homework("intake", "mini", tmp_path / "class", status=1)
    assert "if it is the folder of a section, say --layout sections" in said
    assert "--layout sections" not in homework("intake", "mini", tmp_path / "class", "--layout", "sections")


# -- what is changed by hand --------------------------------------------------------------------------------------

ADJUSTED = "your total was adjusted after grading"


def page_of(out, name):
    return (out / "students" / f"{name}.html").read_text(encoding="utf-8")


@pytest.fixture
def a_minute_later(monkeypatch):
    """Each look at the clock says a minute more."""
    minutes = itertools.count()
    monkeypatch.setattr("autograder.clock.now", lambda: f"2026-05-04 10:{next(minutes):02}")


def test_what_the_ledger_moves_is_told_and_remembered_also_when_a_line_is_taken_away(
    root, out, tmp_path, a_minute_later
):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    homework("adjust", out, "bob", "total", "+2", "--reason", "the bus was late")
    assert re.search(rf"{ADJUSTED}; [\d.]+ points instead of [\d.]+", page_of(out, "bob"))
    assert ADJUSTED not in page_of(out, "ann")
    ledger = out / "adjustments.csv"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))
    homework("adjust", out)
    assert ADJUSTED not in page_of(out, "bob"), "within a day it came to nothing"
    said = homework("history", out, "bob")
    assert "adjusted after grading (added total: +2 (the bus was late))" in said
    assert "adjusted after grading (taken away total: +2 (the bus was late))" in said
    before = contents(out)
    homework("adjust", out)
    grade("--out", out)
    assert contents(out) == before, "nothing is told twice"


def test_a_ledger_edited_by_hand_counts_from_the_next_run_on_and_is_told_then(root, out, tmp_path):
    folder = handed(tmp_path / "class", ann=RIGHT, bob=WRONG)
    grade(folder, "--out", out)
    homework("adjust", out)
    with open(out / "adjustments.csv", "ab") as ledger:
        ledger.write(b"*,square,dropped,the prompt was wrong,Lin,2026-12-01\r\n")
    grade(folder, "--out", out)
    assert ADJUSTED in page_of(out, "bob")
    assert "added square: dropped (the prompt was wrong)" in homework("history", out, "bob")


def test_a_comment_moves_no_mark_and_is_not_told_as_if_it_did(root, out, tmp_path):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    homework("adjust", out, "bob", "square", "", "--reason", "see me about this")
    assert ADJUSTED not in page_of(out, "bob")
    assert "added square: comment (see me about this)" in homework("history", out, "bob")


def test_a_regrade_under_a_ledger_tells_its_own_cause_and_no_other(root, out, tmp_path):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    homework("adjust", out, "bob", "total", "+2", "--reason", "the bus was late")
    grade(handed(tmp_path / "class", bob=RIGHT), "--out", out)
    page = page_of(out, "bob")
    assert page.count(ADJUSTED) == 1
    assert "another file of yours was graded" in page


# -- the dry run --------------------------------------------------------------------------------------------------


def test_a_dry_run_ends_with_1_where_something_is_to_be_told(root, tmp_path):
    folder = handed(tmp_path / "class", ann=RIGHT, s0020=RIGHT)
    assert "2 submissions" in homework("intake", "mini", folder)
    (tmp_path / "roster.csv").write_text("id,name\ns0001,ann\n", encoding="utf-8")
    assert "PLEASE TELL" in homework("intake", "mini", folder, "--roster", tmp_path / "roster.csv", status=1)


# -- before marks leave the folder --------------------------------------------------------------------------------


def ledger_line(out, text):
    with open(out / "adjustments.csv", "ab") as ledger:
        ledger.write(text.encode() + b"\r\n")


@pytest.mark.parametrize("command", ["export {} plain --out x.csv", "total {}", "report {}"])
def test_marks_leave_no_folder_whose_ledger_was_edited_since(root, out, tmp_path, command, monkeypatch):
    monkeypatch.chdir(tmp_path)
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    homework("adjust", out)
    words = command.format(out).split()
    homework(*words)
    ledger_line(out, "bob,total,add 2,the bus was late,Lin,2026-12-01")
    said = homework(*words, status=2)
    assert f"adjustments.csv is not what the marks were written from: run `homework adjust {out}`" in said
    assert "changed: bob: 60 -> 62: adjusted after grading (added total:" in homework("adjust", out)
    homework(*words)
    (out / "adjustments.csv").unlink()
    homework(*words, status=2)
    assert "changed: bob: 62 -> 60: adjusted after grading (taken away total:" in homework("adjust", out)


def test_a_run_tells_what_an_edited_ledger_changes_and_a_preview_what_it_would(root, out, tmp_path):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    homework("adjust", out)
    ledger_line(out, "bob,total,add 2,the bus was late,Lin,2026-12-01")
    before = contents(out)
    said = grade("--out", out, "--preview")
    assert "bob: 60 -> 62: adjusted after grading" in said and "no mark would change" not in said
    after = contents(out)
    assert {name for name in after if after[name] != before.get(name)} <= {"staff/changes.csv", "staff/changes.html"}
    assert "bob: 60 -> 62: adjusted after grading" in grade("--out", out)
    assert scores(out) == {"ann": 100, "bob": 62}


def test_a_section_without_a_name_is_nobody(root, out, tmp_path):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    assert "names nobody" in homework("adjust", out, "section:", "square", "+1", "--reason", "x", status=2)


def test_the_tries_of_a_day_are_told_as_what_they_came_to(root, out, tmp_path):
    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    for _ in range(2):
        homework("adjust", out, "bob", "total", "+2", "--reason", "the bus was late")
    page = page_of(out, "bob")
    assert page.count(ADJUSTED) == 1 and "64 points instead of 60" in page
    ledger = out / "adjustments.csv"
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-2]))
    homework("adjust", out)
    assert ADJUSTED not in page_of(out, "bob"), "it came to nothing"
    assert homework("history", out, "bob").count("adjusted after grading") == 3


def test_marks_of_an_interrupted_run_leave_with_a_warning(root, out, tmp_path, monkeypatch):
    from autograder.classroom import grade as grading

    folder = handed(tmp_path / "class", ann=RIGHT, bob=WRONG)
    monkeypatch.chdir(tmp_path)
    real, done = grading.Register.first, []

    def stop(self, key, result, whose):
        if done:
            raise KeyboardInterrupt
        real(self, key, result, whose)
        done.append(result.submission)

    with monkeypatch.context() as patched:
        patched.setattr(grading.Register, "first", stop)
        grade(folder, "--out", out, status=130)
    said = homework("export", out, "plain", "--out", "x.csv")
    (left,) = {"ann", "bob"} - set(done)
    assert f"the last run was interrupted: 1 are not graded ({left})" in said
    grade(folder, "--out", out)
    assert "interrupted" not in homework("export", out, "plain", "--out", "x.csv")


GRADEBOOK = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,mini (7)\r\n    Points Possible,,,,,100\r\n"
    '"Smith, John",101,20231001,js,A,\r\n"Müller, Jörg",102,20231002,jm,A,\r\n'
)


def test_a_canvas_gradebook_tells_the_school_s_number_beside_canvas_s_own(root, out, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gradebook.csv").write_text(GRADEBOOK, encoding="utf-8")
    folder = handed(tmp_path / "class", smithjohn_101_9001_mini=RIGHT, müllerjörg_102_9002_mini=WRONG)
    grade(folder, "--layout", "canvas", "--roster", "gradebook.csv", "--out", out)
    for who in ("20231002", "102", "102_Müller, Jörg", "Jörg Müller", "müller, jörg"):
        assert "102_Müller, Jörg" in homework("adjust", out, who, "total", "+1", "--reason", "x")
    homework("export", out, "plain", "--out", "list.csv")
    made = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert "20231001," in made and "\n101," not in made
    homework("export", out, "canvas", "--into", "gradebook.csv", "--out", "upload.csv")
    assert '"Smith, John",101,20231001,js,A,100' in (tmp_path / "upload.csv").read_text(encoding="utf-8")
    other = tmp_path / "other"
    (tmp_path / "class.csv").write_text("学号,姓名\n20231001,John Smith\n20231002,Jörg Müller\n", encoding="utf-8")
    grade(handed(tmp_path / "again", **{"20231001": RIGHT, "20231002": RIGHT}), "--roster", "class.csv", "--out", other)
    said = homework("total", out, other, status=2)
    assert "101_Smith, John" in said and "20231001_John Smith" in said and "are one person, 20231001" in said


def test_a_dropped_case_takes_nothing_from_who_has_everything(root, out, tmp_path):
    from autograder.export.rows import read_rows

    grade(handed(tmp_path / "class", ann=RIGHT, bob=WRONG), "--out", out)
    row = next(row for row in read_rows(out) if row.submission == "ann")
    case = next(case for case in row.questions[0].cases if case.points)
    homework("adjust", out, "*", "square", "dropped", "--case", case.name, "--reason", "it was wrong")
    page = page_of(out, "ann")
    left = f"{40 - case.points:g}"
    assert f"<del>40</del> {left} / <del>40</del> {left}" in page
    assert "does not count" in page
    row = next(row for row in read_rows(out) if row.submission == "ann")
    assert (row.score, row.points(row.questions[0]), row.most(row.questions[0])) == (100, left, left)


@pytest.mark.parametrize("name", ["submissions.zip", "gradebook.csv"])
def test_a_download_cut_off_makes_no_class_absent(root, out, tmp_path, name):
    (tmp_path / "gradebook.csv").write_text(GRADEBOOK, encoding="utf-8")
    (tmp_path / "submissions.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    said = grade(tmp_path / name, "--roster", tmp_path / "gradebook.csv", "--out", out, status=2)
    assert "nothing that came in can be read" in said and "is it whole?" in said
    assert not (out / "grades.csv").exists()
