"""Oracle: runs built from a chosen outcome, so that the right epochs are known by construction."""

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_count, assert_parts, assert_pure, seeded

OK_FORMAT = False
name = "early_stopping_hidden"


def falling(rng, count, start=5.0):
    """Strictly falling losses, by at least 0.05."""
    return start - np.cumsum(rng.uniform(0.05, 0.15, size=count))


def above(rng, count, best):
    """Rising losses, all worse than the best."""
    return best + np.cumsum(rng.uniform(0.01, 0.1, size=count))


def assert_stops(early_stopping, losses, patience, stop, best):
    losses = np.asarray(losses, dtype=float)
    parts = assert_parts(early_stopping(losses.copy(), patience), ("stop_epoch", "best_epoch"))
    assert_count(parts[0], stop, "stop_epoch")
    assert_count(parts[1], best, "best_epoch")


def plain_run(rng, patience):
    """(losses, stop, best): it falls, then stays worse for long, with a better loss hidden after the stop."""
    down = falling(rng, int(rng.integers(3, 7)))
    losses = np.concatenate([down, above(rng, patience + 3, down[-1]), [0.5]])
    return losses, len(down) - 1 + patience, len(down) - 1


@test_case(name="a run that stops", points=1, hidden=True)
@seeded
def test_stops(early_stopping, rng):
    for patience, shift in ((2, 0.0), (3, 0.0), (5, -9.0)):  # a likelihood's loss may be negative
        losses, stop, best = plain_run(rng, patience)
        assert_stops(early_stopping, losses + shift, patience, stop, best)


@test_case(name="an improvement resets the count", points=0.75, hidden=True)
@seeded
def test_reset(early_stopping, rng):
    patience = int(rng.integers(3, 6))
    down = falling(rng, 3)
    first = np.concatenate([down, above(rng, patience - 1, down[-1])])
    better = falling(rng, 2, start=down[-1])
    second = np.concatenate([better, above(rng, patience - 1, better[-1])])
    last = better[-1] - 0.2
    losses = np.concatenate([first, second, [last], above(rng, patience + 2, last)])
    best = len(first) + len(second)
    assert_stops(early_stopping, losses, patience, best + patience, best)


@test_case(name="a run that never stops early", points=0.5, hidden=True)
@seeded
def test_never_stops(early_stopping, rng):
    losses, stop, best = plain_run(rng, 3)
    for count in (len(losses), stop + 1):  # the stop may be at the last epoch
        assert_stops(early_stopping, losses[:count], 3, stop, best)
    down = falling(rng, int(rng.integers(4, 9)))
    assert_stops(early_stopping, down, 2, len(down) - 1, len(down) - 1)
    tail = np.concatenate([down, above(rng, 3, down[-1])])
    assert_stops(early_stopping, tail, 4, len(tail) - 1, len(down) - 1)
    tied = np.concatenate([down, [down[-1]] * 2])
    assert_stops(early_stopping, tied, 3, len(tied) - 1, len(down) - 1)
    diverged = np.concatenate([[np.nan, np.inf], down, [np.nan, np.inf]])
    assert_stops(early_stopping, diverged, 3, len(diverged) - 1, len(down) + 1)
    long = np.concatenate([down, above(rng, 19, down[-1])])
    for patience in (20, 90):
        assert_stops(early_stopping, long, patience, len(long) - 1, len(down) - 1)


@test_case(name="a loss equal to the best is no improvement, one a little smaller is", points=0.5, hidden=True)
@seeded
def test_ties(early_stopping, rng):
    down = falling(rng, int(rng.integers(3, 7)))
    losses = np.concatenate([down, np.full(5, down[-1]), [0.5]])
    assert_stops(early_stopping, losses, 3, len(down) + 2, len(down) - 1)
    losses[len(down) + 1 :] -= 1e-9  # the second epoch after the best one improves, if only just
    assert_stops(early_stopping, losses, 3, len(down) + 4, len(down) + 1)


@test_case(name="below the last loss, but not below the best", points=0.5, hidden=True)
@seeded
def test_previous(early_stopping, rng):
    down = falling(rng, int(rng.integers(3, 7)))
    slide = above(rng, 6, down[-1])[::-1]  # falling, and all above the best
    zigzag = down[-1] + np.array([0.5, 0.1, 0.6, 0.2, 0.7, 0.3])
    for worse in (slide, zigzag):
        assert_stops(early_stopping, np.concatenate([down, worse, [0.5]]), 4, len(down) + 3, len(down) - 1)


@test_case(name="patience 1", points=0.25, hidden=True)
@seeded
def test_patience_one(early_stopping, rng):
    down = falling(rng, int(rng.integers(3, 7)))
    losses = np.concatenate([down, above(rng, 1, down[-1]), [0.5]])
    for shift in (0.0, down[-1]):  # the best loss may be exactly 0, and its epoch the first
        assert_stops(early_stopping, losses - shift, 1, len(down), len(down) - 1)
        assert_stops(early_stopping, losses[len(down) - 1 :] - shift, 1, 1, 0)
    losses[len(down)] = down[-1]
    assert_stops(early_stopping, losses, 1, len(down), len(down) - 1)


@test_case(name="losses of inf and NaN, and very large ones", points=0.25, hidden=True)
@seeded
def test_not_finite(early_stopping, rng):
    down = falling(rng, int(rng.integers(3, 7)))
    losses = np.concatenate([[np.nan, np.inf], down, [np.nan, np.inf, np.nan], [0.5]])
    assert_stops(early_stopping, losses, 3, len(down) + 4, len(down) + 1)
    worse = above(rng, 4, down[-1])
    losses = np.concatenate([down, worse[:1], [np.nan, np.inf], worse[1:], [0.5]])
    assert_stops(early_stopping, losses, 3, len(down) + 2, len(down) - 1)
    losses, stop, best = plain_run(rng, 3)
    assert_stops(early_stopping, 1e30 * losses, 3, stop, best)


@test_case(name="the argument stays as it is", points=0.25, hidden=True)
@seeded
def test_pure(early_stopping, rng):
    losses, stop, best = plain_run(rng, 3)
    assert_stops(early_stopping, losses, 3, stop, best)
    assert_pure(early_stopping, np.concatenate([[np.nan, np.inf], losses]), 3)
