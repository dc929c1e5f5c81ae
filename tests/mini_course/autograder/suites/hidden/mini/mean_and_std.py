"""Oracle: the statistics module."""

import statistics

from otter.test_files import test_case

from autograder.checks import assert_close, seeded

OK_FORMAT = False
name = "mean_and_std_hidden"


@test_case(name="the mean", points=15, hidden=True)
@seeded
def test_mean(mean_and_std, rng):
    x = rng.normal(loc=3.0, size=11)
    assert_close(mean_and_std(x)[0], statistics.fmean(x.tolist()), "mean")


@test_case(name="the standard deviation", points=20, hidden=True)
@seeded
def test_std(mean_and_std, rng):
    x = rng.normal(loc=3.0, size=7)
    assert_close(mean_and_std(x)[1], statistics.pstdev(x.tolist()), "std")
