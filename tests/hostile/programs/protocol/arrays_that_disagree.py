# Arrays whose dtype, shape and length disagree, or are negative, or overflow.
import itertools
import sys

codec = sys.modules["autograder.wire.codec"]
worker = sys.modules["autograder.sandbox.worker"]
TURN = itertools.count()
FORMS = [
    ("float64", (3,), b"x"), ("float64", (-1, -1), b"x" * 8), ("float64", (2**62, 4), b""), ("object", (1,), b"x" * 8),
    ("O", (1,), b"x" * 8), ("float64", (), b""), ("bool", (1,), b"\x07"), ("float64", (0, 2**62), b""), ("int64", (2**63 - 1,), b""),
    ("V8", (1,), b"x" * 8), ("float64", (1,) * 70, b"x" * 8), ("<f8", (1,), b"x" * 8), ("float64", (2**32, 2**32), b""),
]  # fmt: skip


def answer(*args):
    form = FORMS[next(TURN) % len(FORMS)]
    worker.encode_value = lambda value: codec.Array(*form)


square = mean_and_std = split_evenly = answer
