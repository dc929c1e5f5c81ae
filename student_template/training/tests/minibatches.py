import os

import numpy as np
from otter.test_files import test_case


def say(en: str, zh: str = "") -> str:
    """The message in the student's language; a course in one language has one."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if zh and language.startswith("zh") else en


def failure(en: str, zh: str = "") -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


def as_array(what: str, got: object) -> np.ndarray:
    """The value as an array; of a ragged list, one without numbers."""
    if got is None:
        raise failure(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c")
    try:
        return np.asarray(got)
    except ValueError:
        return np.asarray(None)


def integer(what: str, got: object, expected: int) -> None:
    """The integer `expected`, which neither 3.0 nor True is."""
    array = as_array(what, got)
    if array.ndim or array.dtype.kind not in "iu":
        kind = type(got).__name__
        raise failure(f"{what}: expected an integer, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6574\u6570\uff0c\u5f97\u5230 {kind}")
    if array != expected:
        raise failure(f"{what}: wrong: got {got}, expected {expected}", f"{what}\uff1a\u4e0d\u5bf9\uff1a\u5f97\u5230 {got}\uff0c\u5e94\u4e3a {expected}")


OK_FORMAT = False
name = "minibatches"


@test_case(name="public: the worked example, iterations", points=0, hidden=False)
def test_iterations(iterations_per_epoch):
    for n, drop_last, expected in ((10, False, 3), (10, True, 2), (8, False, 2), (9, False, 3)):
        integer(f"iterations_per_epoch({n}, 4, {drop_last})", iterations_per_epoch(n, 4, drop_last), expected)


@test_case(name="public: ten samples in batches of four", points=0, hidden=False)
def test_batches(minibatch_indices):
    got = minibatch_indices(10, 4, 0)
    try:
        batches = [[int(i) for i in batch] for batch in got]
    except (TypeError, ValueError):
        raise failure("expected a list of lists of integers", "\u5e94\u8fd4\u56de\u7531\u6574\u6570\u5217\u8868\u7ec4\u6210\u7684\u5217\u8868") from None
    if [len(batch) for batch in batches] != [4, 4, 2]:
        raise failure("expected batches of 4, 4 and 2 indices", "\u5404\u6279\u6b21\u5e94\u5206\u522b\u6709 4\u30014\u30012 \u4e2a\u4e0b\u6807")
    if sorted(i for batch in batches for i in batch) != list(range(10)):
        raise failure("expected every index 0..9 exactly once", "0..9 \u6bcf\u4e2a\u4e0b\u6807\u5e94\u6070\u597d\u51fa\u73b0\u4e00\u6b21")


@test_case(name="public: a batch larger than the data", points=0, hidden=False)
def test_large_batch(iterations_per_epoch, minibatch_indices):
    integer("iterations_per_epoch(3, 4, False)", iterations_per_epoch(3, 4, False), 1)
    integer("iterations_per_epoch(3, 4, True)", iterations_per_epoch(3, 4, True), 0)
    got = minibatch_indices(3, 4, 0)
    if len(got) != 1 or sorted(int(i) for i in got[0]) != [0, 1, 2]:
        raise failure("expected one batch with everything", "\u5e94\u53ea\u6709\u4e00\u4e2a\u5305\u542b\u5168\u90e8\u6837\u672c\u7684\u6279\u6b21")


@test_case(name="public: the seed decides", points=0, hidden=False)
def test_seed(minibatch_indices):
    first, again, other = ([int(i) for batch in minibatch_indices(60, 60, seed) for i in batch] for seed in (1, 1, 2))
    if first != again:
        raise failure("the same seed gives other batches", "\u79cd\u5b50\u76f8\u540c\uff0c\u6279\u6b21\u5374\u4e0d\u540c")
    if first == other:
        raise failure("another seed gives the same batches", "\u79cd\u5b50\u4e0d\u540c\uff0c\u6279\u6b21\u5374\u76f8\u540c")
