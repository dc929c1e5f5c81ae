"""The README of a student's folder: English, then Chinese; or one of them."""

from __future__ import annotations

from autograder.course import LANGUAGES, Course, Homework
from autograder.release.text_templates import fill
from autograder.release.tool_wheel import wheel_name


def readme(course: Course, homework: Homework, language: str = "") -> str:
    """How to start with a homework, for its students; in both languages, if none is named."""
    extra = [package for package in homework.packages if package != "numpy"]
    return fill(
        "README.md",
        name=homework.name,
        title=" / ".join(homework.title[one] for one in LANGUAGES if language in ("", one)),
        language=language,
        question=homework.questions[0].name,
        packages=" ".join([f'"{requirement(course.manifest.install)}"', *extra]),
        beside=not course.manifest.install,
        has_data=bool(homework.data),
        has_written=bool(homework.written),
    )


def requirement(install: str, extra: str = "notebook") -> str:
    """What students give to pip or uv, with an extra of the package.

    Args:
        install: by the manifest: a name on an index, an address, or nothing: the wheel in the zip.
        extra: of the package.
    """
    if not install:
        return f"./{wheel_name()}[{extra}]"
    if "://" in install:
        return f"dl-homework[{extra}] @ {install}"
    return f"{install}[{extra}]"
