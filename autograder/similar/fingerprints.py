"""Fingerprints of sequences, and who shares rare ones: winnowing (Schleimer, Wilkerson, Aiken 2003), an inverted index.

Every k tokens that follow each other have a hash, and of every w hashes that follow each other the smallest is kept. So
two sequences that have k + w - 1 tokens in common, wherever these stand, share a fingerprint; and none of fewer than k
tokens is one.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

K, W = 8, 4  # tokens of a fingerprint, and the window: what has 11 tokens in common is found
COMMON = 3  # what more than a third of a class has says nothing
FEW = 50  # more than so many do not make pairs: what they share counts for pairs that something rarer has made
LEAST, GOOD_PART = 3, 0.2  # of what few have, two must share so many, and this part of whoever has less
Span = tuple[int, int]  # the first of its tokens, and the one behind the last


@lru_cache(maxsize=1 << 16)
def _number(token: str) -> int:
    return int.from_bytes(hashlib.blake2b(token.encode("utf-8", "backslashreplace"), digest_size=8).digest(), "big")


def hashes(tokens: Sequence[str], k: int = K) -> list[int]:
    """The hash of every k tokens that follow each other: Python's of a tuple of numbers, the same in every run."""
    numbers = [_number(token) for token in tokens]
    return list(map(hash, zip(*(numbers[i:] for i in range(k)))))


def winnow(tokens: Sequence[str], k: int = K, w: int = W) -> dict[Hashable, list[Span]]:
    """The fingerprints of a sequence, and where they stand; of one with fewer than k + w - 1 tokens at most one."""
    found: dict[Hashable, list[Span]] = {}
    values = hashes(tokens, k)
    last = -1
    for start in range(max(1, len(values) - w + 1) if values else 0):
        window = values[start : start + w]
        if last >= start and (len(window) < w or window[-1] > values[last]):
            continue  # the smallest of the window before is the smallest of this one
        window.reverse()
        last = start + len(window) - 1 - window.index(min(window))  # of equal ones the rightmost
        found.setdefault(values[last], []).append((last, last + k))
    return found


class Index:
    """What each of a class has, and how rare that is. Nothing is added once it was asked."""

    def __init__(self) -> None:
        self._held: dict[str, frozenset[Hashable]] = {}
        self._count: Counter[Hashable] = Counter()

    def add(self, name: str, found: Iterable[Hashable]) -> None:
        """Notes what one of them has."""
        self._held[name] = frozenset(found)
        self._count.update(self._held[name])

    @cached_property
    def common(self) -> float:
        """What more than so many have says nothing."""
        return max(2.0, len(self._held) / COMMON)

    @cached_property
    def _weight(self) -> dict[Hashable, float]:
        """How much each counts that is not common, by its rarity."""
        by_count = [rarity(count, len(self._held)) for count in range(int(self.common) + 1)]
        return {one: by_count[count] for one, count in self._count.items() if count <= self.common}

    @cached_property
    def _shared(self) -> dict[str, frozenset[Hashable]]:
        """By name, what counts and somebody else has as well."""
        shared = {one for one in self._weight if self._count[one] > 1}
        return {name: found & shared for name, found in self._held.items()}

    @cached_property
    def _whole(self) -> dict[str, float]:
        """By name, all that somebody has, each counted by its rarity."""
        return {name: self._telling(found & self._weight.keys()) for name, found in self._held.items()}

    def _telling(self, some: Iterable[Hashable]) -> float:
        return sum(map(self._weight.__getitem__, some))

    def likeness(self, a: str, b: str) -> Likeness:
        """How much two of them share."""
        shared = self._shared[a] & self._shared[b]
        rare = self._telling(shared)
        smaller = min(self._whole[a], self._whole[b])
        return Likeness(rare, rare / smaller if smaller else 0.0, shared)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Who shares a good part of what few have; an inverted index is gone through, not every pair of a class."""
        few = min(self.common, FEW)
        having: defaultdict[Hashable, list[str]] = defaultdict(list)
        own: Counter[str] = Counter()
        for name in sorted(self._held):
            for one in self._held[name]:
                if self._count[one] <= few:
                    own[name] += 1
                    if self._count[one] > 1:
                        having[one].append(name)
        times: Counter[tuple[str, str]] = Counter()
        for names in having.values():
            times.update(combinations(names, 2))
        for (a, b), shared in times.items():
            if shared >= max(LEAST, GOOD_PART * min(own[a], own[b])):
                yield a, b


def rarity(count: int, of: int) -> float:
    """Of what so many of a class have: 1 if two do, 0 if all do; between them by the logarithm."""
    return math.log(of / count) / math.log(of / 2) if of > count > 2 else float(count <= 2)


@dataclass(frozen=True)
class Likeness:
    """What two share.

    Attributes:
        rare: how many fingerprints that few others have, each counted by its rarity.
        share: of the rare ones of whoever has fewer, from 0 to 1.
        shared: these fingerprints.
    """

    rare: float
    share: float
    shared: frozenset[Hashable]

    @property
    def score(self) -> float:
        """Large only if much is shared and little is not."""
        return self.rare * self.share


def clusters(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Who hangs together by pairs, the largest group first."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        root.setdefault(name, name)
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for a, b in pairs:
        root[find(a)] = find(b)
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(root):
        groups[find(name)].append(name)
    return sorted(groups.values(), key=lambda group: (-len(group), group))


def spans(found: Mapping[Hashable, Sequence[Span]], shared: Iterable[Hashable]) -> list[Span]:
    """Where shared fingerprints stand, joined where they overlap or touch."""
    joined: list[Span] = []
    for start, end in sorted(span for one in shared for span in found.get(one, ())):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
