"""`homework similar`: who shared their work is found, who did not is not, and nothing else in the folder changes."""

import csv
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from similar_class import FILES, OTHERS, grade_class
from written_class import write_course

from autograder.classroom.grade import grade_folder
from autograder.classroom.memory import remove_people
from autograder.cli import main
from autograder.errors import InputError
from autograder.results import CaseResult, SubmissionResult, question_result
from autograder.similar.code import by_question, fingerprints
from autograder.similar.command import look
from autograder.similar.exports import export
from autograder.similar.find import Work, alike
from autograder.similar.page import LINES, marked, similar_page, summary, write_page
from autograder.similar.tokens import words
from autograder.written.reading import OwnCode, Reader

HERE = Path(__file__).parent
SHARED = {("ann", "bob"), ("zh1", "zh2"), ("en1", "en2"), ("other2", "same <b>1")}


def contents(folder):
    """Every file of a folder; of the store, all that it holds but for when files were written."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    for name in [name for name in found if name.startswith("results.sqlite")]:
        del found[name]
    with sqlite3.connect(folder / "results.sqlite") as db:
        for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
            found[f"table {table}"] = repr(db.execute(f"select * from {table}").fetchall()).encode()
    return found


@pytest.fixture(scope="session")
def looked(graded):
    course, out = graded
    before = contents(out)
    looked = look(course, out)
    page = write_page(looked, out)
    return looked, page.read_text(encoding="utf-8"), before, contents(out)


def test_who_shared_work_is_found_and_nobody_else(looked):
    found = looked[0].found
    assert {(pair.a, pair.b) for pair in found.pairs} == SHARED
    assert (found.pairs[0].a, found.pairs[0].b) == ("ann", "bob")
    assert list(found.identical) == [["same <b>1", "same2"]]
    assert [mistake.names for mistake in found.mistakes] == [("wrong1", "wrong2")]
    assert (found.compared, found.left) == (len(FILES), 1)


def test_grading_says_the_same_after_it_and_nothing_but_the_page_was_written(graded, looked, strongest):
    course, out = graded
    _, _, before, after = looked
    assert after.keys() - before.keys() == {"staff/similar.html"}
    del after["staff/similar.html"]
    assert after == before
    again = grade_folder(course, "vectors", [], out, sandbox=strongest)
    assert again.graded_now == 0 and not again.changed
    rest = {
        name: text
        for name, text in contents(out).items()
        if name.split("/")[0] in ("students", "grades.csv", "results")
    }
    assert rest == {name: before[name] for name in rest} and "grades.csv" in rest


def test_no_student_s_page_names_it(graded, looked):
    for path in (graded[1] / "students").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "similar" not in text.lower() and not (path.stem == "ann" and "bob" in text)


def test_the_page_outlives_another_run_and_goes_with_a_person_who_is_removed(tmp_path, strongest):
    course = write_course(tmp_path / "course")
    out = grade_class(course, tmp_path, {"a.py": OTHERS[2].encode(), "b.py": OTHERS[2].encode()}, strongest)
    page = write_page(look(course, out), out)
    grade_folder(course, "vectors", [tmp_path / "class"], out, sandbox=strongest)
    assert page.is_file()
    list(remove_people(course, out, ["b"]))
    assert not page.exists()


def test_the_page_says_what_it_is_has_no_script_and_nothing_of_a_student_is_markup(looked):
    page = looked[1]
    assert "Places to look, never a verdict, never a mark." in page and "alike by nature" in page
    assert "default-src 'none'; style-src 'unsafe-inline'" in page and "<script" not in page
    assert "same &lt;b&gt;1" in page and "same <b>1" not in page and "<b>doubling" not in page
    assert not re.search(r"<[^>]* on\w+=|https?://", page)


def test_both_sides_are_shown_with_what_they_share_marked(looked):
    said = "".join(re.findall(r"<mark>(.*?)</mark>", looked[1]))
    assert "np.linspace(0, len(values), parts + 1)" in said and "np.linspace(0, len(v), k + 1)" in said
    assert "等于这个数的两倍" in said


def test_what_is_printed_names_the_first_of_it(looked):
    said = list(summary(looked[0]))
    assert "look at: ann and bob (double)" in said
    assert said[-1] == "identical files: 1 group; pairs to look at: 4; rare wrong answers that several have: 1"


def test_only_one_question_is_compared_if_it_is_asked_for(graded):
    course, out = graded
    assert {(p.a, p.b) for p in look(course, out, "how").found.pairs} == {("zh1", "zh2")}
    only = look(course, out, "double").found
    assert {(p.a, p.b) for p in only.pairs} == {("ann", "bob"), ("other2", "same <b>1")}
    with pytest.raises(InputError, match="no question 'what': choose of double, why, how"):
        look(course, out, "what")


# -- works made up --------------------------------------------------------------------------------------------------


def work(name, source, people=(), **more):
    own = [OwnCode(0, 1, ("double",), source)]
    known = words(frozenset({"double"}))
    return Work(name, f"sha {source}", frozenset(people or {name}), own, {"double": fingerprints(own, known)}, **more)


LONG = "def double(x):\n" + "".join(f"    y{i} = np.exp(x + {i}) - x.sum(axis={i}) * {i}\n" for i in range(12))


def test_somebody_is_not_compared_with_themselves_alone_in_a_group_or_at_another_attempt():
    works = [work("alone", LONG, {"ann"}), work("group", LONG + "    pass\n", {"ann", "bob"})]
    assert alike(works, ["double"], []).pairs == []
    assert alike([work("1", LONG, {"ann"}), work("2", LONG, {"ann"})], ["double"], []).identical == []


def test_more_than_two_are_shown_as_a_group():
    works = [work(f"copy{i}", LONG + "    pass\n" * i) for i in range(4)]
    works += [work(f"other{i}", f"def double(x):\n    return x {'+ x' * i}\n") for i in range(12)]
    found = alike(works, ["double"], [])
    assert list(found.groups) == [["copy0", "copy1", "copy2", "copy3"]] and len(found.pairs) == 6


def test_what_all_of_a_class_have_lights_nobody_up():
    short = "def double(x):\n    x = np.asarray(x, dtype=float)\n    return np.multiply(x, 2.0) # {}\n"
    works = [work(f"s{i}", short.format(i)) for i in range(40)]
    assert alike(works, ["double"], []).pairs == []
    # Also where two of them say it in the same rarer way, if it is as short.
    works += [work(n, f"def double(x):\n    return np.add(x, x) # {n}\n") for n in "ab"]
    assert alike(works, ["double"], []).pairs == []


def result(name, *outcomes):
    cases = [CaseResult(f"c{i}", True, 1.0, outcome, message) for i, (outcome, message) in enumerate(outcomes)]
    return SubmissionResult(name, "vectors", "graded", "core", 1, 0.0, 9.0, (question_result("double", 9.0, cases),))


def test_a_wrong_answer_that_many_have_is_none_to_look_at_nor_one_that_nobody_wrote():
    rare, usual = [("failed", "off by 3.5"), ("passed", "")], [("passed", ""), ("failed", "negative")]
    blank = [("not_implemented", ""), ("not_implemented", "")]
    works = [work(f"s{i}", f"# {i}", result=result(f"s{i}", *(usual if i > 3 else blank))) for i in range(20)]
    works += [work(n, f"# {n}", result=result(n, *rare)) for n in "ab"]
    works += [work("c", "# c", result=result("c", ("failed", "off by 17"), ("passed", "")))]
    (found,) = alike(works, ["double"], []).mistakes
    assert found.names == ("a", "b", "c")


def test_a_helper_belongs_to_the_question_that_uses_it_and_another_question_s_function_does_not():
    own = [
        OwnCode(0, 1, ("a",), "def a(x):\n    return helper(x)"),
        OwnCode(0, 3, ("helper",), "def helper(x):\n    return DEEP + x"),
        OwnCode(0, 5, ("DEEP",), "DEEP = 3"),
        OwnCode(0, 6, ("b",), "def b(x):\n    return a(x)"),
        OwnCode(0, 8, ("stray",), "def stray(): pass"),
    ]
    found = by_question(own, {"first": ["a"], "second": ["b"], "third": ["c"]})
    assert {q: [s.names[0] for s in code] for q, code in found.items()} == {
        "first": ["a", "helper", "DEEP"],
        "second": ["b"],
    }


def test_marks_are_within_lines_and_long_texts_are_cut():
    assert [str(line) for line in marked("a < b\n\tc", [(2, 8)])] == ["a <mark>&lt; b</mark>", "<mark>    c</mark>"]
    assert len(marked("x\n" * 1000, [(0, 5)])) == LINES + 1


# -- exports, the command, the reader -----------------------------------------------------------------------------


def test_the_export_for_jplag_is_a_folder_each_with_the_handout_beside_them(graded, looked, tmp_path):
    command = export(graded[0], looked[0], "jplag", tmp_path / "out")
    assert command.endswith(f"--base-code {tmp_path}/out/base-code {tmp_path}/out/submissions")
    folders = sorted(path.name for path in (tmp_path / "out" / "submissions").iterdir())
    assert len(folders) == len(FILES) and "ann" in folders and not any("<" in name for name in folders)
    assert "np.linspace" in (tmp_path / "out/submissions/ann/vectors.py").read_text()
    assert "def double" in (tmp_path / "out/base-code/vectors.py").read_text()


def test_the_export_for_dolos_lists_every_file(graded, looked, tmp_path):
    export(graded[0], looked[0], "dolos", tmp_path)
    with (tmp_path / "info.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["full_name"] for row in rows} == {Path(name).stem for name in FILES}
    assert all((tmp_path / row["filename"]).is_file() for row in rows) and (tmp_path / "base-code.py").is_file()


def test_an_export_goes_into_a_new_folder_and_holds_code(graded, looked, tmp_path):
    (tmp_path / "old.py").write_text("")
    with pytest.raises(InputError, match="choose a new folder"):
        export(graded[0], looked[0], "dolos", tmp_path)
    with pytest.raises(InputError, match="why is a written question"):
        export(graded[0], look(*graded, "why"), "jplag", tmp_path / "new")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "error: nowhere: holds no results"),
        (["{out}", "-q", "x"], "error: vectors has no question 'x'"),
        (["{out}", "--export", "jplag"], "--export and --out go together"),
        (["{out}", "--export", "moss", "--out", "x"], "'moss' is not one of"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(graded, monkeypatch, arguments, said):
    course, out = graded
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(main, ["similar", *(a.format(out=out) for a in arguments)])
    assert done.exit_code == 2 and said in done.output and "Traceback" not in done.output


def test_a_file_that_ends_its_reader_costs_nobody_else_anything(strongest, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(str(HERE))
    documents = [("py", f"def f{i}(): return {i}".encode()) for i in range(6)]
    documents[2] = documents[4] = ("py", b"die")
    with Reader(strongest, program="dying_reader") as reader:
        said = list(reader.own_code(documents, []))
    assert [[one.names for one in own] for own in said] == [[("f0",)], [("f1",)], [], [("f3",)], [], [("f5",)]]


def test_what_a_file_has_of_its_own_is_read_though_some_of_it_is_no_python(strongest):
    text = (
        b"import os\n# %%\ndef f(x):\n    return 1\nclass A:\n    def g(self): pass\n# %%\ny = (\ndef h(:\n    pass\n"
    )
    with Reader(strongest) as reader:
        (own,) = reader.own_code([("py", text)], [])
        assert list(reader.own_code([("py", b"\x89PNG"), ("ipynb", b"{")], [])) == [[], []]
    assert [(one.line, one.names) for one in own] == [(3, ("f",)), (5, ("A", "g")), (8, ()), (9, ("h",))]


@pytest.mark.slow
def test_made_up_classes_have_their_planted_copies_first_and_list_nobody_who_shares_nothing():
    first = planted = 0
    for seed in (1, 2, 3):  # of one class five pairs are planted: chance moves it by a fifth
        command = [sys.executable, "-m", "benchmarks.similar", "--count", "60", "--seed", str(seed)]
        said = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=True).stdout
        for pairs, right in re.findall(r"of the first (\d+) pairs (\d+) were planted", said):
            planted, first = planted + int(pairs), first + int(right)
        for pairs, listed in re.findall(r"sharing (?:all questions|half or more): (\d+), of them listed (\d+)", said):
            assert pairs == listed, said
        assert re.search(r"; others: 0$", said, re.MULTILINE), said
    assert planted > 15 and first >= 0.85 * planted


def test_the_page_of_a_class_without_results_to_show_is_a_page(looked):
    empty = alike([], ["double"], [])
    page = similar_page(replace(looked[0], found=empty), "")
    assert "No two people handed in the same file." in page
