"""A class: answers under a code, scores that a person entered added in, nothing lost."""

import re
import string

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from written_class import HOW, WHY, cells_of, coded, handed_in, received, saved

from autograder.classroom.intake import Unreadable
from autograder.classroom.outputs import write_outputs
from autograder.cli import main
from autograder.results import from_json, to_json
from autograder.written.marking import ANY, SCORES, WrittenError, begin_marking, codes
from autograder.written.sheet import NOT_ANSWERED

# Codes


@given(st.integers(), st.sets(st.text(max_size=20), max_size=20))
def test_codes_are_the_same_in_every_run_differ_and_show_no_name(seed, names):
    found = codes(seed, "vectors", names)
    assert found == codes(seed, "vectors", sorted(names, reverse=True))
    assert len(set(found.values())) == len(names)
    assert all(set(code) <= set("bcdfghjkmnpqrstvwxz-") for code in found.values())


def test_codes_differ_between_homeworks_and_courses_and_names():
    found = [codes(*key)["ann"] for key in ((1, "a", ["ann"]), (1, "b", ["ann"]), (2, "a", ["ann"]))]
    assert len(set(found)) == 3
    assert codes(1, "a", ["ann", "bob"])["ann"] == found[0]


def test_lone_surrogates_in_a_name_have_a_code():
    assert len(codes(1, "a", ["\ud800", "\ud801"])) == 2


def test_codes_have_no_vowel():
    assert set(string.ascii_lowercase) - set("bcdfghjkmnpqrstvwxz") == set("aeiouly")


# A class


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def write(course, out, reader, answers: dict[str, dict[str, str] | None], scores=None, **marking_options):
    """One run over some submissions; None is an unreadable one."""
    homework = course.homework("vectors")
    found = [Unreadable(n, "a link") if a is None else received(n, a) for n, a in sorted(answers.items())]
    marking = begin_marking(course, homework, found, [], out, reader, **marking_options)
    results = [coded(homework, item.name, (scores or {}).get(item.name, 60.0)) for item in found]
    results = [
        msgspec.structs.replace(r, status="unreadable", score=0.0) if answers[r.submission] is None else r
        for r in results
    ]
    return write_outputs(out, homework, results, "today", marking)


CLASS = {"ann": {WHY: "first reason", HOW: "add"}, "bob": {WHY: "second reason"}, "cat": {}, "dan": None}


def enter(out, row: int, *scores: str) -> None:
    path = out / SCORES
    cells = cells_of(path.read_bytes())
    cells[row] = [cells[row][0], *scores]
    path.write_bytes(saved(cells))


def row_of(out, homework, name: str) -> int:
    code = codes(1, homework.name, [name])[name]
    return next(i for i, cells in enumerate(cells_of((out / SCORES).read_bytes())) if cells[0] == code)


def grades(out) -> dict[str, str]:
    return {
        line.partition(",")[0]: line.partition(",")[2] for line in (out / "grades.csv").read_text("utf-8").split("\n")
    }


def test_pages_show_answers_without_names(course, out, reader):
    write(course, out, reader, CLASS)
    page = (out / "written" / "why.html").read_text("utf-8")
    assert "first reason" in page and "second reason" in page
    assert not set(CLASS) & set(re.findall(r"\w+", page.partition("</style>")[2]))
    known = codes(1, "vectors", CLASS)
    assert page.count('class="answer"') == 2
    assert all(code in page for code in known.values())
    ungraded, unanswered = page.index("Nothing that can be graded"), page.index("Not answered")
    assert ungraded < page.index(known["dan"]) < unanswered < page.index(known["cat"])
    assert "Why does" in page and "2 points" not in page and "3.5 points" in page
    assert cells_of((out / SCORES).read_bytes())[1:] == sorted(
        [[known["ann"], "", "", ""], [known["bob"], "", "", NOT_ANSWERED]]
    )


def test_until_the_first_score_totals_are_the_coded_ones(course, out, reader):
    results = write(course, out, reader, CLASS)
    assert {(r.score, r.max_score) for r in results} == {(60.0, 100.0), (0.0, 100.0)}
    assert grades(out)["submission"] == "status,score,max_score,double,why,how"
    assert grades(out)["ann"] == "graded,60,100,,,"
    assert [w.score for w in results[0].written] == [None, None]


def test_until_all_is_marked_written_marks_stand_beside_the_score(course, homework, out, reader):
    write(course, out, reader, CLASS)
    enter(out, row_of(out, homework, "ann"), "1.5", "", "2")
    results = {r.submission: r for r in write(course, out, reader, CLASS)}
    assert {(r.score, r.max_score, r.provisional) for n, r in results.items() if n != "dan"} == {(60.0, 100.0, True)}
    assert [w.score for w in results["ann"].written] == [1.5, 2.0]
    assert grades(out)["ann"] == "graded,60,100,,1.5,2"
    page = (out / "students" / "ann.html").read_text("utf-8")
    assert "not in this score yet" in page and "不含简答题" in page
    assert from_json((out / "results" / "ann.json").read_bytes()).provisional


@pytest.mark.parametrize("published", [False, True])
def test_once_all_answers_are_marked_or_published_every_submission_has_the_points(
    course, homework, out, reader, published
):
    write(course, out, reader, CLASS)
    enter(out, row_of(out, homework, "ann"), "1.5", "" if published else "0", "2")
    if not published:
        enter(out, row_of(out, homework, "bob"), "0", "0", "n/a")
    results = {r.submission: r for r in write(course, out, reader, CLASS, published=published)}
    assert {n: (r.score, r.max_score) for n, r in results.items()} == {
        "ann": (63.5, 106.5),
        "bob": (60.0, 106.5),
        "cat": (60.0, 106.5),
        "dan": (0.0, 106.5),
    }
    assert not any(r.provisional for r in results.values())
    assert grades(out)["ann"] == "graded,63.5,106.5,,1.5,2"
    stored = from_json((out / "results" / "ann.json").read_bytes())
    assert [(m.item, m.score, m.max_score) for m in stored.written[0].marks] == [
        ("the mean", 1.5, 2.0),
        ('因此, 所以; "then"', None if published else 0.0, 1.5),
    ]
    assert [w.answered for w in results["bob"].written] == [True, False]


class Remembered:
    """What the store keeps of marks, in memory."""

    def __init__(self):
        self.known, self.given = {}, {}

    def codes(self):
        return self.known

    def keep_codes(self, codes):
        self.known |= codes

    def marked(self):
        return self.given

    def keep_marked(self, marked):
        self.given = {**self.given, **marked}


def test_a_mark_belongs_to_the_text_it_was_given_to(course, homework, out, reader):
    memory = Remembered()

    def run(answers):
        found = [received(n, a) for n, a in sorted(answers.items())]
        results = {r.submission: r for r in write(course, out, reader, answers, memory=memory)}
        begin_marking(course, homework, found, [], out, reader, memory=memory).keep()
        return results["ann"].written[0].score, (out / "written" / "why.html").read_text("utf-8")

    run({"ann": {WHY: "first reason"}})
    enter(out, 1, "1.5", "0", "n/a")
    assert run({"ann": {WHY: "first reason"}})[0] == 1.5
    score, page = run({"ann": {WHY: "  first\nreason  "}})
    assert score == 1.5, "the same text, set otherwise"
    score, page = run({"ann": {WHY: "another reason"}})
    assert score is None and "were for another text: the mean 1.5" in page and "homework confirm" in page
    assert run({"ann": {WHY: "another reason"}})[0] is None, "it does not become right by waiting"
    enter(out, 1, "2", "0", "n/a")
    assert run({"ann": {WHY: "another reason"}})[0] == 2.0, "marked again"
    score, page = run({"ann": {WHY: "a third"}})
    assert score is None
    memory.keep_marked({key: (ANY, scores) for key, (_, scores) in memory.marked().items()})
    score, page = run({"ann": {WHY: "a third"}})
    assert score == 2.0 and "another text" not in page, "confirmed"
    assert run({"ann": {WHY: "a fourth"}})[0] is None, "confirmed for that text alone"


def test_who_is_called_otherwise_keeps_the_code_and_so_the_marks(course, homework, out, reader):
    memory = Remembered()
    write(course, out, reader, {"ann": {WHY: "first reason"}}, memory=memory)
    begin_marking(course, homework, [received("ann", {WHY: "first reason"})], [], out, reader, memory=memory).keep()
    enter(out, 1, "1.5", "0", "n/a")
    results = write(course, out, reader, {"Ann Lee": {WHY: "first reason"}}, memory=memory, former={"Ann Lee": "ann"})
    assert results[0].written[0].score == 1.5


def test_a_file_that_turns_out_to_be_unreadable_has_no_answers(course, homework, out, reader):
    marking = begin_marking(course, homework, [received("ann", CLASS["ann"])], [], out, reader)
    result = msgspec.structs.replace(coded(homework, "ann", 0.0), status="unreadable")
    (written, _) = write_outputs(out, homework, [result], "today", marking)[0].written
    assert not written.answered
    assert "first reason" not in (out / "written" / "why.html").read_text("utf-8")
    assert len(cells_of((out / SCORES).read_bytes())) == 1


def test_a_zero_is_a_score(course, homework, out, reader):
    write(course, out, reader, CLASS)
    enter(out, row_of(out, homework, "ann"), "0", "", "")
    assert write(course, out, reader, CLASS, published=True)[0].max_score == 106.5
    assert grades(out)["ann"] == "graded,60,106.5,,0,"


def test_entered_scores_are_kept_byte_for_byte_when_a_student_comes_late(course, homework, out, reader):
    write(course, out, reader, CLASS)
    enter(out, row_of(out, homework, "bob"), "2", "1,5", "")
    before = (out / SCORES).read_bytes()
    write(course, out, reader, CLASS)
    assert (out / SCORES).read_bytes() == before
    results = write(course, out, reader, {**CLASS, "eva": {HOW: "twice"}})
    after = (out / SCORES).read_bytes()
    assert after.startswith(before) and after != before
    assert [r.written[0].score for r in results] == [None, 3.5, None, None, None]


def test_a_wrong_line_stops_before_anything_is_written_and_loses_nothing(course, homework, out, reader):
    write(course, out, reader, CLASS)
    enter(out, row_of(out, homework, "ann"), "1", "7", "")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(WrittenError, match=r"'7' is too much: enter 0 to 1\.5"):
        write(course, out, reader, {**CLASS, "eva": {HOW: "twice"}})
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_file_of_scores_that_is_no_file_is_told(course, out, reader):
    write(course, out, reader, CLASS)
    (out / SCORES).unlink()
    (out / SCORES).mkdir()
    with pytest.raises(WrittenError, match="not a regular file"):
        write(course, out, reader, CLASS)


def test_an_emptied_file_of_scores_is_written_again(course, out, reader):
    write(course, out, reader, CLASS)
    before = (out / SCORES).read_bytes()
    (out / SCORES).write_bytes(b"\xef\xbb\xbf\r\n,,,\r\n")
    write(course, out, reader, CLASS)
    assert (out / SCORES).read_bytes() == before


def test_a_student_reads_scores_and_rubric_only_once_graded(course, homework, out, reader):
    write(course, out, reader, CLASS)
    page = (out / "students" / "ann.html").read_text("utf-8")
    assert "is waiting to be marked" in page and "says what a mean is" not in page
    assert "No answer was found" in (out / "students" / "cat.html").read_text("utf-8")
    enter(out, row_of(out, homework, "ann"), "1.5", "", "")
    write(course, out, reader, CLASS)
    page = (out / "students" / "ann.html").read_text("utf-8")
    assert "says what a mean is" in page and "说明均值" in page and "1.5 / 3.5" in page and "1.5 / 2" in page


def test_the_report_leads_to_the_pages_and_counts(course, homework, out, reader):
    write(course, out, reader, CLASS)
    enter(out, row_of(out, homework, "ann"), "1.5", "0.5", "")
    write(course, out, reader, CLASS, published=True)
    report = (out / "report.html").read_text("utf-8")
    assert 'href="written/why.html"' in report and "2.0 of 3.5" in report and "mean of 106.5" in report


def test_the_page_of_a_question_that_is_gone_goes_but_the_scores_stay(course, out, reader):
    write(course, out, reader, CLASS)
    (out / "written" / "old.html").write_text("")
    write(course, out, reader, CLASS)
    assert sorted(path.name for path in (out / "written").iterdir()) == ["how.html", "why.html", "written_scores.csv"]


def test_a_homework_without_written_questions_has_none_of_this(course, homework, out, reader):
    plain = msgspec.structs.replace(homework, written=())
    assert begin_marking(course, plain, [], [], out, reader) is None
    results = write_outputs(out, plain, [coded(plain, "ann")], "today")
    assert not (out / "written").exists()
    assert b"written" not in (out / "results" / "ann.json").read_bytes()
    assert "Written" not in (out / "report.html").read_text("utf-8")
    assert from_json(to_json(results[0])) == results[0]


@pytest.mark.slow
def test_grading_collects_answers_and_filling_in_scores_grades_nothing_again(course, tmp_path, out, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(course.root))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ann.ipynb").write_bytes(handed_in(CLASS["ann"]))
    (folder / "bob.py").write_bytes(handed_in(CLASS["bob"], "py"))
    (folder / "cat.ipynb").write_bytes(b"{not json")
    command = ["grade", "vectors", str(folder), "--out", str(out), "--jobs", "1", "--sandbox", "none"]

    first = CliRunner().invoke(main, command)
    assert first.exit_code == 0, first.output
    assert "3 graded now" in first.output and "written answers: 3 to read" in first.output
    assert grades(out)["ann"] == "graded,100,100,100,,"
    enter(out, 1, "0.5", "", "")

    second = CliRunner().invoke(main, command)
    assert second.exit_code == 0 and "0 graded now" in second.output and "1 scores entered" in second.output
    assert sorted(grades(out)[n] for n in ("ann", "bob")) == ["graded,100,100,100,,", "graded,100,100,100,0.5,"]
    published = CliRunner().invoke(main, [*command, "--publish-written"])
    assert published.exit_code == 0 and "they count" in published.output
    rows = ["graded,100,106.5,100,,", "graded,100.5,106.5,100,0.5,"]
    assert sorted(grades(out)[n] for n in ("ann", "bob")) == rows
    assert CliRunner().invoke(main, command).exit_code == 0
    assert sorted(grades(out)[n] for n in ("ann", "bob")) == rows, "published once, they stay so"

    manifest = course.root / "assignment" / "course.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("says what", "explains what"), "utf-8")
    assert "0 graded now" in CliRunner().invoke(main, command).output

    enter(out, 1, "a lot", "", "")
    third = CliRunner().invoke(main, command)
    assert third.exit_code == 2
    assert (
        third.output.strip().split("\n")[-1].startswith(f"error: {out / SCORES}: line 2, why: the mean: 'a lot' is no")
    )
