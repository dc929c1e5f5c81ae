"""The tutorials are followed: every command is run, every file written, and what a page shows is said.

A student's is followed in tests/student/test_student_page.py, in both languages.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs import page
from tests.docs.page import Command, File

pytestmark = pytest.mark.slow

PROGRAMS = {
    "homework": [sys.executable, "-m", "autograder.cli"],
    "pytest": [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
    "ruff": [sys.executable, "-m", "ruff"],
}
LIGHT = {"verify": ["--seeds", "2", "--jobs", "1"], "grade": ["--jobs", "1"]}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "HOMEWORK_COURSE"}
# What the grader's page speaks of; the other five files of the class are graded by tests/test_sample_class.py.
SPOKEN_OF = ("Müller.py", "Tanaka.ipynb", "priya.raman.ipynb")


class Reader:
    """Follows a page in a folder, in a terminal's way."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = ENVIRONMENT | {"PYTHONPATH": str(page.ROOT), "HOMEWORK_LANG": "en"} | environment

    def run(self, command: Command, *more: str, status: int = 0) -> str:
        """Runs a line; fails if it ends otherwise, or does not say what the page shows."""
        name, *words = shlex.split(command.line)
        if name == "cd":
            self.folder /= words[0]
            return ""
        line = [*PROGRAMS.get(name, [name]), *words, *LIGHT.get(words[0] if words else "", ()), *more]
        done = subprocess.run(
            line, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", timeout=600
        )
        said = done.stdout + done.stderr
        assert done.returncode == status, f"{command.line}: {said}"
        plain = narrow(said)
        assert [shown for shown in command.shown if narrow(shown) not in plain] == [], f"{command.line}: {said}"
        return said

    def write(self, file: File) -> None:
        """Writes a file in the place of the one that was scaffolded."""
        path = self.folder / file.name
        assert path.is_file(), file.name
        path.write_text(file.content, encoding="utf-8")


def narrow(text: str) -> str:
    """Without the blanks that make columns, which are as wide as what else is in them."""
    return re.sub(r"(?<=\S) +", " ", text)


def test_a_grader_goes_from_a_folder_of_submissions_to_what_is_sent_back(tmp_path):
    for name in SPOKEN_OF:
        (tmp_path / "examples/class/losses").mkdir(parents=True, exist_ok=True)
        shutil.copy(page.ROOT / "examples/class/losses" / name, tmp_path / "examples/class/losses" / name)
    text = (
        page.text("tutorial-grader.md")
        .replace("\n8 filled,", "\n3 filled,")
        .replace("\n8 with feedback", "\n3 with feedback")
    )
    reader = Reader(tmp_path, HOMEWORK_COURSE=str(page.ROOT))
    commands = page.commands(text)
    run = {command.line.split()[1] for command in commands if command.line.startswith("homework ")}
    assert run == {"doctor", "intake", "grade", "explain", "adjust", "similar", "export", "total"}
    for command in commands:
        reader.run(command)
    for file in ("report.html", "students/Müller.html", "adjustments.csv", "staff/similar.html"):
        assert (tmp_path / "marks" / file).is_file()
    assert "86.2" in (tmp_path / "total.csv").read_text(encoding="utf-8-sig")
    assert all((tmp_path / name).stat().st_size for name in ("upload.csv", "feedback.zip"))


def test_an_instructor_goes_from_nothing_to_a_graded_homework(tmp_path):
    reader = Reader(tmp_path)
    steps = page.steps(page.text("tutorial-instructor.md"))
    written = [step.name for step in steps if isinstance(step, File)]
    assert len(written) == 6
    for step in steps:
        if isinstance(step, File) and step.name == "assignment/course.toml":
            manifest = reader.folder / step.name
            section = manifest.read_text(encoding="utf-8").rpartition("[[homework.question]]")
            assert 'name = "spread"' in section[2] and "draft = true" in section[2] and '"TODO"' in section[2]
            manifest.write_text(section[0] + step.content, encoding="utf-8")
        elif isinstance(step, File):
            reader.write(step)
            written.remove(step.name)
        elif step.line == "homework verify first -q spread" and len(written) > 1:
            assert "unfinished: solutions/first/spread.py" in reader.run(step, status=1)
        elif step.line.startswith("homework verify"):
            reader.run(step, *([] if "-q" in step.line else ["--no-install"]))
        elif step.line.startswith("homework grade"):
            (reader.folder / "class").mkdir()
            shutil.copy(reader.folder / "student_template/first/first.py", reader.folder / "class/ann.py")
            assert "ann\tgraded\t0\t100" in reader.run(step)
        else:
            reader.run(step)
    assert written == ["assignment/course.toml"]
    assert list((tmp_path / "numbers/zips/to-students").glob("first-*.zip"))


def test_a_contributor_goes_from_a_clone_to_a_mistake_with_a_name(tmp_path):
    clone = tmp_path / "dl-homework"
    for name in ("assignment", "autograder", "benchmarks", "solutions", "student_template", "tests"):
        shutil.copytree(page.ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(page.ROOT / "pyproject.toml", clone)
    reader = Reader(clone, PYTHONPATH=str(clone))
    steps = page.steps(page.text("tutorial-contributor.md"))
    first, second = (step for step in steps if isinstance(step, File))
    before = (clone / first.name).read_text(encoding="utf-8")
    for step in steps:
        if isinstance(step, File):
            path = clone / step.name
            path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n\n{step.content}", encoding="utf-8")
        elif step.line.startswith("homework verify"):
            (clone / first.name).write_text(before, encoding="utf-8")
            known = (clone / second.name).read_text(encoding="utf-8").count("\n@misconception(")
            assert f" {known}/{known} " in reader.run(step)
        else:
            reader.run(step)
