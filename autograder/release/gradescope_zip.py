"""The zip for Gradescope: this engine as an autograder, where students' code stays in a sandbox.

It holds one homework with all that is hidden of it, the wheel of the program, the versions that it was made with, and
two scripts. Each submission is graded as in `autograder.gradescope.run`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution

from autograder.course import MANIFEST, Course, Homework
from autograder.release.archive import zip_bytes
from autograder.release.sources import read_bytes
from autograder.release.text_templates import fill
from autograder.release.tool_wheel import tool_wheel

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"  # the versions of the libraries were chosen for it
EXTRA = "grade"
PENDING = {
    "output": "This submission is being graded, or the grader was ended before it could finish (out of memory, out of "
    "time). That is no mark. / 正在评分，或评分程序中途被终止（内存或时间不足）。这不是成绩。",
    "visibility": "visible",
    "stdout_visibility": "hidden",
    "tests": [{"name": "Autograder", "status": "failed", "visibility": "hidden", "output": "it did not finish"}],
}
README = """\
{title}: the autograder of `{name}` for Gradescope. For the staff only: references and hidden tests are in it.

Upload this zip as it is (Configure Autograder, "Zip file upload"; base image Ubuntu 22.04). Building the image takes a
few minutes: it brings its own Python {python} and the versions in requirements.txt.

Students see public tests at once. What rests on hidden tests (each question's points, named mistakes, remarks) is shown
{when}. A fault of the grader is no mark. Each student's inputs are those that `homework grade` draws for an
export from Gradescope, so that a regrade there gives the same marks.
"""
WHEN = {
    "never": "to nobody but the staff",
    "after_due_date": "after the due date",
    "after_published": "when marks are published",
}


def gradescope_zip(course: Course, homework: Homework) -> bytes | None:
    """The zip; None where the wheel of this program cannot be built.

    Raises:
        ReleaseError: a file that the manifest asks for is missing.
    """
    wheel = tool_wheel()
    if wheel is None:
        return None
    words = {"title": homework.title["en"], "name": homework.name, "python": PYTHON}
    files = {f"course/{name}": content for name, content in course_files(course, homework).items()}
    files |= {
        wheel.name: wheel.content,
        "requirements.txt": "".join(f"{line}\n" for line in pinned()).encode(),
        "setup.sh": fill("gradescope/setup.sh", python=PYTHON, wheel=wheel.name).encode(),
        "run_autograder": fill("gradescope/run_autograder").encode(),
        "pending.json": json.dumps(PENDING, ensure_ascii=False, indent=1).encode(),
        "README.txt": README.format(**words, when=WHEN[homework.show_hidden]).encode(),
    }
    return zip_bytes(files, executable=("setup.sh", "run_autograder"))


def course_files(course: Course, homework: Homework) -> dict[str, bytes]:
    """A course of that homework alone, by path."""
    rooms = [course.root / "assignment" / homework.name, course.root / "solutions" / homework.name]
    for question in homework.questions:
        suite, known = course.hidden_suite(homework.name, question.name), course.misconceptions(homework.name, "")
        rooms += [suite.parent, course.public_suite(homework.name, question.name).parent, known.parent]
    found = {}
    for room in dict.fromkeys(rooms):
        for path in sorted(room.rglob("*")) if room.is_dir() else ():
            if path.is_file() and "__pycache__" not in path.parts:
                found[path.relative_to(course.root).as_posix()] = read_bytes(course, path)
    names = course.case_names(homework.name)
    if names.is_file():
        found[names.relative_to(course.root).as_posix()] = read_bytes(course, names)
    return found | {MANIFEST: manifest_of(course, homework)}


def manifest_of(course: Course, homework: Homework) -> bytes:
    """The manifest with that homework alone, and without what it builds on in others; its comments stay."""
    import tomlkit

    document = tomlkit.parse(read_bytes(course, course.root / MANIFEST).decode("utf-8"))
    entries = document["homework"]
    for index in range(len(entries) - 1, -1, -1):
        if entries[index]["name"] != homework.name:
            del entries[index]
    for item in (*entries[0].get("question", ()), *entries[0].get("written", ())):
        if "needs" in item:
            item["needs"] = [name for name in item["needs"] if "/" not in name]
    return tomlkit.dumps(document).encode()


@cache
def pinned() -> tuple[str, ...]:
    """What grading needs, at the versions that are installed here: what the marks were tried with."""
    found = {f"{name}=={version}" for name, version in _installed("dl-homework", EXTRA) if name != "dl-homework"}
    return tuple(sorted(found))


def _installed(root: str, extra: str) -> Iterator[tuple[str, str]]:
    """A distribution and all that it needs, with that extra."""
    from packaging.requirements import Requirement

    left: list[tuple[str, frozenset[str]]] = [(root, frozenset([extra]))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while left:
        name, extras = left.pop()
        key = (_canonical(name), extras)
        if key in seen:
            continue
        seen.add(key)
        try:
            found = distribution(name)
        except PackageNotFoundError:  # for another system
            continue
        yield _canonical(name), found.version.partition("+")[0]
        for line in found.requires or ():
            requirement = Requirement(line)
            asked = extras or frozenset([""])
            if requirement.marker is None or any(requirement.marker.evaluate({"extra": one}) for one in asked):
                left.append((requirement.name, frozenset(requirement.extras)))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
