"""Moving averages as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="ema_weights", names=("powers-from-one", "oldest-first"))
def from_the_oldest(beta, k):
    w = []
    for i in range(k, 0, -1):
        w.append((1 - beta) * beta**i)
    return np.array(w)


@written("unlisted", function="ema", names=("first-value-in-full",), leads=("place",))
def corrected_at_the_first_only(values, beta):
    m = (1 - beta) * values[0]
    out = [values[0]]
    for t in range(1, len(values)):
        m = beta * m + (1 - beta) * values[t]
        out.append(m)
    return np.array(out)
