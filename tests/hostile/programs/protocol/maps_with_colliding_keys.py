# Dicts whose keys all have one hash, are no scalars, or are equal to each other.
import sys

codec = sys.modules["autograder.wire.codec"]
worker = sys.modules["autograder.sandbox.worker"]
MODULUS = 2**61 - 1
COLLIDING = [n * MODULUS for n in range(-4, 8)] + [float(2.0 ** (61 * k)) for k in range(16)]


def square(x):
    worker.encode_value = lambda value: codec.Map([(codec.Tuple([-1 - i % 2] * 20), 1) for i in range(4096)])


def mean_and_std(x):
    worker.encode_value = lambda value: codec.Map([(k, codec.Map([(k, k) for k in COLLIDING])) for k in COLLIDING])


def split_evenly(total, parts):
    worker.encode_value = lambda value: codec.Map([(float("nan"), 1) for _ in range(4097)])
