"""The family of errors that people are told in one line, each class with the exit status of a command it ends.

    HomeworkError
    ├── NotRight             1    the thing asked about is not right
    ├── InputError           2    wrong usage, or a file that cannot be used
    ├── MachineError         3    this machine, or a process of ours, failed
    └── Interrupted        130

Whatever else a command raises is a fault of the program: status 3, and the traceback under `HOMEWORK_DEBUG`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    NOT_RIGHT = 1
    USAGE = 2
    FAULT = 3
    INTERRUPTED = 130  # the shells' convention for Ctrl-C


class HomeworkError(Exception):
    """Something that a person can mend; the message is one line: what, where, what to do."""

    exit: ClassVar[Exit] = Exit.FAULT


class NotRight(HomeworkError):
    """What was asked about is not right."""

    exit = Exit.NOT_RIGHT


class InputError(HomeworkError):
    """What was given cannot be used: an option, a file, a folder."""

    exit = Exit.USAGE


class MachineError(HomeworkError):
    """This machine does not offer what is needed, or a process of ours ended; nobody's input is wrong."""

    exit = Exit.FAULT


class Interrupted(HomeworkError):
    """Somebody pressed Ctrl-C; the message says what is kept."""

    exit = Exit.INTERRUPTED
