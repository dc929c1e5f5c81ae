"""Written after the engine, before it was asked."""

from tests.diagnosis.verdicts import written


@written(
    "pair", function="standardise", names=("sample-standard-deviation", "constant-column-nan|~unstable"), later=True
)
def sample_deviation_undivided(X):
    return (X - X.mean(axis=0)) / X.std(axis=0, ddof=1)
