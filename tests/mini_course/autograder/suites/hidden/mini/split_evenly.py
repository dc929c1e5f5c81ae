"""Properties that leave exactly one answer."""

from otter.test_files import test_case

from autograder.checks import assert_count, assert_raises, assert_true, seeded

OK_FORMAT = False
name = "split_evenly_hidden"


def assert_even(parts, total, count):
    assert_count(len(parts), count, "number of parts")
    assert_count(sum(parts), total, "sum")
    assert_true(parts == sorted(parts, reverse=True), "the larger parts come first")
    assert_true(parts[0] - parts[-1] <= 1, "two parts differ by more than 1")


@test_case(name="random totals", points=15, hidden=True)
@seeded
def test_random(split_evenly, rng):
    for _ in range(3):
        total, count = int(rng.integers(20, 99)), int(rng.integers(2, 9))
        assert_even(split_evenly(total, count), total, count)


@test_case(name="no part, or less, is an error", points=10, hidden=True)
@seeded
def test_error(split_evenly, rng):
    total, count = int(rng.integers(20, 99)), int(rng.integers(2, 9))
    assert_even(split_evenly(total, count), total, count)
    assert_raises(ValueError, split_evenly, total, 0)
    assert_raises(ValueError, split_evenly, total, -count)
