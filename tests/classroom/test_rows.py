"""From a download to grades: a row for each person, with what is known of them, and none for what is nobody's."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder import course as courses
from autograder.classroom.grade import Watcher, grade_folder
from autograder.classroom.places import Taking
from autograder.cli import main
from autograder.results import from_json
from tests.classroom.downloads import folder, packed

GOLDEN = Path(__file__).parents[1] / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_bytes()
WRONG = (GOLDEN / "a-wrong-value" / "submission.py").read_bytes()
METADATA = """submission_1:
  :submitters:
  - :name: Ann
    :sid: s1
  - :name: 李雷
    :sid: s2
submission_2:
  :submitters:
  - :name: Carl
    :sid: s3
"""
EXPORT = {
    "assignment_1_export/submission_metadata.yml": METADATA.encode(),
    "assignment_1_export/submission_1/mini.py": RIGHT,
    "assignment_1_export/submission_2/mini.py": WRONG,
}
ROSTER = "id,name,section\ns1,Ann,A\ns2,李雷,A\ns3,Carl,B\ns4,Dora,B\n"


def rows(out):
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
def test_groups_and_absent_people_have_rows_and_the_group_is_graded_once(mini_course, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    out, zipped = tmp_path / "out", packed(tmp_path / "export.zip", EXPORT)
    notes, now = [], []
    watcher = Watcher(graded=lambda result: now.append(result.submission), note=notes.append)
    taking = Taking(roster=tmp_path / "roster.csv")
    graded = grade_folder(mini_course, "mini", [zipped], out, jobs=1, taking=taking, watcher=watcher)
    assert sorted(now) == ["Ann + 李雷", "s3_Carl"]
    assert (graded.graded_now, graded.as_before, len(graded.results)) == (2, 0, 4)
    told = [(r["submission"], r["id"], r["name"], r["section"], r["status"], r["score"]) for r in rows(out)]
    assert told == [
        ("s1_Ann", "s1", "Ann", "A", "graded", "100"),
        ("s2_李雷", "s2", "李雷", "A", "graded", "100"),
        ("s3_Carl", "s3", "Carl", "B", "graded", "60"),
        ("s4_Dora", "s4", "Dora", "B", "absent", ""),
    ]
    record = from_json((out / "results" / "s2_李雷.json").read_bytes())
    assert (record.group, record.id, record.score) == ("Ann + 李雷", "s2", 100)
    pages = {page.stem: page.read_text(encoding="utf-8") for page in (out / "students").glob("*.html")}
    assert set(pages) == {"s1_Ann", "s2_李雷", "s3_Carl", "s4_Dora"}
    assert "没有收到你这次作业的提交" in pages["s4_Dora"] and "Nothing of yours has arrived" in pages["s4_Dora"]
    assert "Carl" not in pages["s1_Ann"]
    assert [note for note in notes if "the metadata of Gradescope" in note]

    again = grade_folder(mini_course, "mini", [zipped], out, jobs=1, taking=taking)
    assert (again.graded_now, again.as_before) == (0, 2)
    assert again.results == graded.results


@pytest.mark.slow
def test_without_a_roster_nothing_but_what_the_names_tell_is_known(mini_course, tmp_path):
    tree = {"20231001_陈思远_作业.py": RIGHT, "20231001_陈思远_作业(1).py": WRONG, "20231002_李雷_作业.docx": b"x"}
    out = tmp_path / "out"
    graded = grade_folder(mini_course, "mini", [folder(tmp_path / "class", tree)], out, jobs=1)
    assert [(r.submission, r.status, r.score) for r in graded.results] == [
        ("20231001_陈思远", "graded", 60), ("20231002_李雷", "unreadable", 0),
    ]  # fmt: skip
    assert list(rows(out)[0])[:6] == ["submission", "id", "name", "attempt", "status", "score"]
    assert [row["attempt"] for row in rows(out)] == ["2", "1"]


# -- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def homework(mini_course, monkeypatch):
    """Runs the command in the small course."""

    def run(*args):
        monkeypatch.setattr(courses, "find_course", lambda start=None: mini_course)
        return CliRunner().invoke(main, [*map(str, args)], env={"HOMEWORK_DEBUG": ""})

    return run


def test_intake_is_a_table_of_every_file_and_writes_nothing(homework, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    before = sorted(packed(tmp_path / "export.zip", EXPORT).parent.iterdir())
    done = homework("intake", "mini", tmp_path / "export.zip", "--roster", tmp_path / "roster.csv")
    assert done.exit_code == 0, done.output
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines == [
        "file person attempt late what",
        "assignment_1_export/submission_1/mini.py Ann + 李雷 1 chosen",
        "assignment_1_export/submission_2/mini.py s3_Carl 1 chosen",
        "assignment_1_export/submission_metadata.yml - - nobody's submission: the metadata of Gradescope",
        "- s4_Dora - absent: handed in nothing",
        "",
        "2 submissions, 1 file nobody's, 1 absent",
    ]
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("tree", "options", "reason"),
    [
        ({"a_1_2_x.py": b"x", "Ada_1_assignsubmission_file/x.py": b"x"}, [], "names of two layouts, "),
        (
            {"submission_metadata.yml": b"a: [", "submission_1/x.py": b"x"},
            [],
            "submission_metadata.yml: line 2: damaged",
        ),
        ({"ann.py": b"x"}, ["--names", "{id}-{name}"], "no name is of the form '{id}-{name}'"),
        ({"ann.py": b"x"}, ["--layout", "moodle"], "no name is of the form"),
        ({"ann.py": b"x"}, ["--roster", "twice.csv"], "line 3: the id 1 stands in line 2 already"),
        ({"ann.py": b"x"}, ["--roster", "none.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_one_line_with_status_2_and_leaves_no_folder(homework, tmp_path, tree, options, reason):
    (tmp_path / "twice.csv").write_text("id,name\n1,Ann\n1,Bob\n")
    options = [tmp_path / option if option.endswith(".csv") else option for option in options]
    path = folder(tmp_path / "class", tree)
    for command in (["intake", "mini", path], ["grade", "mini", path, "--out", tmp_path / "out"]):
        done = homework(*command, *options)
        assert done.exit_code == 2
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
        assert reason in line
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "reason"),
    [(["--layout", "blackbored"], "choose of auto, plain"), (["--names", ""], "--names is empty"),
     (["--names", "{id}", "--layout", "canvas"], "leave out --layout")],
)  # fmt: skip
def test_options_that_make_no_sense_are_wrong_usage(homework, tmp_path, options, reason):
    done = homework("intake", "mini", folder(tmp_path / "class", {"a.py": b"x"}), *options)
    assert done.exit_code == 2 and reason in done.stderr


@pytest.mark.slow
def test_an_extension_on_the_roster_stands_in_the_rows_of_those_present_and_absent(mini_course, tmp_path):
    (tmp_path / "roster.csv").write_text("id,name,extension\ns1,Ann,24h\ns2,李雷,\ns4,Dora,48h\n", encoding="utf-8")
    zipped = packed(tmp_path / "export.zip", EXPORT)
    taking = Taking(roster=tmp_path / "roster.csv")
    graded = grade_folder(mini_course, "mini", [zipped], tmp_path / "out", jobs=1, taking=taking)
    assert {r.submission: r.extension for r in graded.results if r.extension} == {"s1_Ann": "24h", "s4_Dora": "48h"}
