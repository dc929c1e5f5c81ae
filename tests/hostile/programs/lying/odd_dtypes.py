# Complex, object, structured, string, bytes, datetime and long double arrays, one after the other.
import itertools

import numpy as np

TURN = itertools.count()


def square(x):
    y = x * x
    forms = (
        y + 0j, y.astype(object), y.astype([("value", "f8")]), y.astype(str), y.astype("S"),
        y.astype("datetime64[s]"), y.astype(np.longdouble), y.astype("V8"), y > 0,
    )  # fmt: skip
    return forms[next(TURN) % len(forms)]
