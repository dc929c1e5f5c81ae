"""From a download to what is uploaded again, by the commands that docs/platforms.md shows."""

import codecs
import csv
import io
import json
import os
import re
import shlex
import sqlite3
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from autograder import course as courses
from autograder.cli import main
from autograder.export.archive import is_safe
from autograder.results import from_json
from tests.classroom.downloads import folder, packed, zipped
from tests.export import platforms
from tests.export.made import results, row

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")
GOLDEN = ROOT / "tests" / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_bytes()
WRONG = (GOLDEN / "a-wrong-value" / "submission.py").read_bytes()
V4 = nbformat.v4
NOTEBOOK = nbformat.writes(
    V4.new_notebook(cells=[V4.new_code_cell(c) for c in RIGHT.decode().split("\n\n\n")])
).encode()


def shown(section):
    """The commands of a section, in their order."""
    text = DOCS.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture
def run(mini_course, monkeypatch, tmp_path):
    """Runs a command in the small course, in a folder of its own."""
    monkeypatch.setattr(courses, "find_course", lambda start=None: mini_course)
    monkeypatch.chdir(tmp_path)

    def command(line, status=0):
        words = ["mini" if word == "losses" else word for word in shlex.split(line)]
        assert words.pop(0) == "homework"
        if words[0] == "grade":
            words += ["--jobs", "1"]
        done = CliRunner().invoke(main, words, env={"HOMEWORK_DEBUG": ""})
        assert done.exit_code == status, done.output
        return done.output

    return command


def scores(folder):
    return {r.submission: r.score for r in (from_json(p.read_bytes()) for p in Path(folder, "results").glob("*.json"))}


def no_secret(data):
    """Nothing of seeds or of the graders' own names of things is in a file."""
    return b"seed" not in data and b"CANARY" not in data


def test_every_block_of_the_page_is_run_by_a_test_of_this_file():
    sections = re.findall(r"^## (.*)$", DOCS, re.MULTILINE)
    source = Path(__file__).read_text(encoding="utf-8")
    with_commands = [section for section in sections if shown(section)]
    assert len(with_commands) == 6
    assert all(f'shown("{section}")' in source for section in with_commands)
    assert sum(map(len, map(shown, sections))) == len(re.findall(r"^homework ", DOCS, re.MULTILINE))


# -- Canvas -------------------------------------------------------------------------------------------------------

CANVAS = {
    "smithjohn_LATE_101_9001_mini-1.py": WRONG,
    "smithjohn_101_9000_mini.py": RIGHT,
    "leeann_102_9002_mini.ipynb": NOTEBOOK,
    "陈思远_103_9003_作业2.zip": zipped({"作业2/mini.py": RIGHT}),
    "lilei_104_9004_mini.docx": b"PK",
    "wumei_105_9005_mini.ipynb": b'{"cells": [',
}
GRADEBOOK = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,mini (78),Final Score\r\n"
    "    Points Possible,,,,,100.0,(read only)\r\n"
    '"Smith, John",101,s1,john,A,,\r\n"Lee, Ann",102,s2,ann,A,12,\r\n"陈, 思远",103,s3,chen,A,,\r\n'
    '"Li, Lei",104,s4,lilei,A,,\r\n"Wu, Mei",105,s5,wumei,A,,\r\n"Zhou, Absent",106,s6,zhou,A,,\r\n'
    '"Student, Test",999,,,A,,\r\n'
)


@pytest.mark.slow
def test_canvas_there_and_back(run, tmp_path):
    packed(tmp_path / "submissions.zip", CANVAS)
    Path("gradebook.csv").write_bytes(GRADEBOOK.encode())
    grade, marks, feedback, everything = shown("Canvas")
    run(grade)
    said = run(marks)
    done = platforms.canvas(GRADEBOOK.encode(), Path("upload.csv").read_bytes())
    column = "mini (78)"
    assert done.marks == {("101", column): 60, ("102", column): 100, ("103", column): 100,
                          ("104", column): 0, ("105", column): 0}  # fmt: skip
    assert not (done.refused or done.created or done.points or done.skipped)
    assert "not changed, handed in nothing: 106_Zhou, Absent" in said and "5 filled" in said

    said = run(feedback)
    assert "left out: 106_Zhou, Absent: handed in nothing" in said
    assert "left out: 104_Li, Lei: no file to comment: lilei_104_9004_mini.docx: a Word document" in said
    taken, ignored = platforms.canvas_feedback(CANVAS, Path("feedback.zip").read_bytes())
    assert not ignored
    assert {ids: name for ids, (name, _) in taken.items()} == {
        ("101", "9001"): "smithjohn_LATE_101_9001_mini-1.py",
        ("102", "9002"): "leeann_102_9002_mini.ipynb",
        ("103", "9003"): "陈思远_103_9003_作业2.zip",
        ("105", "9005"): "wumei_105_9005_mini.ipynb",
    }
    assert all(no_secret(data) for _, data in taken.values())
    script = taken["101", "9001"][1].decode()
    assert "60 / 100 points / 分" in script and "# >>> homework feedback: square" in script
    assert "Smith" not in taken["102", "9002"][1].decode()
    nbformat.validate(nbformat.reads(taken["102", "9002"][1].decode(), as_version=4))
    alone = json.loads(taken["105", "9005"][1])
    assert len(alone["cells"]) == 1 and "could not be read" in "".join(alone["cells"][0]["source"])
    inside = platforms.entries(taken["103", "9003"][1])
    assert list(inside) == ["mini.py"] and b"homework feedback" in inside["mini.py"]

    # The same again is nothing; what changed is sent alone; all is all.
    first = Path("feedback.zip").read_bytes()
    Path("feedback.zip").unlink()
    assert "nothing to send" in run(feedback) and not Path("feedback.zip").exists()
    run(everything)
    assert Path("feedback.zip").read_bytes() == first
    packed(tmp_path / "submissions.zip", CANVAS | {"smithjohn_101_9010_mini-2.py": RIGHT})
    run(grade)
    assert "1 with feedback" in run(feedback)
    assert list(platforms.entries(Path("feedback.zip").read_bytes())) == ["smithjohn_101_9010_mini-2.py"]

    # A commented copy, handed in again, is worth what the file was worth; commented again, it has one set of comments.
    run(everything)
    copies = platforms.entries(Path("feedback.zip").read_bytes())
    packed(tmp_path / "submissions.zip", copies)
    run(grade.replace("marks", "again"))
    before = scores("marks")
    assert {name: score for name, score in scores("again").items() if "Lei" not in name} == {
        name: score for name, score in before.items() if "Lei" not in name
    }
    run(everything.replace("marks", "again"))
    again = platforms.entries(Path("feedback.zip").read_bytes())
    first = copies["smithjohn_101_9010_mini-2.py"].splitlines(keepends=True)
    told = [line for line in first if b"Changed since your mark was given" in line]  # there he had a mark before
    assert len(told) == 2 and b"another file of yours was graded" in told[0]
    assert again["smithjohn_101_9010_mini-2.py"] == b"".join(line for line in first if line not in told)
    assert again["leeann_102_9002_mini.ipynb"] == copies["leeann_102_9002_mini.ipynb"]


@pytest.mark.slow
def test_without_the_roster_people_are_found_by_what_canvas_calls_them(run, tmp_path):
    folder(tmp_path / "submissions.zip", CANVAS)  # a folder, for all that it is called
    Path("gradebook.csv").write_bytes(GRADEBOOK.encode())
    grade, marks, feedback, _ = (line.replace(" --roster gradebook.csv", "") for line in shown("Canvas"))
    run(grade)
    run(marks)
    done = platforms.canvas(GRADEBOOK.encode(), Path("upload.csv").read_bytes())
    assert {who: mark for (who, _), mark in done.marks.items()} == {
        "101": 60, "102": 100, "103": 100, "104": 0, "105": 0
    }  # fmt: skip
    run(feedback)
    taken, _ = platforms.canvas_feedback(CANVAS, Path("feedback.zip").read_bytes())
    assert set(taken) == {("101", "9001"), ("102", "9002"), ("103", "9003"), ("105", "9005")}
    # With a roster that grading did not have, it is by their names that people are found, and nobody is another.
    Path("marks/staff/sent.json").unlink()
    run(shown("Canvas")[2])
    assert platforms.canvas_feedback(CANVAS, Path("feedback.zip").read_bytes())[0] == taken


@pytest.mark.slow
def test_a_group_s_file_goes_back_once_and_each_member_has_the_mark(run, tmp_path):
    packed(tmp_path / "submissions.zip", {"teamone_500_9001_mini.py": WRONG, "zhou_106_9002_mini.py": RIGHT})
    Path("gradebook.csv").write_bytes(GRADEBOOK.encode())
    roster = "id,name,group\n101,John Smith,Team One\n102,Ann Lee,Team One\n106,Absent Zhou,\n"
    Path("class.csv").write_text(roster)
    grade, marks, feedback, everything = (line.replace("gradebook.csv --", "class.csv --") for line in shown("Canvas"))
    run(grade)
    record = Path("marks/results/102_Ann Lee.json")
    marks = marks.replace("--into class.csv", "--into gradebook.csv")
    run(marks)
    done = platforms.canvas(GRADEBOOK.encode(), Path("upload.csv").read_bytes())
    assert {who: mark for (who, _), mark in done.marks.items()} == {"101": 60, "102": 60, "106": 100}
    run(feedback)
    taken, _ = platforms.canvas_feedback(
        {"teamone_500_9001_mini.py", "zhou_106_9002_mini.py"}, Path("feedback.zip").read_bytes()
    )
    assert set(taken) == {("500", "9001"), ("106", "9002")}
    text = taken["500", "9001"][1].decode()
    assert "60 / 100 points" in text and "Smith" not in text and "Lee" not in text
    content = json.loads(record.read_text())
    record.write_text(json.dumps(content | {"score": 50.0}))
    run(everything)
    text = platforms.entries(Path("feedback.zip").read_bytes())["teamone_500_9001_mini.py"].decode()
    assert "60 / 100" not in text and "50 / 100" not in text and "/ 40 points" in text
    for name in ("101_John Smith", "102_Ann Lee"):
        path = Path(f"marks/results/{name}.json")
        path.write_text(json.dumps(json.loads(path.read_text()) | {"status": "excused"}))
    said = run(everything)
    assert "left out: Team One: excused" in said and "nobody of these results" not in said


@pytest.mark.slow
def test_whose_file_it_is_stays_a_question_where_two_have_one_name(run, tmp_path):
    """Graded with a roster that is then left out: equal names and equal bytes are nobody's in particular."""
    packed(tmp_path / "submissions.zip", {"smithjohn_101_9001_mini.py": RIGHT, "smithjohn_102_9002_mini.py": RIGHT})
    Path("gradebook.csv").write_text("id,name\n101,John Smith\n102,John Smith\n")
    grade, _, feedback, _ = shown("Canvas")
    run(grade)
    content = Path("gradebook.csv").read_text()
    Path("gradebook.csv").write_text(content.replace("10", "9910"))
    out = run(feedback)
    assert "nothing to send" in out and "could be smithjohn_101 or smithjohn_102 in the download: pass --roster" in out
    Path("gradebook.csv").write_text(content)
    assert "2 with feedback" in run(feedback)


@pytest.mark.slow
def test_anonymous_files_get_their_comments_and_no_mark_until_canvas_says_whose_they_are(run, tmp_path):
    tree = {"anon_Xk3fq_9001_mini.py": RIGHT, "anon_LATE_b7Zz0_9002_mini-1.py": WRONG}
    packed(tmp_path / "submissions.zip", tree)
    Path("gradebook.csv").write_bytes(GRADEBOOK.encode())
    grade, marks, feedback, _ = shown("Canvas")
    run(grade)
    said = run(marks)
    assert Path("upload.csv").read_bytes() == GRADEBOOK.encode()
    assert "0 filled" in said and "left out: anon_Xk3fq: is not in the gradebook" in said
    run(feedback)
    assert set(platforms.entries(Path("feedback.zip").read_bytes())) == set(tree)


@pytest.mark.parametrize("name", ["../a.py", "a/../b.py", "/a.py", "a//b", "a\\b.py", "a\nb", "\udcff.py", "", "a/."])
def test_a_name_that_leads_out_of_the_zip_is_refused(name):
    assert not is_safe(name)


# -- Moodle -------------------------------------------------------------------------------------------------------

MOODLE = {
    "Ada Lovelace_1234567_assignsubmission_file/mini.py": WRONG,
    "陈 思远_1234568_assignsubmission_file/sub/mini.ipynb": NOTEBOOK,
    "Alan Turing_1234569_assignsubmission_file/mini.ipynb": b"{",
}
WORKSHEET = (
    "标识符,全名,电子邮件地址,状态,成绩,最高成绩,最后修改（成绩）,反馈评语\n"
    '参与者1234567,Ada Lovelace,ada@x.edu,"x, y",,100.00,"2026年11月1日, 星期日",\n'
    "参与者1234568,陈 思远,chen@x.edu,x,,100.00,-,\n参与者1234569,Alan Turing,alan@x.edu,x,,100.00,-,\n"
    "参与者1234570,Nobody Here,nobody@x.edu,x,,100.00,-,\n"
)


@pytest.mark.slow
@pytest.mark.parametrize("is_flat", [False, True])
def test_moodle_there_and_back(run, tmp_path, is_flat):
    tree = {name.replace("_file/", "_file_").replace("sub/", ""): data for name, data in MOODLE.items()}
    packed(tmp_path / "submissions.zip", tree if is_flat else MOODLE)
    Path("worksheet.csv").write_bytes(WORKSHEET.encode())
    grade, marks, feedback = shown("Moodle")
    run(grade)
    run(marks)
    done = platforms.moodle(
        WORKSHEET.encode(), Path("upload.csv").read_bytes(), grade="成绩", date="最后修改（成绩）", feedback="反馈评语"
    )
    assert {who: mark for (who, _), mark in done.marks.items()} == {"1234567": 60, "1234568": 100, "1234569": 0}
    assert not done.refused and not done.skipped
    assert done.comments["1234567"].startswith("autograder: square ")
    for _ in range(2):  # a second upload replaces the first
        run(feedback)
        taken, ignored = platforms.moodle_feedback(Path("feedback.zip").read_bytes())
        assert not ignored
        assert {number: sorted(files) for number, files in taken.items()} == {
            "1234567": ["feedback.html", "mini.py"],
            "1234568": ["feedback.html", "mini.ipynb" if is_flat else "sub/mini.ipynb"],
            "1234569": ["feedback.html"],
        }
    assert b"Ada Lovelace" in taken["1234567"]["feedback.html"]
    assert b"homework feedback: square" in taken["1234567"]["mini.py"]
    assert all(no_secret(data) for files in taken.values() for data in files.values())


# -- the others ---------------------------------------------------------------------------------------------------

METADATA = """submission_1:
  :submitters:
  - :name: Ann
    :sid: s1
    :email: ann@x.edu
  - :name: 李雷
    :sid: s2
    :email: lilei@x.edu
submission_2:
  :submitters:
  - :name: Carl
    :sid: s3
    :email: carl@x.edu
"""


@pytest.mark.slow
def test_gradescope_there_and_back(run, tmp_path):
    tree = {"submission_metadata.yml": METADATA.encode(), "submission_1/mini.py": RIGHT, "submission_2/mini.py": WRONG}
    packed(tmp_path / "export.zip", {f"assignment_1_export/{name}": data for name, data in tree.items()})
    text = "First Name,Last Name,SID,Email,mini,mini - Max Points\n" + "".join(
        f"{name},,{sid},{sid}@x.edu,,100.0\n" for name, sid in [("Ann", "s1"), ("李雷", "s2"), ("Carl", "s3")]
    )
    Path("scores.csv").write_bytes(text.encode())
    for line in shown("Gradescope"):
        run(line)
    done = platforms.gradescope(text.encode(), Path("upload.csv").read_bytes(), "mini")
    assert {who: mark for (who, _), mark in done.marks.items()} == {"s1@x.edu": 100, "s2@x.edu": 100, "s3@x.edu": 60}
    assert set(platforms.entries(Path("feedback.zip").read_bytes())) == {
        f"{name}/{file}" for name in ("s1_Ann", "s2_李雷", "s3_Carl") for file in ("feedback.html", "mini.py")
    }


@pytest.mark.slow
def test_blackboard_there_and_back(run, tmp_path):
    tree = {
        "Homework 2_abc_attempt_2026-11-01-10-00-00_mini.py": RIGHT,
        "Homework 2_abc_attempt_2026-11-02-10-00-00_mini.py": WRONG,
        "Homework 2_def_attempt_2026-11-01-10-00-00_mini.py": RIGHT,
    }
    packed(tmp_path / "submissions.zip", tree)
    text = (
        '"Last Name"\t"First Name"\t"Username"\t"mini [Total Pts: 100 Score] |42"\n'
        '"A"\t"B"\t"abc"\t""\n"C"\t"D"\t"def"\t""\n'
    )
    data = codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    Path("gradebook.xls").write_bytes(data)
    for line in shown("Blackboard"):
        run(line)
    done = platforms.blackboard(data, Path("upload.xls").read_bytes())
    assert done.marks == {("abc", "42"): 60, ("def", "42"): 100} and not done.created
    assert len(platforms.entries(Path("feedback.zip").read_bytes())) == 4


@pytest.mark.slow
def test_brightspace_there_and_back(run, tmp_path):
    tree = {
        "101-7 - Ada Lovelace - Nov 1, 2026 1000 AM/mini.py": RIGHT,
        "102-7 - Anne-Marie Li - Dec 12, 2026 1201 AM/mini.py": WRONG,
        "index.html": b"<html>",
    }
    packed(tmp_path / "submissions.zip", tree)
    Path("class.csv").write_text("id,name,username\n12,Ada Lovelace,ada\n0013,Anne-Marie Li,aml\n")
    text = "OrgDefinedId,Username,mini Points Grade,End-of-Line Indicator\r\n#12,#ada,,#\r\n#0013,#aml,,#\r\n"
    Path("grades.csv").write_bytes(text.encode())
    for line in shown("Brightspace"):
        run(line)
    done = platforms.brightspace(text.encode(), Path("upload.csv").read_bytes())
    assert done.marks == {("12", "mini"): 100, ("0013", "mini"): 60} and not (done.skipped or done.created)
    assert len(platforms.entries(Path("feedback.zip").read_bytes())) == 4


@pytest.mark.slow
def test_a_list_there_and_back(run, tmp_path):
    tree = {"0012_陈思远_作业2.py": RIGHT, "20231002_周子涵_作业2.ipynb": NOTEBOOK, "20231003_李雷_作业2.py": WRONG}
    packed(tmp_path / "submissions.zip", tree)
    text = "学号,姓名,班级,成绩,评语\r\n0012,陈思远,1,,好\r\n20231002,周子涵,1,,\r\n"
    text += "20231003,李雷,2,,\r\n20231004,吴,2,,\r\n"
    Path("class.csv").write_bytes(text.encode("gb18030"))
    for line in shown("学号，姓名，成绩，评语"):
        run(line)
    made = list(csv.reader(io.StringIO(Path("成绩.csv").read_text("utf-8-sig"), newline="")))
    assert [line[:3] for line in made] == [
        ["学号", "姓名", "成绩"], ['="0012"', "陈思远", "100"], ["20231002", "周子涵", "100"],
        ["20231003", "李雷", "60"], ["20231004", "吴", ""],
    ]  # fmt: skip
    filled = Path("登记表.csv").read_bytes().decode("gb18030").split("\r\n")
    assert filled[1] == "0012,陈思远,1,100,好" and filled[3].startswith("20231003,李雷,2,60,autograder: ")
    assert filled[4] == "20231004,吴,2,,"
    names = platforms.entries(Path("反馈.zip").read_bytes())
    assert set(names) == {
        f"{name}/{file}"
        for name, kind in (("0012_陈思远", "py"), ("20231002_周子涵", "ipynb"), ("20231003_李雷", "py"))
        for file in ("feedback.html", f"mini.{kind}")
    }  # fmt: skip
    assert "Feedback" not in names["0012_陈思远/mini.py"].decode()


# -- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def graded(tmp_path):
    """A folder of results in which nothing was graded."""
    results(tmp_path / "marks", row("a", 1, id="1"))
    with sqlite3.connect(tmp_path / "marks" / "results.sqlite") as db:
        db.execute("create table meta (name text primary key, value text) without rowid")
        db.execute("insert into meta values ('schema', '1'), ('homework', 'mini')")
    db.close()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("canvas", "canvas: download the gradebook there, and name it with --into"),
        ("canvas --into none.csv", "none.csv: cannot be read"),
        ("canvas --into out.csv", "out.csv: is the file of --into, which is read; write into another file"),
        ("canvas --for canvas", "--for does not go with canvas"),
        ("feedback --into x", "--into does not go with feedback"),
        ("feedback", "feedback: say --for canvas, moodle or folder"),
        ("feedback --for canvas", "name with --download what was downloaded there"),
        ("feedback --for moodle --download none.zip", "none.zip: cannot be read"),
        ("feedback --for canvas --download marks", "no name is of the form 'smithjohn_LATE"),
        (
            "feedback --for canvas --download book.csv",
            "error: book.csv: no name is of the form 'smithjohn_LATE_12345_67890_losses.py' (Canvas); the first one "
            "is 'book.csv': name with --download the submissions as canvas gave them, a zip or a folder",
        ),
        ("plain --scale", "--scale: without --into"),
        ("brightspace --roster none.csv", "none.csv: cannot be read"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_status_2_and_writes_nothing(run, graded, line, reason):
    Path("book.csv").write_text("Student,ID\n")
    out = run(f"homework export marks {line} --out out.csv", status=2)
    (told,) = [one for one in out.splitlines() if one.lower().startswith("error")]
    assert reason in told
    assert not Path("out.csv").exists()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("export marks canvas --into book.csv --out book.csv", "book.csv: is the file of --into, which is read"),
        ("export marks canvas --into book.csv --out same.csv", "same.csv: is the file of --into, which is read"),
        ("export marks plain --roster book.csv --out ./book.csv", "is the file of --roster, which is read"),
        (
            "export marks plain --out marks/grades.csv",
            "marks/grades.csv: lies in DIR, which is read; write it",
        ),
        ("export marks plain --out marks/results/a.json", "lies in DIR, which is read"),
        ("export marks plain --out linked/adjustments.csv", "lies in DIR, which is read"),
        ("export marks feedback --for folder --out marks/results.sqlite", "lies in DIR, which is read"),
        ("export marks feedback --for canvas --download zips --out zips/a.zip", "lies in --download, which is read"),
        ("total marks --out marks/grades.csv", "lies in DIR marks, which is read"),
        ("total marks --weights book.csv --out book.csv", "is the file of --weights, which is read"),
        ("explain marks a --snippet marks/grades.csv", "--snippet marks/grades.csv: lies in DIR, which is read"),
    ],
)
def test_nothing_that_is_read_is_written_over(run, graded, command, reason):
    Path("book.csv").write_text("mini,1\n")
    os.link("book.csv", "same.csv")
    Path("zips").mkdir()
    Path("zips/a.zip").write_bytes(b"theirs")
    Path("marks/grades.csv").write_text("grades")
    Path("linked").symlink_to("marks")
    files = [path for path in Path().rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    out = run(f"homework {command}", status=2)
    (told,) = [one for one in out.splitlines() if one.lower().startswith("error")]
    assert reason in told
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_a_folder_that_holds_no_results_is_named(run):
    assert "holds no results: name the --out" in run("homework export nothing plain --out out.csv", status=2)


def test_a_damaged_list_of_what_was_sent_is_named(run, graded, tmp_path):
    packed(tmp_path / "zip.zip", {"a_1_2_mini.py": RIGHT})
    Path("marks/staff").mkdir()
    Path("marks/staff/sent.json").write_text("[")
    out = run("homework export marks feedback --for canvas --download zip.zip --out out.zip", status=2)
    assert "sent.json: cannot be read" in out and "delete it, and all feedback is sent again" in out
