"""The zip of reference solutions, for after the deadline: the handout with every answer filled in, and nothing hidden.

Its notebook and its script are those that the gate grades: they run where the homework runs, and earn every point.
"""

from __future__ import annotations

from autograder.course import Course, Homework, spoken
from autograder.release.about import about
from autograder.release.handout import handout
from autograder.release.readme import needed
from autograder.release.render import notebook_bytes, script_bytes
from autograder.release.student_zip import with_tool
from autograder.release.template import template_files
from autograder.release.text_templates import fill


def solutions_files(course: Course, homework: Homework, language: str = "") -> dict[str, bytes]:
    """The student's folder with the answers filled in, by path; its README says what it is.

    Raises:
        ReleaseError: a file is missing or breaks a rule.
    """
    document = handout(course, homework, reference=True, language=language)
    return template_files(course, homework, language) | {
        "README.md": _readme(course, homework, language).encode(),
        f"{homework.name}.ipynb": notebook_bytes(document),
        f"{homework.name}.py": script_bytes(document),
    }


def solutions_zip(course: Course, homework: Homework, language: str = "") -> bytes:
    """The zip, with one top folder that is not called as the student's own."""
    return with_tool(course, solutions_files(course, homework, language), f"{homework.name}-solutions")


def _readme(course: Course, homework: Homework, language: str) -> str:
    languages = (language,) if language else homework.languages
    return fill(
        "solutions.md",
        name=homework.name,
        title=" / ".join(homework.title[one] for one in languages),
        languages=spoken(languages),
        about=about(course, homework, languages),
        has_written=bool(homework.written),
        packages=needed(course, homework),
    )
