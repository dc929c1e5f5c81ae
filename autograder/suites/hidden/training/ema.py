"""Oracle: the recursion in exact rational arithmetic (fractions.Fraction)."""

from fractions import Fraction

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, seeded

OK_FORMAT = False
name = "ema_hidden"


def exact_weights(beta, k):
    return [(1 - Fraction(beta)) * Fraction(beta) ** i for i in range(k)]


def exact_ema(values, beta):
    """m_t = beta m_{t-1} + (1 - beta) g_t without any rounding, from m_0 = 0."""
    share, m, averages = Fraction(beta), Fraction(0), []
    for value in values:
        m = share * m + (1 - share) * Fraction(float(value))
        averages.append(float(m))
    return averages


def decay(rng):
    """Not 0.5, where beta and 1 - beta agree; short fractions; no whole window."""
    return int(rng.choice([45, 46, 47, 49, 50, 51, 53, 54, 55, 57, 58, 59])) / 64


@test_case(name="ema: a sequence", points=2, hidden=True)
@seeded
def test_sequence(ema, rng):
    for length in (7, 23):  # the second one longer than any window
        beta = decay(rng)
        for values in (away_from_zero(rng, (length,)), 1e4 * away_from_zero(rng, (length,))):
            assert_close(ema(values.copy(), beta), exact_ema(values, beta), "averages")
    for length, beta in (
        (47, 45 / 64),
        (131, 63 / 64),
        (29, 2.0**-40),
        (7, 1 / 64),
        (7, 0.9995),
    ):  # nothing is cut off, and no power overflows
        values = away_from_zero(rng, (length,))
        assert_close(ema(values.copy(), beta), exact_ema(values, beta), "averages")


@test_case(name="ema: a single value, and beta 0", points=0.5, hidden=True)
@seeded
def test_ends(ema, rng):
    values, beta = away_from_zero(rng, (3,)), decay(rng)
    assert_close(ema(values[:1].copy(), beta), exact_ema(values[:1], beta), "average of one value")
    assert_close(ema(values.copy(), 0.0), values, "averages for beta 0")


@test_case(name="ema: float32 and integer values", points=0.25, hidden=True)
@seeded
def test_types(ema, rng):
    values, beta = away_from_zero(rng, (7,)).astype(np.float32), decay(rng)
    assert_close32(ema(values.copy(), beta), exact_ema(values, beta), "averages of float32")
    whole = rng.integers(3, 10, size=5) * np.array([1, -1, 0, -1, 1])
    assert_close32(ema(whole.copy(), beta), exact_ema(whole, beta), "averages of integers")


@test_case(name="ema: the argument stays as it is", points=0.25, hidden=True)
@seeded
def test_pure(ema, rng):
    values, beta = away_from_zero(rng, (5,)), decay(rng)
    assert_close(ema(values.copy(), beta), exact_ema(values, beta), "averages")
    for given in (values, values.astype(np.float32)):
        assert_pure(ema, given, beta)


@test_case(name="weights: the last k, newest first", points=1.5, hidden=True)
@seeded
def test_weights(ema_weights, rng):
    rare = (101, 45 / 64), (101, 0.99), (5, 1 / 64), (5, 0.9995)
    for k, beta in ((5, decay(rng)), (29, decay(rng)), *rare):  # within the window and beyond it
        assert_close(ema_weights(beta, k), [float(a) for a in exact_weights(beta, k)], "weights")


@test_case(name="weights: a single one, and beta 0", points=0.5, hidden=True)
@seeded
def test_weight_ends(ema_weights, rng):
    beta = decay(rng)
    assert_close(ema_weights(beta, 1), [1 - beta], "one weight")
    assert_close(ema_weights(0.0, 3), [1.0, 0.0, 0.0], "weights for beta 0")


@test_case(name="window", points=0.75, hidden=True)
@seeded
def test_window(effective_window, rng):
    for beta in (decay(rng), 1 / 64, 0.25, 0.9, 0.97, 0.99, 0.999, 0.9999, 1 - 2.0**-20):
        assert_close(effective_window(beta), float(1 / (1 - Fraction(beta))), "window")


@test_case(name="window: no memory at all", points=0.25, hidden=True)
@seeded
def test_window_of_one(effective_window, rng):
    beta = decay(rng)
    assert_close(effective_window(beta), float(1 / (1 - Fraction(beta))), "window")
    assert_close(effective_window(0.0), 1.0, "window for beta 0")
