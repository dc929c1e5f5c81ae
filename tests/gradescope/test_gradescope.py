"""The autograder for Gradescope, in folders laid out as Gradescope lays them out, started as Gradescope starts it."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from autograder.course import open_course
from autograder.gradescope.results import Handed, fault, results_of
from autograder.gradescope.run import Metadata, User, as_exported, read_metadata
from autograder.release.gradescope_zip import course_files, gradescope_zip, pinned
from autograder.results import CaseResult, Diagnosis, Message, SubmissionResult, WrittenResult, question_result

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_bytes()
WRONG = RIGHT.replace(b"x * x", b"2 * x")
METADATA = {
    "id": 300001,
    "created_at": "2026-11-02T10:00:00.000000-08:00",
    "assignment": {"id": 7, "title": "mini", "due_date": "2026-11-01T23:59:00.000000-08:00", "total_points": "100.0"},
    "submission_method": "upload",
    "users": [
        {"id": 11, "email": "ada@x.edu", "name": "Ada Lovelace", "sid": "s001", "assignment": {"due_date": None}}
    ],
    "previous_submissions": [{"score": "0.0", "results": {}}],
}


@pytest.fixture(scope="module")
def made(mini_course):
    data = gradescope_zip(mini_course, mini_course.homework("mini"))
    assert data is not None
    return data


@pytest.fixture
def machine(made, tmp_path):
    """A container of Gradescope's, before a submission has come."""
    root = tmp_path / "autograder"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        archive.extractall(root / "source")
    (root / "source" / "run_autograder").chmod(0o755)
    (root / "submission").mkdir()
    (root / "results").mkdir()
    (root / "submission_metadata.json").write_text(json.dumps(METADATA))
    return root


def started(root):
    """`run_autograder`, in a process group of its own; the program is this checkout's, as the wheel's would be."""
    environment = {
        **os.environ, "AUTOGRADER_ROOT": str(root), "AUTOGRADER_PYTHON": sys.executable, "PYTHONPATH": str(ROOT),
        "HOMEWORK_COURSE": "",
    }  # fmt: skip
    return subprocess.Popen(
        ["bash", str(root / "source" / "run_autograder")], env=environment, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def graded(root, files):
    for name, content in files.items():
        (root / "submission" / name).write_bytes(content)
    process = started(root)
    said = process.communicate(timeout=120)[0].decode()
    assert process.returncode == 0, said
    return json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))


def valid(results):
    """By the format's own rules: names and kinds of what Gradescope reads."""
    assert results["visibility"] in ("visible", "hidden", "after_due_date", "after_published")
    for test in results["tests"]:
        assert test.keys() <= {"name", "score", "max_score", "status", "output", "output_format", "visibility"}
        assert test["visibility"] in ("visible", "hidden", "after_due_date", "after_published")
        assert isinstance(test["name"], str) and isinstance(test["output"], str)
        assert ("score" in test) == ("max_score" in test)
    return True


# -- the zip -------------------------------------------------------------------------------------------------------


def test_the_zip_holds_one_homework_the_wheel_and_two_scripts(made, mini_course):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        names = set(archive.namelist())
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
    assert {"setup.sh", "run_autograder", "pending.json", "requirements.txt", "README.txt"} <= names
    assert modes["setup.sh"] == modes["run_autograder"] == 0o755
    assert "course/solutions/mini/square.py" in names and "course/assignment/course.toml" in names
    assert len([name for name in names if name.endswith(".whl")]) == 1


@pytest.mark.parametrize("homework", open_course(ROOT).names)
def test_the_course_in_the_zip_is_a_course_of_that_homework_alone(tmp_path, homework):
    course = open_course(ROOT)
    for name, content in course_files(course, course.homework(homework)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    alone = open_course(tmp_path)
    assert alone.names == (homework,)
    whole = course.homework(homework)
    here = [replace(q, needs=tuple(name for name in q.needs if "/" not in name)) for q in whole.question]
    there = [replace(w, needs=tuple(name for name in w.needs if "/" not in name)) for w in whole.written]
    assert alone.homework(homework) == replace(whole, question=tuple(here), written=tuple(there))
    others = {*course.names} - {homework}
    assert not [path for path in tmp_path.rglob("*") if others & {*path.parts}]


def test_what_it_installs_is_pinned_and_is_all_that_grading_needs():
    names = {line.partition("==")[0] for line in pinned()}
    assert {"numpy", "torch", "scikit-learn", "otter-grader", "msgspec", "jupytext", "pyyaml"} <= names
    assert "pytest" not in names and all("==" in line and "+" not in line for line in pinned())


def test_its_scripts_are_shell(made, tmp_path):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in ("setup.sh", "run_autograder"):
            path = tmp_path / name
            path.write_bytes(archive.read(name))
            assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0


# -- grading there -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_wrong_answer_is_graded_and_public_tests_are_seen_at_once(machine):
    results = graded(machine, {"mini.py": WRONG})
    assert valid(results)
    scored = {test["name"]: test for test in results["tests"] if "score" in test}
    assert sum(test["max_score"] for test in scored.values()) == 100
    assert sum(test["score"] for test in scored.values()) == 60
    assert {test["visibility"] for test in scored.values()} == {"after_due_date"}
    public = [test for test in results["tests"] if "score" not in test]
    assert public and {test["visibility"] for test in public} == {"visible"}
    assert [test["status"] for test in public if "Squares" in test["name"]].count("failed") >= 1
    assert "Attempt / 提交次数: 2" in results["output"] and "Late / 迟交: 2026-11-02" in results["output"]
    assert "60" not in results["output"], "the score rests on hidden tests"
    assert results["extra_data"]["graded_as"] == "s001_Ada Lovelace"


@pytest.mark.slow
def test_the_right_answer_has_all_points_under_the_name_that_an_export_gives_it(machine):
    """So its inputs are those of `homework grade` on what Gradescope exports."""
    results = graded(machine, {"mini.py": RIGHT, "notes.txt": b"hello"})
    assert sum(test.get("score", 0) for test in results["tests"]) == 100
    assert all(test["status"] == "passed" for test in results["tests"] if "score" in test)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"mini.docx": b"PK"}, "Word document"), ({}, "neither a .py"),
        ({"a.py": RIGHT, "b.py": RIGHT + b"\n1\n"}, "more than one"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_0_with_the_reason(machine, files, reason):
    results = graded(machine, files)
    assert valid(results) and results["score"] == 0
    assert "could not be read" in results["output"] and reason in results["output"]


@pytest.mark.slow
def test_a_submission_cannot_write_its_own_result(machine):
    """It finds the folder by its name; whatever it does there, the result is the grader's."""
    path = machine / "results" / "results.json"
    forged = f"""
import json, os, pathlib
def square(x):
    for path in ({str(path)!r}, "/autograder/results/results.json"):
        try:
            pathlib.Path(path).write_text(json.dumps({{"score": 100, "tests": []}}))
        except Exception:
            pass
    return x
"""
    results = graded(machine, {"mini.py": forged.encode()})
    assert "score" not in results
    assert sum(test.get("score", 0) for test in results["tests"]) == 0


@pytest.mark.slow
def test_a_result_stands_from_the_first_second_on_and_says_that_it_is_none(machine):
    (machine / "submission" / "mini.py").write_bytes(b"import time\ntime.sleep(1e6)\n" + RIGHT)
    process = started(machine)
    path = machine / "results" / "results.json"
    until = time.monotonic() + 20
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    results = json.loads(path.read_text(encoding="utf-8"))
    assert valid(results)
    assert "score" not in results and "That is no mark" in results["output"]


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["metadata", "suite", "course"])
def test_a_fault_of_the_grader_is_no_mark(machine, damage):
    course = machine / "source" / "course"
    if damage == "metadata":
        (machine / "submission_metadata.json").write_text("[")
    elif damage == "suite":
        suite = course / "autograder" / "suites" / "hidden" / "mini" / "square.py"
        suite.write_text(suite.read_text().replace("def test_", "def test_", 1) + "\nraise KeyError('x')\n")
    else:
        (course / "assignment" / "course.toml").unlink()
    results = graded(machine, {"mini.py": RIGHT})
    assert valid(results)
    assert "score" not in results and not [test for test in results["tests"] if "score" in test]
    assert "no fault of yours" in results["output"]
    (told,) = results["tests"]
    assert told["visibility"] == "hidden" and told["output"]


# -- what is shown -------------------------------------------------------------------------------------------------


def row(**more):
    cases = (
        CaseResult("public one", False, 0, "failed", "got 1, expected 2"),
        CaseResult("hidden a", True, 20, "failed", "SECRET"),
        CaseResult("hidden b", True, 20, "passed"),
    )
    named = (Diagnosis("square", "doubled", Message("You double.", "你加倍了。"), "value"),)
    fields = {
        "submission": "a", "homework": "mini", "status": "graded", "sandbox": "core", "seed": 1, "score": 20.0,
        "max_score": 100.0, "questions": (question_result("square", 40, cases, named),),
    }  # fmt: skip
    return SubmissionResult(**(fields | more))


@pytest.mark.parametrize(
    ("setting", "visibility"),
    [("never", "hidden"), ("after_due_date", "after_due_date"), ("after_published", "after_published")],
)
def test_what_rests_on_hidden_tests_is_shown_when_the_manifest_says(mini_course, setting, visibility):
    homework = replace(mini_course.homework("mini"), show_hidden=setting)
    results = results_of(homework, [row()], Handed())
    assert valid(results)
    (question,) = [test for test in results["tests"] if "score" in test]
    assert (question["score"], question["max_score"], question["visibility"]) == (20, 40, visibility)
    assert "You double." in question["output"] and "你加倍了。" in question["output"]
    at_once = "\n".join(test["output"] for test in results["tests"] if test["visibility"] == "visible")
    assert "got 1, expected 2" in at_once and "double" not in at_once + results["output"]
    assert "hidden a" not in json.dumps(results)


def test_written_answers_are_what_they_are(mini_course):
    written = (WrittenResult("essay", True, None, 10.0), WrittenResult("other", False, None, 5.0))
    results = results_of(mini_course.homework("mini"), [row(written=written)], Handed())
    said = {test["name"]: test for test in results["tests"]}
    assert "marked by hand" in said["essay"]["output"] and "No answer found" in said["other"]["output"]
    assert "score" not in said["essay"] and "essay" not in results["output"]


def test_an_open_question_is_no_mark(mini_course):
    results = results_of(
        mini_course.homework("mini"), [row(status="grader_error", message="the oracle raised")], Handed()
    )
    assert results == fault("the oracle raised")


@pytest.mark.parametrize(("at", "due", "late"), [
    ("2026-11-01T10:00:00+08:00", "2026-11-01T01:00:00+00:00", True),
    ("2026-11-01T10:00:00+08:00", "2026-11-01T03:00:00+00:00", False),
    ("", "2026-11-01T03:00:00+00:00", False), ("2026-11-01", "", False),
    ("2026-11-01T10:00:00", "2026-11-01T03:00:00Z", False),
])  # fmt: skip
def test_late_is_what_came_after_it_was_due(at, due, late):
    assert Handed(1, at, due).is_late is late


def test_metadata_with_nulls_and_what_is_new_in_it_is_read(tmp_path):
    path = tmp_path / "submission_metadata.json"
    path.write_text(json.dumps({**METADATA, "users": [{"name": None, "email": None, "sid": None, "new": 1}]}))
    assert read_metadata(path).users == [User(None, None, None)]
    exported = json.loads(as_exported(Metadata(users=[User("李雷", None, "0012")])))
    assert exported == {
        "submission_1": {":submitters": [{":name": "李雷", ":sid": "0012", ":email": ""}], ":created_at": ""}
    }


@pytest.mark.slow
def test_without_namespaces_the_marks_are_the_same(machine):
    """Gradescope's container has none: the other layer is used, and named."""
    course = machine / "source" / "course"
    script = machine / "source" / "run_autograder"
    refuse = ROOT / "tests" / "hostile" / "refuse_namespaces.py"
    script.write_text(script.read_text().replace('"$python" -m', f'"$python" {refuse} "$python" -m'))
    assert course.is_dir()
    results = graded(machine, {"mini.py": WRONG})
    assert sum(test.get("score", 0) for test in results["tests"]) == 60
    assert results["extra_data"]["sandbox"] == "core"
