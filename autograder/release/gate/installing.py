"""The student's zip as a student meets it: installed by its README's line where nothing else is, its first cells run.

One environment is kept, beside the course's other caches, as long as the wheel is the same. What only some questions
use (torch) is not installed with it. Where no index can be reached nothing is known, and the verdict says so: what
could not be tried is a warning, never nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from autograder.cache import Cache, installs_folder, proofs_folder
from autograder.course import Course, Homework
from autograder.release.gate.verdict import Problem
from autograder.release.handout import Cell, handout
from autograder.release.student_zip import student_zip
from autograder.release.tool_wheel import tool_wheel

PIP = ("-m", "pip", "--disable-pip-version-check", "--retries", "1", "--timeout", "20", "install", "--quiet")
FROM_AN_INDEX = ("numpy", "ipykernel")  # whatever else fails, these show that there is an index
LINE = re.compile(r"^ *pip install (.*)$", re.MULTILINE)
INSTALLS, RUNS = 600.0, 180.0  # seconds
READY = "ready"  # a file in an environment that is whole
LEFT_OUT = Problem(
    "", "install", "the student's zip was not installed afresh (--no-install)", "run homework verify without it once"
)


class NotTried(Exception):
    """This machine does not let it be tried; the message is why."""


class Broken(Exception):
    """A student would not get this far; the message is what failed, and on what."""


def install_problems(course: Course, homework: Homework) -> tuple[list[Problem], list[Problem]]:
    """Problems and warnings of the student's zip in an environment of its own.

    Raises:
        ReleaseError: a file is missing or breaks a rule.
    """
    content = student_zip(course, homework)
    cache, name = Cache(proofs_folder(course.root)), f"{homework.name}--install"
    try:
        with tempfile.TemporaryDirectory() as place:
            zipfile.ZipFile(BytesIO(content)).extractall(place)  # ours
            folder = Path(place, homework.name)
            asked = _asked(homework, folder)
            key = hashlib.sha256(content + _key(course, asked).encode()).hexdigest()
            if cache.get(name, key, bool):
                return [], []
            _try(course, homework, folder, environment(course, asked, folder))
    except NotTried as error:
        mend = "make sure that pip reaches an index, and verify again"
        return [], [Problem("", "install", f"the student's zip was not installed afresh: {error}", mend)]
    except Broken as error:
        return [Problem("", "install", str(error), "install the zip in an empty environment by hand, and look")], []
    cache.put(name, key, True)
    return [], []


def environment(course: Course, asked: Sequence[str], folder: Path) -> Path:
    """The Python of an environment in which the zip's line has been run; the one that is kept, if it is of this wheel.

    Args:
        course: beside which it is kept.
        asked: what the line installs.
        folder: the zip, unpacked.

    Raises:
        NotTried: no environment can be made, or no index be reached.
        Broken: the line fails.
    """
    place = installs_folder(course.root) / _key(course, asked)
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if (place / READY).is_file():
        return python
    for old in installs_folder(course.root).glob("*"):
        shutil.rmtree(old, ignore_errors=True)
    try:
        _run([sys.executable, "-m", "venv", str(place)], folder, INSTALLS)
        _run([str(python), *PIP, *FROM_AN_INDEX], folder, INSTALLS)
    except (OSError, Broken) as error:
        shutil.rmtree(place, ignore_errors=True)
        raise NotTried(str(error)) from None
    _run([str(python), *PIP, *asked], folder, INSTALLS)
    (place / READY).touch()
    return python


def _key(course: Course, asked: Sequence[str]) -> str:
    """Of what makes an environment another one: the wheel, the line, the lock, this Python."""
    wheel, lock = tool_wheel(), course.root / "requirements.lock"
    parts = [wheel.content if wheel is not None else b"", lock.read_bytes() if lock.is_file() else b""]
    parts += [repr(asked).encode(), sys.version.encode()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


def _asked(homework: Homework, folder: Path) -> list[str]:
    """What the README's line installs, but for packages of some questions."""
    found = LINE.search((folder / "README.md").read_text(encoding="utf-8"))
    if found is None:
        raise Broken("README.md has no line that begins with pip install")
    heavy = {package for question in homework.questions for package in question.packages} - {"numpy"}
    return [word for word in shlex.split(found[1]) if word not in heavy]


def _try(course: Course, homework: Homework, folder: Path, python: Path) -> None:
    """Runs the setup cell, then the first question untouched and answered, each with its check; then the command."""
    question = next((q for q in homework.questions if set(q.packages) <= {"numpy"}), homework.questions[0])
    given = {cell.name: cell for cell in handout(course, homework).cells}
    answered = {cell.name: cell for cell in handout(course, homework, reference=True).cells}
    check = given[f"{question.name}.check"]
    cells = [given["setup"], given[question.name], check, answered[question.name], check]
    script = files("autograder.release").joinpath("templates/first_cells.py.jinja").read_text(encoding="utf-8")
    said = json.loads(_run([str(python), "-c", script], folder, RUNS, json.dumps([cell.source for cell in cells])))
    for cell, (status, text) in zip(cells, said, strict=True):
        if status != "ok":
            raise Broken(f"the cell {cell.name!r} fails in an environment of its own: {text}")
    _expect(said[2][1], f"- {question.name}: to do", check)
    _expect(said[4][1], "These are the public tests", check)
    command = python.with_name("homework.exe" if os.name == "nt" else "homework")
    _run([str(command), "check", f"{homework.name}.py", "-q", question.name], folder, RUNS, fine=(0, 1))


def _expect(said: str, words: str, cell: Cell) -> None:
    if words not in said:
        raise Broken(f"the cell {cell.name!r} does not say {words!r} in an environment of its own: {said}")


def _run(command: Sequence[str], folder: Path, seconds: float, given: str = "", fine: Sequence[int] = (0,)) -> str:
    """Runs a command as a student would, without what this process has in its environment; what it prints.

    Raises:
        Broken: it fails, or does not end.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    kept |= {"HOMEWORK_LANG": "en", "PYTHONUTF8": "1", "JUPYTER_PLATFORM_DIRS": "1"}
    what = shlex.join([Path(command[0]).name, *command[1:]])[:100]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=kept,
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Broken(f"no end of {what} after {seconds:g} s") from None
    if done.returncode not in fine:
        last = (done.stderr or done.stdout).strip().split("\n")[-1]
        raise Broken(f"{what} fails: {last}")
    return done.stdout
