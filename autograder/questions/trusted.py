"""The only place where a file of the course is executed: references and known mistakes, never a student's file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autograder.errors import InputError


class QuestionError(InputError):
    """A file of a question is missing, raises or breaks a rule; the message names the file."""


def read_source(path: Path) -> str:
    """A Python file of the course.

    Raises:
        QuestionError: it is missing, unreadable or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QuestionError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise QuestionError(f"{path}: is not UTF-8") from None


def namespace_of(source: str, name: str, file: str = "") -> dict[str, Any]:
    """What a source of ours defines; its exceptions pass through.

    Args:
        source: Python.
        name: what it finds as its `__name__`.
        file: shown in tracebacks.
    """
    namespace: dict[str, Any] = {"__name__": name}
    exec(compile(source, file or name, "exec", dont_inherit=True), namespace)  # noqa: S102
    return namespace


def execute(path: Path) -> dict[str, Any]:
    """What a file of the course defines.

    Raises:
        QuestionError: it cannot be read, or raises.
    """
    source = read_source(path)
    try:
        return namespace_of(source, path.stem, str(path))
    except (Exception, SystemExit) as error:
        raise QuestionError(f"{path}: {type(error).__name__}: {error}") from error
