"""Where wrong numbers stand: for which arguments, at which entries. It narrows down what no list knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from autograder.diagnosis.forms import LOOSE, Form, Leaf, alike
from autograder.diagnosis.wording import Words

Mask = np.ndarray[tuple[Any, ...], np.dtype[np.bool_]]
TELLING = (0, 1, 0.0, 1.0)  # numbers that may be named: they say nothing of the other inputs
LEAST = 2  # inputs of each kind
SHARE = 0.6  # of all entries at most: what holds for nearly all of them is no place


class Answer(NamedTuple):
    """One ordinary call: its arguments by name, sizes among them, what came and what is right."""

    arguments: Mapping[str, object]
    got: Form
    want: Form


def whereabouts(answers: Sequence[Answer]) -> tuple[str, dict[str, Words]] | None:
    """The first statement about the place of what is wrong, with its words; None if there is none."""
    return next(_statements(answers), None)


def _statements(answers: Sequence[Answer]) -> Iterator[tuple[str, dict[str, Words]]]:
    right = [not _is_wrong(answer) for answer in answers]
    if sum(right) >= LEAST and right.count(False) >= LEAST:
        yield from _of_arguments(answers, right)
    yield from _of_entries(answers)


def _is_wrong(answer: Answer) -> bool:
    return not alike(answer.got, answer.want, replace(LOOSE, fits=False))


def _of_arguments(answers: Sequence[Answer], right: Sequence[bool]) -> Iterator[tuple[str, dict[str, Words]]]:
    """An argument or a size whose value decides."""
    names = [name for name in answers[0].arguments if all(name in a.arguments for a in answers)]
    for name in names:
        values = [a.arguments[name] for a in answers]
        if not all(isinstance(value, (str, bool, int, float)) for value in values):
            continue
        fine = {v for v, ok in zip(values, right) if ok}
        wrong = {v for v, ok in zip(values, right) if not ok}
        if fine & wrong:
            continue
        for what, found in (("right-only-where", fine), ("wrong-only-where", wrong)):
            (value, *more) = found
            if not more and (isinstance(value, (str, bool)) or value in TELLING):
                yield what, {"name": Words(name, name), "value": Words(_told(value), _told(value))}


def _told(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


def _of_entries(answers: Sequence[Answer]) -> Iterator[tuple[str, dict[str, Words]]]:
    """Entries of an argument of the same shape that are 0, negative or positive; the ends of an axis."""
    masks = [_wrong_entries(answer) for answer in answers]
    wrong = [(answer, mask) for answer, mask in zip(answers, masks) if mask is not None and mask.any()]
    if len(wrong) < LEAST or any(mask is None for mask in masks):
        return
    for name in answers[0].arguments:
        arrays = [answer.arguments.get(name) for answer, _ in wrong]
        if all(isinstance(a, np.ndarray) and a.shape == m.shape for a, (_, m) in zip(arrays, wrong)):
            for words, sign in SIGNS:
                if _explains([(np.sign(np.asarray(a)) == sign, m) for a, (_, m) in zip(arrays, wrong)]):
                    yield "wrong-where-argument", {"name": Words(name, f" {name} "), "sign": words}
    right = [a.want.array if isinstance(a.want, Leaf) else np.zeros(0) for a, _ in wrong]
    for words, sign in SIGNS:
        if _explains([(np.sign(array) == sign, m) for array, (_, m) in zip(right, wrong)]):
            yield "wrong-where-argument", {"name": Words("the right result", "正确结果"), "sign": words}
    dimensions = {mask.ndim for _, mask in wrong}
    for axis in range(min(dimensions)) if len(dimensions) == 1 else ():
        for words, at in ENDS:
            if _explains([(_end(mask.shape, axis, at), mask) for _, mask in wrong]):
                yield "wrong-at-the-end", {"end": words, "axis": Words(str(axis), str(axis))}
            if all(_only_at(_end(mask.shape, axis, at), mask, axis) for _, mask in wrong):
                yield "right-only-at-the-end", {"end": words, "axis": Words(str(axis), str(axis))}


SIGNS: tuple[tuple[Words, int], ...] = (
    (Words("0", " 0 "), 0),
    (Words("negative", "负数"), -1),
    (Words("positive", "正数"), 1),
)
ENDS = ((Words("first", "第一个"), 0), (Words("last", "最后一个"), -1))


def _wrong_entries(answer: Answer) -> Mask | None:
    if not isinstance(answer.got, Leaf) or not isinstance(answer.want, Leaf):
        return None
    got, want = answer.got.array, answer.want.array
    if got.shape != want.shape or not want.ndim:
        return None
    scale = float(np.abs(want).max()) if want.size else 0.0
    with np.errstate(all="ignore"):
        near = np.abs(got - want) <= max(LOOSE.relative * scale, LOOSE.absolute)
    return np.asarray(~near, dtype=np.bool_)


def _explains(pairs: Sequence[tuple[Mask, Mask]]) -> bool:
    """Whether all wrong entries lie in a place, most of the place is wrong, and it is not nearly everything."""
    inside = sum(int(place.sum()) for place, _ in pairs)
    wrong = sum(int(mask.sum()) for _, mask in pairs)
    total = sum(mask.size for _, mask in pairs)
    outside = sum(int((mask & np.logical_not(place)).sum()) for place, mask in pairs)
    return outside == 0 and wrong >= 2 * LEAST and 2 * wrong >= inside and inside <= SHARE * total


def _only_at(place: Mask, mask: Mask, axis: int) -> bool:
    """Whether all of a place is right, and all that is elsewhere wrong."""
    return mask.shape[axis] >= LEAST + 1 and not (mask & place).any() and bool((mask | place).all())


def _end(shape: tuple[int, ...], axis: int, at: int) -> Mask:
    place = np.zeros(shape, dtype=bool)
    place[(slice(None),) * axis + (at,)] = True
    return place
