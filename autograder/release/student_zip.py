"""The zip that students download."""

from __future__ import annotations

from collections.abc import Mapping

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
    """The student's folder, and the tool, under the homework's name; in one language or in both."""
    return with_tool(course, student_files(course, homework, language), homework.name)


def with_tool(course: Course, files: Mapping[str, bytes], folder: str) -> bytes:
    """A zip with these files and the wheel in one top folder.

    There is no wheel if the manifest says where else the tool is, or if it cannot be built.
    """
    wheel = None if course.manifest.install else tool_wheel()
    tool = {} if wheel is None else {wheel.name: wheel.content}
    return zip_bytes({f"{folder}/{name}": content for name, content in (dict(files) | tool).items()})
