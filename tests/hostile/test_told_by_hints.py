"""What a hint may depend on: never on what a submission has kept of hidden inputs."""

from __future__ import annotations

from autograder.results import to_json

# Once a hidden input is known to any process of the submission, square raises one error instead of another.
SOURCE = """
import mmap
import os
import sys

BOARD = {board}


def kept():
    {look}


def keep():
    {write}


def is_probe():
    frame = sys._getframe(1)
    while "message" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["message"].watch


def square(x):
    if is_probe() and kept():
        raise {after}("x")
    if not is_probe() and not float(x.ravel()[0]).is_integer():
        keep()
    return -x
"""
BOARDS = {
    "shared memory": ("mmap.mmap(-1, 4096)", "return BOARD[0]", "BOARD[0] = 1"),
    "the position of an open file": (
        'os.open("/etc/ld.so.cache", os.O_RDONLY)',
        "return os.lseek(BOARD, 0, os.SEEK_CUR)",
        "os.lseek(BOARD, 9, os.SEEK_SET)",
    ),
}


def hints(grade, board: str, after: str) -> list[str]:
    place, look, write = BOARDS[board]
    result = grade(SOURCE.format(board=place, look=look, write=write, after=after))
    assert result.score == 0.0
    return [line for q in result.questions for d in q.diagnoses for line in (d.misconception, d.message.en)]


def test_no_hint_tells_what_was_kept_in_shared_memory(grade):
    assert hints(grade, "shared memory", "KeyError") == hints(grade, "shared memory", "LookupError")


def test_no_hint_tells_what_an_open_file_remembers(grade):
    board = "the position of an open file"

    assert hints(grade, board, "KeyError") == hints(grade, board, "LookupError")


def test_a_hint_is_given_all_the_same(grade):
    result = grade("def square(x):\n    return 2 * x\n")

    assert "twice the number" in to_json(result).decode()
