# Answers with objects whose unpickling would run a command.
import os

import numpy as np


class Gadget:
    def __reduce__(self):
        return os.system, ("touch @PLAYGROUND@/hostile-pickle",)

    __reduce_ex__ = lambda self, protocol: self.__reduce__()
    __getstate__ = __reduce__


def square(x):
    return np.array([Gadget()], dtype=object)


def mean_and_std(x):
    return Gadget(), np.void(b"cos\nsystem\n(S'touch @PLAYGROUND@/hostile-pickle'\ntR.")


def split_evenly(total, parts):
    return [Gadget(), b"cos\nsystem\n(S'touch @PLAYGROUND@/hostile-pickle'\ntR."]
