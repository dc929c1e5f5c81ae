"""Moving averages with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="ema", names=("starts-at-first-value", "beta-weighs-the-new-value"))
def smoothing_factor(values, beta):
    out = [values[0]]
    for t in range(1, len(values)):
        out.append(beta * values[t] + (1 - beta) * out[-1])
    return np.array(out)


@written("pair", function="ema", names=("bias-corrected", "beta-weighs-the-new-value"))
def corrected_and_exchanged(values, beta):
    v, out = 0.0, []
    for t, x in enumerate(values, start=1):
        v = (1 - beta) * v + beta * x
        out.append(v / (1 - (1 - beta) ** t))
    return np.array(out)
