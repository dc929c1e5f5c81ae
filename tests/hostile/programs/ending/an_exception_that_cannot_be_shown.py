# Exceptions whose text, name and chain raise, hang or end the process.
import os


class Meta(type):
    def __getattribute__(cls, name):
        if name in ("__name__", "__mro__", "__module__"):
            raise ValueError("no name")
        return super().__getattribute__(name)


class Unshown(Exception, metaclass=Meta):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


class Ending(Exception):
    def __str__(self):
        os._exit(0)


def square(x):
    raise Unshown


def mean_and_std(x):
    raise Ending


def split_evenly(total, parts):
    error = ValueError("loop")
    error.__cause__ = error
    raise error
