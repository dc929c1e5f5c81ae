# Error texts of 60 MB past the worker's own limit: a forged reply.
# slow
import sys

worker = sys.modules["autograder.sandbox.worker"]
worker.describe = lambda error: "x" * (60 << 20)
worker.builtin_name = lambda error: "E" * (1 << 20)


def square(x):
    raise ValueError


mean_and_std = split_evenly = square
