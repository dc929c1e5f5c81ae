# Audit hooks, profilers, tracers and collector callbacks that raise inside the worker's own code.
import gc
import sys
import threading


def raise_something(*args):
    raise KeyboardInterrupt


def square(x):
    sys.addaudithook(raise_something)
    return x


def mean_and_std(x):
    gc.callbacks.append(raise_something)
    gc.set_threshold(1)
    threading.setprofile(raise_something)
    sys.setprofile(raise_something)
    return 1.0, 1.0


def split_evenly(total, parts):
    sys.settrace(raise_something)
    sys._getframe(1).f_trace = raise_something
    return [1]
