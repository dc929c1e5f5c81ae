"""Written after the engine, before it was asked."""

from tests.diagnosis.verdicts import written


@written("edge", function="iterations_per_epoch", names=("remainder-always-dropped",), later=True)
def whole_batches(n, b, drop_last):
    return int(n / b)
