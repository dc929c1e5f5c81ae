"""Reads the course's files, and says what is wrong with them."""

from __future__ import annotations

from pathlib import Path

from autograder.course import MANIFEST, Course
from autograder.errors import InputError


class ReleaseError(InputError):
    """Something cannot be released; the message is one line: the file, what is wrong with it, and the mend."""

    def __init__(self, file: str | Path, what: str, mend: str) -> None:
        super().__init__(f"{file}: {what}; {mend}")
        self.file = str(file)
        self.what = what
        self.mend = mend


def shown(course: Course, path: Path) -> str:
    """The path as messages show it: relative to the course, with forward slashes."""
    return path.relative_to(course.root).as_posix() if path.is_relative_to(course.root) else path.as_posix()


def read_bytes(course: Course, path: Path) -> bytes:
    """A file of the course.

    Raises:
        ReleaseError: it is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReleaseError(shown(course, path), "is missing", f"write it, or take it out of {MANIFEST}") from None
    except OSError as error:
        raise ReleaseError(shown(course, path), f"cannot be read: {error.strerror}", "make it readable") from None


def read_text(course: Course, path: Path) -> str:
    """A text file of the course with LF line ends and one final newline, whatever the checkout made of it.

    Raises:
        ReleaseError: it is missing, or not UTF-8.
    """
    try:
        text = read_bytes(course, path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReleaseError(shown(course, path), "is not UTF-8", "save it as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
