"""The only place where a file of the course is executed: references and known mistakes, never a student's file."""

from __future__ import annotations

from pathlib import Path
from traceback import walk_tb
from typing import Any

from autograder.errors import InputError
from autograder.tools import Tool, tool_of


class QuestionError(InputError):
    """A file of a question is missing, raises or breaks a rule; the message names the file."""


class MissingTool(QuestionError):
    """A file of a question imports a library that is not installed here."""

    def __init__(self, path: Path, tool: Tool) -> None:
        super().__init__(f"{path}: {tool.missing} ({tool.install})")
        self.tool = tool


def failed(path: Path, error: BaseException) -> QuestionError:
    """What to tell of a file of ours that could not be executed: which line of it, and why."""
    tool = tool_of(error)
    if tool is not None:
        return MissingTool(path, tool)
    if isinstance(error, SyntaxError):
        return QuestionError(f"{path}{at_line(error.lineno)}: {type(error).__name__}: {error.msg}")
    return QuestionError(f"{path}{at_line(line_of(error, str(path)))}: {type(error).__name__}: {error}")


def line_of(error: BaseException, file: str) -> int | None:
    """The last line of a file that an exception came through; None if it came through none."""
    lines = [number for frame, number in walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    return lines[-1] if lines else None


def at_line(line: int | None) -> str:
    """`, line 3`, if it is known."""
    return f", line {line}" if line else ""


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
        raise failed(path, error) from error
