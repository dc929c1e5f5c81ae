"""Written after the engine, before it was asked."""

from tests.diagnosis.verdicts import written


@written("pair", function="preactivation_std", names=("no-bias", "variance"), later=True)
def variance_without_bias(n, vw, vx, vb):
    return n * vw * vx
