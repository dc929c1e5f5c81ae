"""Dropout written last."""

from tests.diagnosis.verdicts import written


@written("pair", function="dropout_forward", names=("p-keeps", "no-scaling|scaled-at-test-time-only"))
def paper_of_2014(x, uniform, p, train):
    if train:
        return x * (uniform < p)
    return x * p
