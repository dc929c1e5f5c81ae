import numpy as np
from otter.test_files import test_case

from autograder.checks.public import integer, parts, unchanged

OK_FORMAT = False
name = "early_stopping"


def check(got, stop, best):
    stop_epoch, best_epoch = parts("(stop_epoch, best_epoch)", got, 2)
    integer("stop_epoch", stop_epoch, stop)
    integer("best_epoch", best_epoch, best)


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(early_stopping):
    check(early_stopping(np.array([0.9, 0.7, 0.8, 0.6, 0.65, 0.61, 0.5]), 2), 5, 3)


@test_case(name="public: a run that never stops early", points=0, hidden=False)
def test_never(early_stopping):
    check(early_stopping(np.array([0.9, 0.7, 0.8, 0.6, 0.65]), 2), 4, 3)


@test_case(name="public: a loss equal to the best, and one hardly smaller", points=0, hidden=False)
def test_equal(early_stopping):
    check(early_stopping(np.array([0.5, 0.5, 0.5, 0.4]), 2), 2, 0)
    check(early_stopping(np.array([0.5, 0.499999999, 0.6, 0.6, 0.4]), 2), 3, 1)


@test_case(name="public: an epoch that diverged", points=0, hidden=False)
def test_diverged(early_stopping):
    check(early_stopping(np.array([np.nan, 0.7, np.inf, 0.6]), 2), 3, 3)
    check(early_stopping(np.array([0.7, np.nan, np.nan, 0.5]), 2), 2, 0)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(early_stopping):
    unchanged("early_stopping(losses, patience)", early_stopping, np.array([np.nan, 0.7, 0.8, np.inf]), 2)
