"""Seeded inputs: every hidden case draws its own for each student, and the same ones each time."""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def digest_of(*key: object) -> bytes:
    """32 bytes that depend on the whole key: on its parts and their order."""
    return hashlib.sha256("\x1f".join(map(str, key)).encode("utf-8", "surrogatepass")).digest()


def generator(*key: object) -> np.random.Generator:
    """A generator that depends on the whole key (course seed, homework, case, student) and on nothing else.

    Example:
        >>> generator("mini", 1).integers(9, size=3).tolist() == generator("mini", 1).integers(9, size=3).tolist()
        True
    """
    return np.random.default_rng(int.from_bytes(digest_of(*key)[:16], "little"))


GENERATORS = ("rng", "shared_rng")  # of the case; the same for all cases of a question that ask for it


def generators(asked: Sequence[str], *key: object, case: str, who: object) -> dict[str, np.random.Generator]:
    """Those of `GENERATORS` that a case asks for, new ones.

    Args:
        asked: the case's parameters.
        key: of the question.
        case: its name.
        who: whose functions it judges.
    """
    keys = {"rng": (*key, case, who), "shared_rng": (*key, "of all its cases", who)}
    return {name: generator(*keys[name]) for name in GENERATORS if name in asked}


def _plain(case: Callable[..., None], missing: Sequence[str]) -> dict[str, np.random.Generator]:
    keys = {"rng": ("plain", case.__name__), "shared_rng": ("plain",)}
    return {name: generator(*keys[name]) for name in missing}


def seeded(case: Callable[..., None]) -> Callable[..., None]:
    """Gives a case a generator `rng` where nobody else does, or `shared_rng`. It belongs below `@test_case`.

    The engine passes one for each student. Plain otter passes None for a name that it does not know, and then the case
    draws from a generator that depends on its own name. A `shared_rng` draws the same for all cases of a question:
    where a call takes seconds, several cases can judge the same one (`call_once`).

    Example:
        >>> @seeded
        ... def test_values(square, rng):
        ...     x = rng.normal(size=3)
        ...     assert np.allclose(square(x), x**2)
        >>> test_values(np.square)
    """
    asked = [name for name in GENERATORS if name in inspect.signature(case).parameters]

    @functools.wraps(case)
    def run(*args: Any, **kwargs: Any) -> None:
        missing = [name for name in asked if kwargs.get(name) is None]
        case(*args, **kwargs | _plain(case, missing))

    return run


def drawn(case: Callable[..., None]) -> Callable[..., None]:
    """A seeded case for plain otter: as it is, with its generator bound.

    otter takes the line of a failure from the frame below its own, where a wrapper of ours would stand.
    """
    if not hasattr(case, "__wrapped__"):
        return case
    plain = inspect.unwrap(case)
    signature = inspect.signature(plain)
    bound = functools.partial(plain, **_plain(plain, [name for name in GENERATORS if name in signature.parameters]))
    others = [parameter for name, parameter in signature.parameters.items() if name not in GENERATORS]
    bound.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
    return bound


def primes(rng: np.random.Generator, count: int) -> list[int]:
    """Distinct small primes in random order: with such sizes no transposed or broadcast array goes unnoticed.

    Example:
        >>> n, d = primes(generator("shapes"), 2)
        >>> n != d and {n, d} < {3, 5, 7, 11, 13}
        True
    """
    return [int(p) for p in rng.permutation([3, 5, 7, 11, 13])[:count]]


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...], least: float = 0.3) -> np.ndarray[Any, Any]:
    """Normal draws, moved away from 0, of both signs: no entry is neutral, and no lost sign goes unnoticed.

    Example:
        >>> bool((np.abs(away_from_zero(generator("draws"), (7, 3))) >= 0.3).all())
        True
    """
    draws = rng.normal(size=shape)
    signs = np.where(draws < 0, -1.0, 1.0)
    return np.asarray(signs * (np.abs(draws) + least))
