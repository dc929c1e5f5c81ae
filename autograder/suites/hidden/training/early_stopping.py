"""Oracle: runs built from a chosen outcome, so that the right epochs are known by construction."""

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_count, assert_parts, assert_pure, seeded

OK_FORMAT = False
name = "early_stopping_hidden"
BETTER = [0.5]  # below all other losses of a run: an epoch after the stop, which never happens


def falling(rng, count=None, start=5.0):
    """Strictly falling losses, by at least 0.05 an epoch; 3 to 6 of them if no count is asked for."""
    count = int(rng.integers(3, 7)) if count is None else count
    return start - np.cumsum(rng.uniform(0.05, 0.15, size=count))


def above(rng, count, best):
    """Rising losses, all worse than the best."""
    return best + np.cumsum(rng.uniform(0.01, 0.1, size=count))


def joined(*parts):
    return np.concatenate(parts)


def plain_run(rng, patience):
    """(losses, stop, best): it falls, then stays worse for longer than the patience, with a better loss at the end."""
    down = falling(rng)
    best = len(down) - 1
    return joined(down, above(rng, patience + 3, down[-1]), BETTER), best + patience, best


def assert_stops(early_stopping, losses, patience, stop, best):
    parts = assert_parts(early_stopping(losses.copy(), patience), ("stop_epoch", "best_epoch"))
    assert_count(parts[0], stop, "stop_epoch")
    assert_count(parts[1], best, "best_epoch")


@test_case(name="a run that stops", points=1.05, hidden=True)
@seeded
def test_stops(early_stopping, rng):
    for patience in (2, 3, 5):
        losses, stop, best = plain_run(rng, patience)
        assert_stops(early_stopping, losses, patience, stop, best)


@test_case(name="an improvement resets the count", points=0.75, hidden=True)
@seeded
def test_reset(early_stopping, rng):
    patience = int(rng.integers(3, 6))
    down = falling(rng, 3)
    first = joined(down, above(rng, patience - 1, down[-1]))
    better = falling(rng, 2, start=down[-1])
    second = joined(better, above(rng, patience - 1, better[-1]))
    last = better[-1] - 0.2
    losses = joined(first, second, [last], above(rng, patience + 2, last))
    best = len(first) + len(second)
    assert_stops(early_stopping, losses, patience, best + patience, best)


@test_case(name="below the last loss, but not below the best", points=0.5, hidden=True)
@seeded
def test_previous(early_stopping, rng):
    down = falling(rng)
    slide = above(rng, 6, down[-1])[::-1]  # falling, and all above the best
    zigzag = down[-1] + np.array([0.5, 0.1, 0.6, 0.2, 0.7, 0.3])
    for worse in (slide, zigzag):
        assert_stops(early_stopping, joined(down, worse, BETTER), 4, len(down) + 3, len(down) - 1)


@test_case(name="a stop at the last epoch", points=0.1, hidden=True)
@seeded
def test_stop_at_the_end(early_stopping, rng):
    losses, stop, best = plain_run(rng, 3)
    assert_stops(early_stopping, losses[: stop + 1], 3, stop, best)


@test_case(name="a loss equal to the best is no improvement", points=0.15, hidden=True)
@seeded
def test_ties(early_stopping, rng):
    down = falling(rng)
    losses = joined(down, np.full(5, down[-1]), BETTER)
    for patience in (3, 1):
        assert_stops(early_stopping, losses, patience, len(down) - 1 + patience, len(down) - 1)


@test_case(name="a loss only just below the best is an improvement", points=0.1, hidden=True)
@seeded
def test_just_below(early_stopping, rng):
    down = falling(rng)
    best = len(down) + 1
    worse, just_below = down[-1] + 0.1, down[-1] - 1e-9
    losses = joined(down, [worse, just_below], above(rng, 4, down[-1]), BETTER)
    assert_stops(early_stopping, losses, 3, best + 3, best)


@test_case(name="patience 1", points=0.1, hidden=True)
@seeded
def test_patience_one(early_stopping, rng):
    losses, stop, best = plain_run(rng, 1)
    assert_stops(early_stopping, losses, 1, stop, best)


@test_case(name="the first epoch is the best", points=0.1, hidden=True)
@seeded
def test_first_is_best(early_stopping, rng):
    losses, stop, best = plain_run(rng, 3)
    for first in (0, best):  # from the best one on, and nothing for an answer that has only seen the patience
        assert_stops(early_stopping, losses[first:], 3, stop - first, best - first)


@test_case(name="losses below 0, exactly 0 or very large", points=0.1, hidden=True)
@seeded
def test_sizes(early_stopping, rng):
    losses, stop, best = plain_run(rng, 3)
    for given in (losses - 9.0, losses - losses[best], 1e30 * losses):  # a likelihood's loss may be negative
        assert_stops(early_stopping, given, 3, stop, best)


@test_case(name="epochs that diverge (NaN, inf) before the first finite loss", points=0.1, hidden=True)
@seeded
def test_diverged_first(early_stopping, rng):
    losses, stop, best = plain_run(rng, 3)
    assert_stops(early_stopping, joined([np.nan, np.inf], losses), 3, stop + 2, best + 2)


@test_case(name="epochs that diverge (NaN, inf) later do not improve", points=0.1, hidden=True)
@seeded
def test_diverged_later(early_stopping, rng):
    down = falling(rng)
    worse = above(rng, 4, down[-1])
    for after in ([np.nan, np.inf, np.nan], joined(worse[:1], [np.nan, np.inf], worse[1:])):
        assert_stops(early_stopping, joined(down, after, BETTER), 3, len(down) + 2, len(down) - 1)


@test_case(name="the argument stays as it is", points=0.05, hidden=True)
@seeded
def test_pure(early_stopping, rng):
    losses, stop, best = plain_run(rng, 3)
    assert_stops(early_stopping, losses, 3, stop, best)
    assert_pure(early_stopping, joined([np.nan, np.inf], losses), 3)  # what diverged may be replaced in a copy only


# These come last: an answer that waits for a stop that never comes uses up the question's time in them.
@test_case(name="a run that never stops early", points=0.5, hidden=True)
@seeded
def test_never_stops(early_stopping, rng):
    down = falling(rng, int(rng.integers(4, 9)))
    assert_stops(early_stopping, down, 2, len(down) - 1, len(down) - 1)
    losses = joined(down, above(rng, 3, down[-1]))
    assert_stops(early_stopping, losses, 4, len(losses) - 1, len(down) - 1)


@test_case(name="a run that never stops early, with a patience longer than the run", points=0.1, hidden=True)
@seeded
def test_long_patience(early_stopping, rng):
    down = falling(rng)
    losses = joined(down, above(rng, 19, down[-1]))
    assert_stops(early_stopping, losses, 90, len(losses) - 1, len(down) - 1)


@test_case(name="a run that never stops early, and ends in losses equal to the best", points=0.1, hidden=True)
@seeded
def test_ends_in_ties(early_stopping, rng):
    down = falling(rng)
    losses = joined(down, [down[-1], down[-1]])
    assert_stops(early_stopping, losses, 3, len(losses) - 1, len(down) - 1)


@test_case(name="a run that never stops early, and ends in NaN and inf", points=0.1, hidden=True)
@seeded
def test_ends_diverged(early_stopping, rng):
    down = falling(rng)
    losses = joined(down, [np.nan, np.inf])
    assert_stops(early_stopping, losses, 3, len(losses) - 1, len(down) - 1)
