# Strings that are no UTF-8, hold NUL or lone surrogates, where text and numbers are expected.
import sys

worker = sys.modules["autograder.sandbox.worker"]


def square(x):
    return "\ud800\udfff\0\x1b"


def mean_and_std(x):
    raise ValueError("\ud800 \0 \x1b[31m \u2028 \u202e")


def split_evenly(total, parts):
    worker.encode = lambda m: b"\x84\xa4type\xa5reply\xa2id" + bytes([m.id]) + b"\xa6status\xa6raised\xa4text\xa3\xed\xa0\x80"
