# Takes away what the worker lives on: builtins, modules, codecs, standard streams.
import builtins
import sys


def square(x):
    vars(builtins).clear()
    return x


def mean_and_std(x):
    sys.modules.clear()
    sys.stdin = sys.stdout = sys.stderr = None
    return 1.0, 1.0


def split_evenly(total, parts):
    for name in ("len", "isinstance", "type", "getattr", "callable", "BaseException"):
        setattr(builtins, name, None)
    return [1]
