"""Vocabulary for hidden suites: `from autograder.checks import assert_close, seeded, ...`."""

from autograder.checks.calls import (
    assert_pure,
    assert_raises,
    call_many,
    call_once,
    same,
    watched_arguments,
    watched_call,
)
from autograder.checks.compare import (
    Mismatch,
    assert_close,
    assert_close32,
    assert_count,
    assert_indices,
    assert_keys,
    assert_parts,
    assert_true,
)
from autograder.checks.gradients import numerical_gradient
from autograder.checks.inputs import away_from_zero, generator, primes, seeded
from autograder.checks.values import as_count, as_floats, as_integers, as_scalar, as_sequence

__all__ = [
    "Mismatch",
    "as_count",
    "as_floats",
    "as_integers",
    "as_scalar",
    "as_sequence",
    "assert_close",
    "assert_close32",
    "assert_count",
    "assert_indices",
    "assert_keys",
    "assert_parts",
    "assert_pure",
    "assert_raises",
    "assert_true",
    "away_from_zero",
    "call_many",
    "call_once",
    "generator",
    "numerical_gradient",
    "primes",
    "same",
    "seeded",
    "watched_arguments",
    "watched_call",
]
