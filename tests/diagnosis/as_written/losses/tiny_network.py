"""Written after the engine, before it was asked."""

import math

from tests.diagnosis.verdicts import written


@written("pair", function="tiny_loss", names=("without-half", "weights-exchanged"), later=True)
def weights_exchanged_without_half(w1, w2, x, y, loss):
    a = 1 / (1 + math.exp(-w2 * x))
    o = 1 / (1 + math.exp(-w1 * a))
    return (o - y) ** 2 if loss.startswith("s") else -(y * math.log(o) + (1 - y) * math.log(1 - o))
