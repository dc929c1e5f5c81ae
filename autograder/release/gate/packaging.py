"""Nothing hidden is given out, neither with what students get nor in the wheel, and the student folder is in step."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Sequence

from autograder.course import Course, Homework
from autograder.questions.trusted import QuestionError
from autograder.release.gate.verdict import Problem
from autograder.release.hint_files import hint_files
from autograder.release.leaks import leaks
from autograder.release.sources import ReleaseError
from autograder.release.template import STRAY, differences, template_files
from autograder.release.tool_wheel import wheel_files
from autograder.release.trace_files import foreign_values, trace_files
from autograder.tools import TOOLS

COPIED = 5  # lines of one hidden file in one file of the wheel make a copy
HIDDEN_ROOMS = ("suites/hidden", "misconceptions/", "solutions/")
TEMPLATE_MEND = "write the folder anew: homework template"
SHOWN = 3  # files that are named


def packaging_problems(course: Course, homework: Homework) -> list[Problem]:
    """What leaks, and where the committed student folder is not as it should be."""
    try:
        files = template_files(course, homework)
        with contextlib.suppress(ReleaseError, QuestionError):  # the question's own check reports it
            files |= hint_files(course, homework)
        with contextlib.suppress(ReleaseError, QuestionError):
            files |= trace_files(course, homework)
        found = [
            Problem("", "leak", f"what students get leaks: {line}", "take it out of what students get")
            for line in (*leaks(course, homework, files), *foreign_values(course, homework, files))
        ]
        if not homework.draft:  # what is a draft has no folder for students
            found += stale(homework, differences(course, homework, course.template(homework.name)))
        return found + _wheel_problems(course, homework)
    except ReleaseError as error:
        return [Problem("", "files", f"{error.file}: {error.what}", error.mend)]


def stale(homework: Homework, lines: Sequence[str]) -> list[Problem]:
    """What is not as it would be written, as one thing, which one command mends; and each file that is stray."""
    where = f"student_template/{homework.name}/"
    strays = [line for line in lines if line.endswith(STRAY)]
    others = [line for line in lines if line not in strays]
    found = [Problem("", "template", line, "delete it, or put it where it belongs") for line in strays]
    if len(others) == 1:
        found.append(Problem("", "template", others[0], TEMPLATE_MEND))
    elif others:
        names = ", ".join(line.removeprefix(where) for line in others[:SHOWN])
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        what = f"{where}: {len(others)} files are not as they would be written ({names}{more})"
        found.append(Problem("", "template", what, TEMPLATE_MEND))
    return found


def _wheel_problems(course: Course, homework: Homework) -> list[Problem]:
    """What the wheel gives away; a course without a pyproject.toml has none."""
    if not (course.root / "pyproject.toml").is_file():
        return []
    try:
        content = wheel_files(course.root)
    except ImportError:
        return [Problem("", "tool", TOOLS["hatchling"].missing, TOOLS["hatchling"].install)]
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
    # A line or two that a suite shares with the package (an import, a loop) do not make a copy of it; a line of a
    # solution is one too many.
    places = Counter(_place(line) for line in lines)
    return found + [
        Problem("", "wheel", f"the wheel leaks: {line}", "take it out of the package")
        for line in lines
        if "holds a line of the solution of" in line or places[_place(line)] >= COPIED
    ]


def _place(line: str) -> tuple[str, ...]:
    """The file that leaks, and what it leaks of."""
    return tuple(line.split(": ")[:2])
