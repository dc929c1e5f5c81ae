"""Nothing hidden leaves the house: neither with what students get nor in the wheel."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from autograder.course import Course, Homework
from autograder.engine.suites import SuiteError
from autograder.release.gate.verdict import Problem
from autograder.release.hints import hint_files
from autograder.release.leaks import leaks
from autograder.release.sources import ReleaseError
from autograder.release.template import differences, template_files

COPIED = 5  # lines of one hidden file in one file of the wheel
HIDDEN_ROOMS = ("suites/hidden", "misconceptions/", "solutions/")
TEMPLATE_MEND = "write the folder anew: python -m autograder.release.template"


def packaging_problems(course: Course, homework: Homework) -> list[Problem]:
    """What leaks, and where the committed student folder is not as it should be."""
    try:
        files = template_files(course, homework)
        with contextlib.suppress(ReleaseError, SuiteError):  # of a question, whose own check says it
            files |= hint_files(course, homework)
        found = [
            Problem("", "leak", f"what students get leaks: {line}", "take it out of what students get")
            for line in leaks(course, homework, files)
        ]
        found += [
            Problem("", "template", line, TEMPLATE_MEND)
            for line in differences(course, homework, course.template(homework.name))
        ]
        return found + _wheel_problems(course, homework)
    except ReleaseError as error:
        return [Problem("", "files", f"{error.file}: {error.what}", error.mend)]


def _wheel_problems(course: Course, homework: Homework) -> list[Problem]:
    """A course without a pyproject.toml makes no wheel."""
    if not (course.root / "pyproject.toml").is_file():
        return []
    try:
        content = wheel_files(course.root)
    except ImportError:
        return [Problem("", "wheel", "hatchling is not installed", "pip install 'dl-homework[gate]'")]
    except Exception as error:  # hatchling's own, of many kinds
        return [Problem("", "wheel", f"cannot be built: {type(error).__name__}: {error}", "mend pyproject.toml")]
    return wheel_leaks(course, homework, content)


def wheel_leaks(course: Course, homework: Homework, content: dict[str, bytes]) -> list[Problem]:
    """What a wheel of this content gives away."""
    mend = "exclude it in pyproject.toml, [tool.hatch.build.targets.wheel]"
    inside = [name for name in content if any(room in f"{name}" for room in HIDDEN_ROOMS)]
    found = [Problem("", "wheel", f"the wheel holds {name}", mend) for name in inside]
    text = {name: data for name, data in content.items() if name not in inside}
    lines = leaks(course, homework, text)
    # A line or two that a suite shares with the package (an import, a loop) is no copy of the suite; a solution's is.
    places = Counter(_place(line) for line in lines)
    return found + [
        Problem("", "wheel", f"the wheel leaks: {line}", "take it out of the package")
        for line in lines
        if "holds a line of the solution of" in line or places[_place(line)] >= COPIED
    ]


def _place(line: str) -> tuple[str, ...]:
    """The file that leaks, and what it leaks of."""
    return tuple(line.split(": ")[:2])


def wheel_files(root: Path) -> dict[str, bytes]:
    """Builds the wheel of the project in `root` and returns what it holds, by path.

    Raises:
        ImportError: hatchling is not installed.
    """
    from hatchling.builders.wheel import WheelBuilder

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        made = [Path(path) for path in WheelBuilder(str(root)).build(directory=folder, versions=["standard"])]
        with zipfile.ZipFile(made[0]) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/")}
