"""The gate installs the student's zip afresh: what fails there is a problem, what cannot be tried a warning."""

import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from gate_course import write_gate_course

from autograder import cli
from autograder.course import find_course
from autograder.release.gate import installing, verify
from autograder.release.gate.installing import Broken, install_problems
from autograder.release.student_zip import student_zip

RIGHT = [["ok", ""], ["ok", ""], ["ok", "- centre: to do"], ["ok", ""], ["ok", "These are the public tests; ..."]]


@pytest.fixture
def course(tmp_path):
    return write_gate_course(tmp_path)


@pytest.fixture
def machine(monkeypatch):
    """In the place of every process: what each command was, and how the ones that begin so end."""

    class Machine:
        def __init__(self):
            self.commands, self.fails, self.cells = [], {}, RIGHT

        def run(self, command, folder, seconds, given="", fine=(0,)):
            self.commands.append(command)
            line = " ".join(command[1:])
            for part, why in self.fails.items():
                if part in line:
                    raise Broken(why)
            if line.startswith("-m venv"):
                Path(command[-1]).mkdir(parents=True)
            return json.dumps(self.cells) if given else ""

    made = Machine()
    monkeypatch.setattr(installing, "_run", made.run)
    return made


def tried(course):
    return install_problems(course, course.homework("vectors"))


def test_the_same_zip_is_not_tried_twice_and_the_same_wheel_not_installed_twice(course, machine):
    assert tried(course) == ([], [])
    assert [c[1:3] for c in machine.commands[:3]] == [["-m", "venv"], ["-m", "pip"], ["-m", "pip"]]
    assert machine.commands[2][-1].endswith(".whl[notebook]")
    count = len(machine.commands)
    assert tried(course) == ([], []) and len(machine.commands) == count
    prompt = course.prompt("vectors", "centre", "en")
    prompt.write_text(prompt.read_text() + "\nMore.\n")
    assert tried(course) == ([], [])
    assert not any("venv" in command or "pip" in command for command in machine.commands[count:])


def test_without_an_index_the_verdict_warns_and_nothing_is_kept(course, machine):
    machine.fails = {"install --quiet numpy ipykernel": "pip fails: no route to host"}
    problems, (warning,) = tried(course)
    assert problems == []
    assert warning.what == "the student's zip was not installed afresh: pip fails: no route to host"
    machine.fails = {}
    assert tried(course) == ([], [])


@pytest.mark.parametrize(
    ("fails", "cells", "said"),
    [
        ({".whl": "pip fails: no such extra"}, RIGHT, "pip fails: no such extra"),
        ({"check vectors.py": "homework fails"}, RIGHT, "homework fails"),
        ({}, [["error", "ImportError: x"], *RIGHT[1:]], "the cell 'setup' fails in an environment of its own: ImportE"),
        ({}, [*RIGHT[:2], ["ok", "no tests are there"], *RIGHT[3:]], "'centre.check' does not say '- centre: to do'"),
        ({}, [*RIGHT[:4], ["ok", "✗ centre: wrong"]], "'centre.check' does not say 'These are the public tests'"),
    ],
)
def test_what_a_student_would_meet_is_a_problem(course, machine, fails, cells, said):
    machine.fails, machine.cells = fails, cells
    (problem,), warnings = tried(course)
    assert problem.check == "install" and said in problem.what and warnings == []


def test_torch_is_not_installed_for_it():
    course = find_course()
    folder = course.template("convnets")
    assert (folder / "README.md").read_text(encoding="utf-8").count("torch\n") == 2
    (wheel,) = installing._asked(course.homework("convnets"), folder)
    assert wheel.endswith(".whl[notebook]")


def test_leaving_it_out_is_said_in_the_verdict_and_at_the_release(course, monkeypatch):
    monkeypatch.chdir(course.root)
    verdict = verify(course, "vectors", seeds=1, sandbox="auto", workers=2)
    assert verdict.passed
    assert [warning.what for warning in verdict.warnings if warning.check == "install"] == [
        "the student's zip was not installed afresh (--no-install)"
    ]
    run = CliRunner().invoke
    assert run(cli.main, ["verify", "vectors", "--seeds", "1", "--no-install"]).exit_code == 0
    released = run(cli.main, ["release", "vectors", "--out", str(course.root / "out")])
    assert released.exit_code == 0
    assert "warning: the student's zip was not installed afresh (--no-install)" in released.output


@pytest.mark.slow
def test_a_real_zip_runs_in_a_real_environment_and_a_spoilt_one_does_not(course, tmp_path):
    homework = course.homework("vectors")
    problems, warnings = install_problems(course, homework)
    if warnings:
        pytest.skip(warnings[0].what)
    assert problems == []
    zipfile.ZipFile(BytesIO(student_zip(course, homework))).extractall(tmp_path / "again")
    folder = tmp_path / "again" / "vectors"
    python = installing.environment(course, installing._asked(homework, folder), folder)
    assert python.is_file() and course.root in python.parents
    installing._try(course, homework, folder, python)
    shutil.rmtree(folder / "tests")
    with pytest.raises(Broken, match=r"does not say '- centre: to do'.*no tests are there"):
        installing._try(course, homework, folder, python)
