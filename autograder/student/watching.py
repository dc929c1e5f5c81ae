"""What a student's code does that is not possible when it is graded, noticed while it happens.

On a student's own machine it works: a file is written, read from beside the homework, a process started. In the sandbox
it fails, so `homework check` says so.
"""

from __future__ import annotations

import contextlib
import os
import site
import sys
import sysconfig
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from autograder.questions.remarks import placed
from autograder.results import Message
from autograder.student.places import Places

NOTES = 5
WORDS: Mapping[str, tuple[str, str]] = {
    "writes": (
        "writes a file{name}: this is not possible when it is graded",
        "写入文件{name}：评分时无法写文件",
    ),
    "reads": (
        "reads a file{name}: when it is graded, only the homework's own data folder can be read",
        "读取文件{name}：评分时只能读取作业自带的 data 文件夹",
    ),
    "starts": (
        "starts a process{name}: this is not possible when it is graded",
        "启动了新进程{name}：评分时无法启动进程",
    ),
    "connects": (
        "opens a network connection or a socket: this is not possible when it is graded",
        "打开了网络连接或套接字：评分时无法联网",
    ),
    "asks": (
        "asks for input: nobody answers when it is graded, and input() raises EOFError",
        "等待键盘输入：评分时没有人输入，input() 会抛出 EOFError",
    ),
}
STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty",
          "os.startfile", "pty.spawn", "_winapi.CreateProcess")  # fmt: skip
CHANGES = ("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.link", "os.symlink",
           "shutil.copyfile", "shutil.move", "shutil.rmtree", "sqlite3.connect")  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """Looks at what the interpreter audits, and tells of what a student's own line has done."""

    def __init__(self, file: Path, tell: Callable[[Message], None]) -> None:
        """Begins to watch; a hook cannot be taken out again, so this is for a process of one file.

        Args:
            file: the student's; the homework's data lie beside it.
            tell: what is to be done with a note.
        """
        self.places: Places | None = None  # known once the file is compiled
        self._tell = tell
        self._told: set[tuple[str, int, int]] = set()
        self._busy = False
        self._readable = [_real(folder) for folder in [*_libraries(), str(file.parent / "data")]]
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self._busy or self.places is None or len(self._told) >= NOTES:
            return
        if event == "import":  # the only thing that multiprocessing audits on every system, as it starts a process
            if not str(args[0]).startswith("multiprocessing.popen_"):
                return
            event, args = "os.fork", ()
        if event != "open" and event not in STARTS and event not in CHANGES and event not in OTHERS:
            return
        self._busy = True
        try:
            self._look(event, args, sys._getframe(1))
        except Exception:  # whatever a note costs, the student's own call goes on
            if os.environ.get("HOMEWORK_DEBUG"):
                raise
        finally:
            self._busy = False

    def _look(self, event: str, args: tuple[Any, ...], frame: FrameType) -> None:
        spot = self._student_s(frame)
        if spot is None:
            return
        kind, name = self._what(event, args)
        if kind and (kind, *spot) not in self._told:
            self._told.add((kind, *spot))
            en, zh = WORDS[kind]
            said = Message(
                en.replace("{name}", f" ({name})" if name else ""), zh.replace("{name}", f"（{name}）" if name else "")
            )
            self._tell(placed(*spot, said))

    def _student_s(self, frame: FrameType | None) -> tuple[int, int] | None:
        """The innermost line of the file on the stack; none if it is only importing something."""
        helper = False
        while frame is not None:
            name = frame.f_code.co_filename
            if "importlib" in name and not helper:
                return None
            helper = helper or (name.startswith("<") and name.endswith(".py>"))  # a module of the student's own
            spot = self.places.spot(frame.f_code, frame.f_lineno) if self.places is not None else None
            if spot is not None:
                return spot.cell, spot.line
            frame = frame.f_back
        return None

    def _what(self, event: str, args: tuple[Any, ...]) -> tuple[str, str]:
        """The kind of note and what it names; no kind if nothing is to be said."""
        if event in OTHERS:
            return OTHERS[event], ""
        if event in STARTS:
            program = args[0] if args and isinstance(args[0], str) else ""
            return "starts", _base(program) if program else ""
        if event in CHANGES:
            return "writes", _base(args[0])
        path, mode, flags = args
        if isinstance(path, int) or path is None:  # a descriptor that is open
            return "", ""
        real = _real(os.fsdecode(path))
        if os.fsdecode(path) == os.devnull or real.startswith(("/dev/", "/usr/share/zoneinfo")):
            return "", ""
        if (isinstance(mode, str) and set(mode) & {*"wax+"}) or (isinstance(flags, int) and flags & WRITING):
            return "writes", _base(path)
        if any(real.startswith(folder + os.sep) for folder in self._readable) or not os.path.exists(real):  # noqa: PTH110
            return "", ""
        return "reads", _base(path)


OTHERS: Mapping[str, str] = {
    "socket.__new__": "connects",
    "socket.connect": "connects",
    "builtins.input": "asks",
}


def _real(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _base(path: object) -> str:
    with contextlib.suppress(TypeError, ValueError):
        return os.path.basename(os.fsdecode(path)) or os.fsdecode(path)  # type: ignore[arg-type]  # noqa: PTH119
    return "?"


def _libraries() -> Iterable[str]:
    """Folders of Python and its packages."""
    yield from (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values())
    with contextlib.suppress(AttributeError):  # in an old virtual environment
        yield from (*site.getsitepackages(), site.getusersitepackages())
