# Mocks, generators, coroutines and lambdas in the place of values.
from unittest import mock


def square(x):
    return mock.MagicMock(return_value=True)


def mean_and_std(x):
    yield 0.0
    yield 0.0


async def split_evenly(total, parts):
    return [0]
