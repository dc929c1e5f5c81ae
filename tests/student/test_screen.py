"""What a terminal is sent: no colours where they are not wanted, lines that fit, a word where the file is gone."""

import contextlib
import os
import subprocess
import sys
import time

import pytest
from rich.cells import cell_len

from autograder.student import saves
from autograder.student.screen import broken, is_dumb, wants_colours
from tests.student.test_check import RIGHT, handout  # noqa: F401 - a fixture

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="has no pty")
WRONG = RIGHT.replace("x * x", "x + x")
ESCAPE = "\x1b["
COLOUR = "\x1b[31m"
CLEARED = "\x1b[2J"
HINTS = [
    "    the value is twice what is expected, in every case so far: is a factor of 2 left over from the derivative?",
    "    所有元素都恰好是期望值的 2 倍：求导时是不是漏掉了一个因子，或者对批次求和之后忘了除以样本数？请检查平均。",
]


class Terminal:
    """A command on a terminal of 60 columns."""

    def __init__(self, folder, *args, **environment):
        import fcntl
        import pty
        import struct
        import termios

        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder.cli", *args, "--lang", "en"],
            cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
            env={**kept, "TERM": "xterm", **environment},
        )  # fmt: skip
        os.close(theirs)
        self.seen = ""

    def until(self, part, seconds=30):
        deadline = time.monotonic() + seconds
        while part not in self.seen and time.monotonic() < deadline:
            self.seen += os.read(self.ours, 1 << 16).decode("utf-8", "replace")
        assert part in self.seen, self.seen

    def all(self):
        with contextlib.suppress(OSError):
            while more := os.read(self.ours, 1 << 16):
                self.seen += more.decode("utf-8", "replace")
        return self.seen

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        os.close(self.ours)


@pytest.mark.parametrize(
    ("environment", "colours", "dumb"),
    [
        ({}, True, False),
        ({"TERM": "xterm-256color"}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"TERM": "dumb"}, False, True),
    ],
)
def test_colours_are_for_those_who_want_them(environment, colours, dumb):
    assert (wants_colours(environment), is_dumb(environment)) == (colours, dumb)


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize("command", ["check", "status"])
def test_a_terminal_gets_colours_unless_they_are_forbidden(handout, command):  # noqa: F811
    (handout / "mini.py").write_text(WRONG, encoding="utf-8")
    with Terminal(handout, command, "mini.py") as terminal:
        assert COLOUR in terminal.all()
    with Terminal(handout, command, "mini.py", NO_COLOR="1") as terminal:
        assert COLOUR not in terminal.all() and "square" in terminal.seen
    with Terminal(handout, command, "mini.py", TERM="dumb") as terminal:
        assert ESCAPE not in terminal.all() and "square" in terminal.seen


@POSIX
@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "colours", "clears"),
    [({}, True, True), ({"NO_COLOR": "1"}, False, True), ({"TERM": "dumb"}, False, False)],
)
def test_a_dumb_terminal_that_watches_is_not_cleared_either(handout, environment, colours, clears):  # noqa: F811
    (handout / "mini.py").write_text(WRONG, encoding="utf-8")
    with Terminal(handout, "check", "mini.py", "--watch", **environment) as terminal:
        terminal.until("q quit")
        assert (COLOUR in terminal.seen, CLEARED in terminal.seen) == (colours, clears)
        assert clears or ESCAPE not in terminal.seen


# -- lines that fit ------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("text", HINTS)
def test_a_long_line_is_broken_between_words_and_goes_on_below_its_beginning(text, width):
    lines = list(broken(text, width, 4))
    assert len(lines) > 1 and all(cell_len(line) <= width for line in lines)
    assert all(line.startswith("    ") and not line[4].isspace() for line in lines)
    assert not any(line.strip()[0] in "，。：；？" for line in lines)
    joined = "".join(line.strip() for line in lines)
    assert joined.replace(" ", "") == text.replace(" ", "")


def test_a_line_that_fits_a_long_word_and_a_tiny_terminal_are_left_alone():
    assert list(broken("✓ square: ok", 80, 2)) == ["✓ square: ok"]
    assert list(broken("a " + "b" * 90, 40)) == ["a", "b" * 90]
    assert list(broken(HINTS[0], 10, 4)) == [HINTS[0]]


@POSIX
@pytest.mark.slow
def test_on_a_terminal_no_line_of_a_check_is_wider_than_it(handout):  # noqa: F811
    (handout / "mini.py").write_text(
        RIGHT.replace("return x * x", f"raise ValueError('{'word ' * 30}')"), encoding="utf-8"
    )
    with Terminal(handout, "check", "mini.py", NO_COLOR="1") as terminal:
        shown = terminal.all().replace("\r\x1b[K", "\n").splitlines()
    assert max(map(cell_len, shown)) <= 60
    words = [line for line in shown if "word word" in line]
    assert len(words) > 1 and all(line.startswith("    ") for line in words)


# -- a file that is gone -------------------------------------------------------------


def test_a_file_that_is_gone_is_told_once_and_its_return_is_a_save(tmp_path, monkeypatch):
    import threading

    monkeypatch.setattr(saves, "AWAY", 0.2)
    (file := tmp_path / "mini.py").write_text("x = 1\n")
    events, stop = [], threading.Event()
    saves.tell_saves(file, lambda: events.append("saved"), stop, lambda: events.append("gone"))
    try:
        time.sleep(0.2)
        file.rename(tmp_path / "away")
        wait_for(lambda: "gone" in events)
        time.sleep(0.5)
        (tmp_path / "away").rename(file)  # the very same file
        wait_for(lambda: "saved" in events)
        assert events == ["gone", "saved"]
    finally:
        stop.set()


def wait_for(what):
    deadline = time.monotonic() + 20
    while not what() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert what()


@POSIX
@pytest.mark.slow
def test_whoever_watches_is_told_that_the_file_is_gone(handout):  # noqa: F811
    file = handout / "mini.py"
    file.write_text(WRONG, encoding="utf-8")
    with Terminal(handout, "check", "mini.py", "--watch", NO_COLOR="1") as terminal:
        terminal.until("q quit")
        file.unlink()
        terminal.until("mini.py is gone: it is checked again as soon as it is back")
        file.write_text(RIGHT, encoding="utf-8")
        terminal.until("All public tests pass")
