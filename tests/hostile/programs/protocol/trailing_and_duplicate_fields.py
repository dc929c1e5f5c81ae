# Replies with a field twice, fields of other types, numbers as text, and bytes after the end.
import itertools
import sys

worker = sys.modules["autograder.sandbox.worker"]
TURN = itertools.count()


def forged(m):
    number = bytes([m.id])
    head = b"\xa4type\xa5reply\xa2id" + number + b"\xa6status\xa8returned"
    return (
        b"\x84" + head + b"\xa2id" + number + b"trailing",
        b"\x85" + head + b"\xa5value\x00\xa5value\xcb" + b"\x40\x22" + b"\0" * 6,
        b"\x83\xa4type\xa5reply\xa2id\xa1" + b"1" + b"\xa6status\xa8returned",
        b"\x84" + head + b"\xa7changed\xdd\x00\x10\x00\x00" + b"\x00" * (1 << 20),
        b"\x83\xa4type\xa6loaded\xa2id" + number + b"\xa6status\xa8returned",
        b"\x93" + b"\xa5reply" + number + b"\xa8returned",
    )[next(TURN) % 6]


def square(*args):
    worker.encode = lambda m: forged(m) if hasattr(m, "status") else b""


mean_and_std = split_evenly = square
