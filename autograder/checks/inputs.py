"""Seeded inputs: every hidden case draws its own, per student and repeatable."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np


def digest_of(*key: object) -> bytes:
    """32 bytes that depend on the whole key, parts and their order."""
    return hashlib.sha256("\x1f".join(map(str, key)).encode("utf-8", "surrogatepass")).digest()


def generator(*key: object) -> np.random.Generator:
    """A generator that depends on the whole key and on nothing else (course seed, homework, case, student)."""
    return np.random.default_rng(int.from_bytes(digest_of(*key)[:16], "little"))


def seeded(case: Callable[..., None]) -> Callable[..., None]:
    """Gives a case its generator `rng` where nobody else does.

    The engine passes one per student; plain otter passes None for a name it does not know, and then the
    case draws from a generator of its own name. Stands below `@test_case`.
    """

    @functools.wraps(case)
    def run(*args: Any, rng: np.random.Generator | None = None, **kwargs: Any) -> None:
        case(*args, rng=generator("plain", case.__name__) if rng is None else rng, **kwargs)

    return run


def primes(rng: np.random.Generator, count: int) -> list[int]:
    """Distinct small primes in random order: sizes that no transposed or broadcast array survives."""
    return [int(p) for p in rng.permutation([3, 5, 7, 11, 13])[:count]]


def away_from_zero(rng: np.random.Generator, shape: tuple[int, ...], least: float = 0.3) -> np.ndarray[Any, Any]:
    """Normal draws pushed away from 0, with both signs: no neutral element, no lost sign."""
    draws = rng.normal(size=shape)
    signs = np.where(draws < 0, -1.0, 1.0)
    return np.asarray(signs * (np.abs(draws) + least))
