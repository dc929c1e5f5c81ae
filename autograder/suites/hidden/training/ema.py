"""Oracle: the recursion in exact rational arithmetic (fractions.Fraction)."""

from fractions import Fraction

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, seeded

OK_FORMAT = False
name = "ema_hidden"


def exact_ema(values, beta):
    """m_t = beta m_{t-1} + (1 - beta) g_t without any rounding, from m_0 = 0."""
    share, m, averages = Fraction(beta), Fraction(0), []
    for value in values:
        m = share * m + (1 - share) * Fraction(float(value))
        averages.append(float(m))
    return averages


def exact_weights(beta, k):
    return [float((1 - Fraction(beta)) * Fraction(beta) ** i) for i in range(k)]


def exact_window(beta):
    return float(1 / (1 - Fraction(beta)))


def decay(rng):
    """Not 0.5, where beta and 1 - beta agree; short fractions; no whole window, none longer than 12.8."""
    return int(rng.choice([45, 46, 47, 49, 50, 51, 53, 54, 55, 57, 58, 59])) / 64


def assert_averages(ema, values, beta, compare=assert_close):
    compare(ema(values.copy(), beta), exact_ema(values, beta), "averages")


@test_case(name="ema: a sequence", points=2.05, hidden=True)
@seeded
def test_sequence(ema, rng):
    for length in (7, 23):  # the second one longer than any window
        assert_averages(ema, away_from_zero(rng, (length,)), decay(rng))


@test_case(name="ema: a long sequence", points=0.1, hidden=True)
@seeded
def test_long_sequence(ema, rng):
    for length, beta in ((47, 45 / 64), (131, 63 / 64)):  # nothing is cut off after ten windows, or a hundred values
        assert_averages(ema, away_from_zero(rng, (length,)), beta)


@test_case(name="ema: beta close to 0 or to 1", points=0.15, hidden=True)
@seeded
def test_extreme_decay(ema, rng):
    for length, beta in ((29, 2.0**-40), (7, 1 / 64), (7, 0.9995)):  # beta ** -29 overflows for the first one
        assert_averages(ema, away_from_zero(rng, (length,)), beta)


@test_case(name="ema: beta 0", points=0.2, hidden=True)
@seeded
def test_no_memory(ema, rng):
    values = away_from_zero(rng, (3,))
    assert_averages(ema, values, decay(rng))
    assert_averages(ema, values, 0.0)


@test_case(name="ema: a single value", points=0.1, hidden=True)
@seeded
def test_single_value(ema, rng):
    assert_averages(ema, away_from_zero(rng, (1,)), decay(rng))


@test_case(name="ema: values of size 1e4", points=0.1, hidden=True)
@seeded
def test_large_values(ema, rng):
    assert_averages(ema, 1e4 * away_from_zero(rng, (7,)), decay(rng))


@test_case(name="ema: a value of exactly 0", points=0.1, hidden=True)
@seeded
def test_zero(ema, rng):
    values = away_from_zero(rng, (7,))
    values[[2, 3]] = 0.0
    assert_averages(ema, values, decay(rng))


@test_case(name="ema: float32 and integer values", points=0.15, hidden=True)
@seeded
def test_types(ema, rng):
    whole = rng.integers(3, 10, size=5) * np.array([1, -1, 1, -1, 1])
    for values in (away_from_zero(rng, (7,)).astype(np.float32), whole):
        assert_averages(ema, values, decay(rng), assert_close32)


@test_case(name="ema: the argument stays as it is", points=0.05, hidden=True)
@seeded
def test_pure(ema, rng):
    values, beta = away_from_zero(rng, (5,)), decay(rng)
    assert_averages(ema, values, beta)
    for given in (values, values.astype(np.float32)):
        assert_pure(ema, given, beta)


@test_case(name="weights: the last k, newest first", points=1.5, hidden=True)
@seeded
def test_weights(ema_weights, rng):
    for k in (5, 29):  # within the window and beyond it
        beta = decay(rng)
        assert_close(ema_weights(beta, k), exact_weights(beta, k), "weights")


@test_case(name="weights: a hundred and one of them", points=0.1, hidden=True)
@seeded
def test_many_weights(ema_weights, rng):
    for beta in (45 / 64, 0.99):  # in the end of size 1e-16, or still of a third of the first one
        assert_close(ema_weights(beta, 101), exact_weights(beta, 101), "weights")


@test_case(name="weights: beta close to 0 or to 1", points=0.1, hidden=True)
@seeded
def test_extreme_weights(ema_weights, rng):
    for beta in (1 / 64, 0.9995):
        assert_close(ema_weights(beta, 5), exact_weights(beta, 5), "weights")


@test_case(name="weights: beta 0", points=0.2, hidden=True)
@seeded
def test_weights_without_memory(ema_weights, rng):
    beta = decay(rng)
    assert_close(ema_weights(beta, 3), exact_weights(beta, 3), "weights")
    assert_close(ema_weights(0.0, 3), [1.0, 0.0, 0.0], "weights for beta 0")


@test_case(name="weights: a single one", points=0.1, hidden=True)
@seeded
def test_single_weight(ema_weights, rng):
    beta = decay(rng)
    assert_close(ema_weights(beta, 1), [1 - beta], "one weight")


@test_case(name="window: beta from 0.25 to 0.97", points=0.75, hidden=True)
@seeded
def test_window(effective_window, rng):
    for beta in (decay(rng), 0.25, 0.9, 0.97):
        assert_close(effective_window(beta), exact_window(beta), "window")


@test_case(name="window: beta close to 0 or to 1", points=0.1, hidden=True)
@seeded
def test_extreme_window(effective_window, rng):
    for beta in (1 / 64, 0.999, 1 - 2.0**-20):
        assert_close(effective_window(beta), exact_window(beta), "window")


@test_case(name="window: beta 0", points=0.15, hidden=True)
@seeded
def test_window_of_one(effective_window, rng):
    beta = decay(rng)
    assert_close(effective_window(beta), exact_window(beta), "window")
    assert_close(effective_window(0.0), 1.0, "window for beta 0")
