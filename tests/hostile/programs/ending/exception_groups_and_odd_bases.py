# Raises exception groups, GeneratorExit, StopIteration, and exits with odd arguments.
import sys


def square(x):
    raise BaseExceptionGroup("group", [SystemExit(0), GeneratorExit(), KeyboardInterrupt()])


def mean_and_std(x):
    sys.exit(type("Code", (), {"__str__": lambda self: 1 / 0, "__bool__": lambda self: 1 / 0})())


def split_evenly(total, parts):
    raise StopIteration(GeneratorExit)
