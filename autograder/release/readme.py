"""The README of a student's folder, in those of the course's languages that the program speaks."""

from __future__ import annotations

from autograder.course import Course, Homework
from autograder.homework import PACKAGES
from autograder.release.about import about, honesty
from autograder.release.text_templates import fill
from autograder.release.tool_wheel import wheel_name
from autograder.texts import spoken


def readme(course: Course, homework: Homework, language: str = "") -> str:
    """How to start with a homework, for its students; in all its languages, if none is named."""
    languages = (language,) if language else homework.languages
    hinted = [q.name for q in homework.questions if course.hint_layers(homework.name, q.name).is_file()]
    return fill(
        "README.md",
        name=homework.name,
        title=" / ".join(homework.title[one] for one in languages),
        languages=spoken(languages),
        about=about(course, homework, languages),
        honesty=honesty(course, languages),
        question=homework.questions[0].name,
        packages=needed(course, homework),
        beside=not course.manifest.install,
        has_data=bool(homework.data),
        has_written=bool(homework.written),
        has_hints=homework.hint_layers and bool(hinted),
        hinted=hinted[0] if hinted else "",
        has_mistakes=any(question.released for question in homework.questions),
        english_code=language == "zh" and "en" in homework.languages,
    )


def needed(course: Course, homework: Homework) -> str:
    """What students install for a homework, as they type it."""
    extra = [PACKAGES[package] for package in homework.packages if package != "numpy"]
    return " ".join([f'"{requirement(course.manifest.install)}"', *extra])


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
