"""The zip that students download."""

from __future__ import annotations

from autograder.course import Course, Homework
from autograder.release.archive import zip_bytes
from autograder.release.hint_files import hint_files
from autograder.release.layer_files import layer_files
from autograder.release.template import template_files
from autograder.release.tool_wheel import tool_wheel
from autograder.release.trace_files import trace_files


def student_files(course: Course, homework: Homework, language: str = "") -> dict[str, bytes]:
    """What students get, by path: the template's files, and hints and values where the manifest releases some."""
    released = hint_files(course, homework) | layer_files(course, homework) | trace_files(course, homework)
    return template_files(course, homework, language) | released


def student_zip(course: Course, homework: Homework, language: str = "") -> bytes:
    """The student's folder as a zip with the homework's name as its one top folder, in one language or in both.

    With it comes the wheel that installs the tool, unless the manifest says where else it is, or it cannot be built.
    """
    files = student_files(course, homework, language)
    wheel = None if course.manifest.install else tool_wheel()
    if wheel is not None:
        files[wheel.name] = wheel.content
    return zip_bytes({f"{homework.name}/{name}": content for name, content in files.items()})
