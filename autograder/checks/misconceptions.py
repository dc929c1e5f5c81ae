"""How a known mistake is written down: a function with the stub's signature, an id, and a hint in each language.

A file of misconceptions may also define names that the diagnosis reads:

    def probes(rng): ...        function name -> list of argument tuples: further inputs that tell mistakes apart,
                                beside those with which the hidden suite calls the reference
    FREE_ANSWER = ("name",)     functions with more than one right result; or by name the further right functions
                                (`{"name": (f, g)}`): mistakes are told apart only where all of them agree
    RECOGNISE = {"name": look}  functions with so many that mistakes only show as symptoms: look(shown) gets what the
                                function did with each of its probes, a list of `Shown`, and returns an id or None
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any


@dataclass(frozen=True)
class Misconception:
    """A known mistake in one function of a question."""

    id: str
    function: str
    wrong: Callable[..., Any]
    en: str
    zh: str
    convention: bool  # right by another convention than the course's, which is what students are told
    edge: tuple[str, ...] = ()  # the only hidden cases in which it loses points; empty if ordinary inputs show it
    # Those it has a hint in; where English or Chinese is none of them, `en` or `zh` is the first one.
    languages: tuple[str, ...] = ("en", "zh")


@dataclass(frozen=True)
class Together:
    """Two or more known mistakes of one function, made together: whoever does is told the hint of each."""

    ids: tuple[str, ...]
    function: str
    wrong: Callable[..., Any]


@dataclass(frozen=True)
class Shown:
    """What a function did with one probe; a student's function may return anything that can be sent."""

    args: list[Any]  # as they were before the call
    result: Any  # None if it raised
    error: str  # the built-in exception that it raised, or ""
    changed: tuple[int, ...]  # the positions of the arguments that it changed


def misconception(
    id: str,
    *,
    function: str,
    en: str | None = None,
    zh: str | None = None,
    convention: bool = False,
    edge: str | tuple[str, ...] = (),
    **others: str,
) -> Callable[[Callable[..., Any]], Misconception]:
    """Names the mistake that the decorated function makes.

    Args:
        id: kebab-case, unique within the question.
        function: the function of the question that has this mistake.
        en: the hint in English, if the course is in English; it points at the concept and does not give the solution
            away.
        zh: the hint in Chinese, if the course is in Chinese.
        convention: whether it is another convention and not an error.
        edge: the names of the hidden cases for the edge (NaN, one sample, ties) at which it is wrong. Ordinary inputs
            do not show such a mistake: the gate demands that it loses points in these cases and in no others.
        others: the hint in further languages.

    Example:
        >>> @misconception("summed", function="loss", en="Is it a sum or a mean?", zh="求和还是求平均？")
        ... def summed(z):
        ...     return z.sum()
        >>> summed.id, summed.function, float(summed.wrong(np.ones(3)))
        ('summed', 'loss', 3.0)
    """
    cases = (edge,) if isinstance(edge, str) else edge
    hints = {language: hint for language, hint in {"en": en, "zh": zh, **others}.items() if hint is not None}
    if not hints:
        raise TypeError(f"{id}: has no hint: write one in each language of the course, as en=...")
    first = next(iter(hints.values()))
    in_english, in_chinese = hints.get("en", first), hints.get("zh", first)

    def name(wrong: Callable[..., Any]) -> Misconception:
        return Misconception(id, function, wrong, in_english, in_chinese, convention, cases, tuple(hints))

    return name


def together(*ids: str, function: str) -> Callable[[Callable[..., Any]], Together]:
    """Says that the decorated function makes several known mistakes at once.

    Most pairs need no such function: their result is computed where the mistakes lie in different returned values,
    where one scales the result, or where both add something to it.

    Args:
        ids: of mistakes in the same file.
        function: the function of the question that has them.

    Example:
        >>> @together("summed", "squared", function="loss")
        ... def both(z):
        ...     return (z**2).sum()
        >>> both.ids
        ('summed', 'squared')
    """
    return lambda wrong: Together(ids, function, wrong)


def pairs(function: str, wrong: Callable[..., Any], mistakes: Mapping[str, Mapping[str, Any]]) -> tuple[Together, ...]:
    """All pairs of the mistakes that a function of ours makes by its options, as far as these are different ones.

    Args:
        function: the function of the question that has them.
        wrong: right without options, with keyword-only options for its mistakes.
        mistakes: the options that make each mistake, by its id in the same file.

    Example:
        >>> def loss(z, *, summed=False, power=1):
        ...     return (z**power).sum() if summed else (z**power).mean()
        >>> [both.ids for both in pairs("loss", loss, {"summed": {"summed": True}, "squared": {"power": 2}})]
        [('summed', 'squared')]
    """
    return tuple(
        Together((one, other), function, partial(wrong, **a, **b))
        for (one, a), (other, b) in itertools.combinations(mistakes.items(), 2)
        if not a.keys() & b.keys()
    )
