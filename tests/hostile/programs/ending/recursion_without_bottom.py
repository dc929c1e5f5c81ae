# Recursion without bottom, with the limit taken away.
# slow
import sys

sys.setrecursionlimit(2**31 - 1)


def square(x):
    return square(x)


class Nested:
    def __getattr__(self, name):
        return getattr(self, name + "x")


def mean_and_std(x):
    return Nested().a


def split_evenly(total, parts):
    return repr(type("R", (), {"__repr__": lambda self: repr(self)})())
