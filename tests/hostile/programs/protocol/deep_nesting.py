# Frames that nest a million levels deep, and values that nest as deep as Python allows.
import os
import stat
import struct
import sys

worker = sys.modules["autograder.sandbox.worker"]


def square(x):
    value = 1.0
    for _ in range(5000):
        value = [value]
    return value


def mean_and_std(x):
    worker.encode = lambda message: b"\x91" * 1_000_000


def split_evenly(total, parts):
    inner = b"\x82\xa4type\xa1l\xa5items\x91"
    worker.encode = lambda m: (
        b"\x84\xa4type\xa5reply\xa2id" + bytes([m.id]) + b"\xa6status\xa8returned\xa5value" + inner * 200_000 + b"\xc0"
    )
