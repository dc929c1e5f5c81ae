"""The first wrong quantity in words, in both languages; and the way from values to the aligner's arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.diagnosis.aligning import First
from autograder.diagnosis.factors import Symbols
from autograder.diagnosis.quantities import Held, Place, Quantity, Run
from autograder.results import Message, place_words
from autograder.wire.parts import RETURNED, parts

Words = tuple[str, str]
HOW: Mapping[str, Words] = {
    "without": ("it is {expected} without the factor `{term}`", "与{expected}相比，少乘了因子 `{term}`"),
    "divided": (
        "it is {expected} divided by `{term}` (a factor is missing, or a division is one too many)",
        "它等于{expected}除以 `{term}`（少乘了一个因子，或者多除了一次）",
    ),
    "times": (
        "it is {expected} times `{term}` (a factor is one too many, or a division is missing)",
        "它等于{expected}乘以 `{term}`（多乘了一个因子，或者少除了一次）",
    ),
    "scaled": ("it is {term} times {expected}", "它是{expected}的 {term} 倍"),
    "opposite": ("it is {expected} with the opposite sign", "它与{expected}符号相反"),
    "some-factor": ("it is {expected} up to one common factor", "它与{expected}只差一个共同的因子"),
    "without-term": ("it is {expected} without the summand `{term}`", "与{expected}相比，少加了 `{term}`"),
    "plus-term": ("it is {expected} plus `{term}`", "与{expected}相比，多加了 `{term}`"),
}


def sentence(first: First, at: Words | None = None) -> Message:
    """What is said of the first wrong quantity.

    Args:
        first: what the aligner has found.
        at: the place in words, in both languages, if it is not to be told by cell and line.
    """
    right = _right(first.right)
    if first.how == "nothing":
        return Message(
            f"No variable of yours has the value of `{first.label}`; {right[0]}.",
            f"你的变量里没有一个等于 `{first.label}`；{right[1]}。",
        )
    if first.how == "wrong":
        en, zh = _returned(first.name) or (f"`{first.label}`", f" `{first.label}` ")
        if first.first:
            return Message(
                f"{_capital(right[0])}; the first that is not is {en}.", f"{right[1]}；最先不对的是{zh.rstrip()}。"
            )
        return Message(f"{_capital(right[0])}; {en} is not.", f"{right[1]}；{zh.lstrip()}不对。")
    if first.how == "after":
        return Message(f"{_capital(right[0])}: what is wrong comes after.", f"{right[1]}：错误出在它们之后。")
    expected = ("the expected one", "应有的值")
    if first.label and not first.named and first.sure:
        expected = (f"the expected `{first.label}`", f"应有的 `{first.label}` ")
    en, zh = _who(first, at)
    how_en, how_zh = HOW[first.how]
    how_en, how_zh = (
        how_en.format(expected=expected[0], term=first.term),
        how_zh.format(expected=expected[1], term=first.term).replace(" ，", "，"),
    )
    differs = (" is the first value that differs", "是最先出现差异的值") if first.first else (" differs", "有差异")
    if not first.sure:
        label = f"`{first.label}`"
        differs = f", if it is your {label},{differs[0]}", f"如果就是你的 {label}，那么它{differs[1]}"
    after = (f" {_capital(right[0])}.", f"{right[1]}。") if first.right else ("", "")
    return Message(f"{_capital(en)}{differs[0]}: {how_en}.{after[0]}", f"{zh}{differs[1]}：{how_zh}。{after[1]}")


def _who(first: First, at: Words | None) -> Words:
    returned = _returned(first.name)
    name = returned or (f"`{first.name}`", f"`{first.name}`")
    if at is None and first.place is not None:
        where = place_words(*first.place)
        at = where.en, where.zh
    before = "" if name[1].startswith("返回的") else "的" if returned else "的 "
    zh = f"{name[1]} " if name[1].endswith("`") else name[1]
    return (f"{name[0]} in {at[0]}", f"{at[1]}{before}{zh}") if at else (name[0], zh)


def _returned(name: str) -> Words | None:
    """What a returned value is called: by its position from 1, or its key."""
    if not name.startswith(RETURNED):
        return None
    path = re.findall(r"\[([^\]]*)\]", name.removeprefix(RETURNED))
    if not path:
        return "the returned value", "返回值"
    if not path[-1].isdecimal():
        key = path[-1].strip("'\"")
        return f"the returned `{key}`", f"返回的 `{key}`"
    rest = "".join(f"[{part}]" for part in path[1:])
    inside = (f", entry {rest}", f"的 {rest} ") if rest else ("", "")
    number = int(path[0]) + 1
    return f"returned value {number}{inside[0]}", f"第 {number} 个返回值{inside[1]}"


def _right(names: Sequence[str]) -> Words:
    shown = [f"`{name}`" for name in names]
    *others, last = shown or [""]
    en = f"{', '.join(others)} and {last} are right" if others else f"{last} is right"
    return en, f"{'、'.join(shown)} 是对的"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def run_of(
    names: Sequence[str],
    sizes: Symbols,
    args: Sequence[Any],
    quantities: Iterable[tuple[int, str, Any]],
    held: Iterable[tuple[str, Place, Any]],
    *,
    complete: bool,
    missed: Iterable[int],
) -> Run:
    """A call as the aligner takes it.

    Args:
        names: of the parameters.
        sizes: sizes and numbers of the call, by the names that the stub gives them.
        args: the arguments.
        quantities: number, label and value of what the reference made.
        held: name, place and value of what the student's variables held.
        complete: whether all of these were seen.
        missed: the sizes of those that were not kept.
    """
    arguments = {part: _array(value) for name, arg in zip(names, args) for part, value in parts(name, arg)}
    return Run(
        tuple(Quantity(number, label, array) for number, label, value in quantities for array in _arrays(value)),
        tuple(Held(name, where, array) for name, where, value in held for array in _arrays(value)),
        {name: array for name, array in arguments.items() if array is not None},
        sizes,
        complete,
        frozenset(missed),
    )


def _arrays(value: Any) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    array = _array(value)
    return [array] if array is not None else []


def _array(value: Any) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """Numbers as floats; None for anything else, whoever says so."""
    if isinstance(value, bool | int | float):
        return np.asarray(float(value))
    if isinstance(value, str):  # of a text it only counts whether it is the right one
        return np.array([*map(ord, value), np.nan])
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        with np.errstate(all="ignore"):
            return value.astype(np.float64)
    return None
