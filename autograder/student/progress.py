"""What is said while a check runs: on a terminal which question, at once; elsewhere only that something takes long."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from autograder.reports.escape import for_terminal
from autograder.student.check import Checked, Doing, steps
from autograder.student.processes import Cold
from autograder.student.screen import is_dumb

QUIET = 0.3  # seconds before anything is shown
CLEAR = "\r\x1b[K"
LONG = 1.0  # seconds after which it is said what is running, where there is no terminal
WORDS = {
    "en": {
        "": "starting Python and the tests",
        "load": "running {file}",
        "cell": "running {file}, {place}",
        "case": "{name}",
        "call": "{name}",
        "probe": "{name}: looking for a known mistake",
        "trace": "{name}: looking for the first wrong value",
        "long": "still running after {seconds:.0f} s: {what}",
        "line": "line {line}",
        "block": "code cell {cell}, line {line}",
    },
    "zh": {
        "": "正在启动 Python 并载入测试",
        "load": "正在运行 {file}",
        "cell": "正在运行 {file}，{place}",
        "case": "{name}",
        "call": "{name}",
        "probe": "{name}：正在比对已知错误",
        "trace": "{name}：正在寻找最先出错的值",
        "long": "已运行 {seconds:.0f} 秒，仍在运行：{what}",
        "line": "第 {line} 行",
        "block": "第 {cell} 个代码单元格第 {line} 行",
    },
}


def says(doing: Doing, file: Path, lang: str) -> str:
    """What is running, in words."""
    words = WORDS[lang]
    place = ""
    if doing.what == "cell":
        cell, line, _ = map(int, doing.name.split(", "))
        place = words["block" if cell else "line"].format(cell=cell, line=line)
    name = doing.name.replace("public: ", "")
    return for_terminal(words[doing.what].format(file=file.name, place=place, name=name), 100)


def check(file: Path, tests: list[Path], lang: str) -> Checked:
    """Runs a check to its end, and says on standard error what is running."""
    line = _Line() if sys.stderr.isatty() and not is_dumb() else None
    checked = Checked(file)
    began = time.monotonic()
    long: Doing | None = None
    try:
        for checked in steps(file, tests, lang, processes=Cold(line.printed if line is not None else None)):
            doing, now = checked.doing, time.monotonic()
            text = says(doing, file, lang)
            if now - doing.since > LONG:
                text = WORDS[lang]["long"].format(seconds=now - doing.since, what=text)
            if line is not None and now - began > QUIET:
                line.show(text)
            elif line is None and doing.what and doing is not long and now - doing.since > LONG:
                long = doing
                sys.stderr.write(f"{text}\n")
                sys.stderr.flush()
    finally:
        if line is not None:
            line.show("")
    return checked


class _Line:
    """One line at the foot of a terminal; what the student's file prints comes above it."""

    def __init__(self) -> None:
        self._text = ""
        self._lock = threading.Lock()

    def show(self, text: str) -> None:
        """In the place of what it was."""
        if text != self._text:
            with self._lock:
                sys.stderr.write(f"{CLEAR}{text}")
                sys.stderr.flush()
                self._text = text

    def printed(self, more: bytes) -> None:
        """Hands on what the file prints."""
        with self._lock:
            if self._text:
                sys.stderr.write(CLEAR)
            self._text = ""
            sys.stderr.write(more.decode("utf-8", "replace"))
            sys.stderr.flush()
