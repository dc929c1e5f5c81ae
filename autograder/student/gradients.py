"""`gradient_check`: a gradient beside central differences, for a student's notebook. When graded it does nothing.

from autograder.student.gradients import gradient_check

gradient_check(lambda z: cross_entropy(z, labels), logits, softmax_cross_entropy_grad(logits, labels))
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.student.finding import language

STEP = 1e-5  # relative to an entry: the cube root of what a float64 resolves, about
FINE = 1e-5  # a relative error that rounding explains
SMALL = 1e-4  # of the largest entry: what is smaller is measured by this
WORDS = {
    "en": {
        "fine": "gradient ok: the largest relative error is {error:.1e}{place}",
        "wrong": "gradient wrong: relative error {error:.1e}{place}: yours {mine:.6g}, by differences {theirs:.6g}",
        "more": "; {count} of {total} entries are off",
        "shape": "gradient wrong: its shape is {mine}, that of x is {theirs}",
        "finite": "f is not finite near x{place}",
        "number": "f must return one number, it returns the shape {shape}",
        "call": "{name} must be an array or a number, it is a function: call it, and give what it returns",
        "array": "{name} must be an array or a number, it is {kind}",
        "callable": "f must be a function, it is {kind}: lambda z: loss(z)",
        "returns": "f must return one number, it returns {kind}",
        "place": " at {at}",
    },
    "zh": {
        "fine": "梯度正确：最大相对误差为 {error:.1e}{place}",
        "wrong": "梯度不对：相对误差 {error:.1e}{place}：你的结果 {mine:.6g}，差分结果 {theirs:.6g}",
        "more": "；{total} 个元素中有 {count} 个不对",
        "shape": "梯度不对：它的形状是 {mine}，而 x 的形状是 {theirs}",
        "finite": "f 在 x 附近不是有限值{place}",
        "number": "f 应返回一个数，但返回值的形状是 {shape}",
        "call": "{name} 应当是数组或数，但给的是函数：请先调用它，再传入返回值",
        "array": "{name} 应当是数组或数，但给的是 {kind}",
        "callable": "f 应当是函数，但给的是 {kind}：例如 lambda z: loss(z)",
        "returns": "f 应返回一个数，但返回的是 {kind}",
        "place": "（位置 {at}）",
    },
}


def gradient_check(f: Callable[[Any], Any], x: Any, gradient: Any, *, lang: str | None = None) -> Any:
    """Compares a gradient of f at x with central differences, entry by entry, and prints what it finds.

    Args:
        f: a function of an array like x, with one number as its result.
        x: where the gradient was taken: an array of any shape, or a number.
        gradient: yours, of the shape of x.
        lang: "en" or "zh", else as `homework check` and the notebook's LANGUAGE say.

    Returns:
        The relative error of each entry, in the shape of x; inf where it cannot be told. A notebook does not show it
        below what was printed.
    """
    set_in = sys._getframe(1).f_globals.get("LANGUAGE")
    words = WORDS[language(lang or os.environ.get("HOMEWORK_LANG") or (set_in if isinstance(set_in, str) else None))]
    at, mine = _numbers(x), _numbers(gradient)
    theirs = _refused(f, (x, at), (gradient, mine), words) or _slopes(f, at, words)
    if isinstance(theirs, str):
        print(theirs)
        return _quiet(np.full(np.shape(at) if at is not None else (), np.inf))
    size = np.maximum(np.abs(mine), np.abs(theirs))
    error = np.abs(mine - theirs) / np.maximum(size, max(SMALL * float(np.abs(theirs).max(initial=0.0)), 1e-8))
    error = np.where(np.isfinite(mine), error, np.inf)
    if not error.size:
        return _quiet(error)
    worst = tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), error.shape))
    told = {"error": error[worst], "place": _at(worst, words), "mine": mine[worst], "theirs": theirs[worst]}
    off = int((error > FINE).sum())
    more = words["more"].format(count=off, total=error.size) if off > 1 else ""
    print(words["wrong" if off else "fine"].format(**told) + more)
    return _quiet(error)


def _refused(f: Any, x: tuple[Any, Any], gradient: tuple[Any, Any], words: dict[str, str]) -> str:
    """What is wrong with what was given; `x` and `gradient` are each what it is, and as numbers."""
    for name, (value, numbers) in (("x", x), ("gradient", gradient)):
        if numbers is None:
            return words["call" if callable(value) else "array"].format(name=name, kind=type(value).__name__)
    if not callable(f):
        return words["callable"].format(kind=type(f).__name__)
    at, mine = x[1], gradient[1]
    return "" if mine.shape == at.shape else words["shape"].format(mine=mine.shape, theirs=at.shape)


def _slopes(f: Callable[[Any], Any], at: Any, words: dict[str, str]) -> Any:
    """Central differences of `f` at each entry; in words, why there are none."""
    slopes = np.empty(at.shape)
    for place in np.ndindex(at.shape):
        step = STEP * max(1.0, abs(float(at[place])))
        values = []
        for sign in (1, -1):
            moved = at.copy()  # f may write into what it gets
            moved[place] += sign * step
            returned = f(moved[()] if at.ndim == 0 else moved)
            value = _numbers(returned)
            if value is None:
                return words["returns"].format(kind=type(returned).__name__)
            if value.size != 1:
                return words["number"].format(shape=value.shape)
            values.append(float(value.reshape(())))
        slopes[place] = (values[0] - values[1]) / (2 * step)
        if not np.isfinite(slopes[place]):
            return words["finite"].format(place=_at(place, words))
    return slopes


class _Errors(np.ndarray):
    """Relative errors, which a notebook does not show when they are a cell's last value: the message was printed."""

    said = False

    def _ipython_display_(self) -> None:
        if self.said:
            self.said = False  # asked for by name later on, they are shown
        else:
            print(repr(np.asarray(self)))


def _quiet(error: Any) -> Any:
    errors = np.asarray(error).view(_Errors)
    errors.said = True
    return errors


def _numbers(value: Any) -> Any:
    """A copy as an array of float64; None if it is no array of real numbers."""
    if value is None:
        return None
    try:
        array = np.array(value)
        return array.astype(np.float64) if array.dtype.kind in "fiub" else None
    except (TypeError, ValueError, RuntimeError):  # the last from a tensor of torch that is being differentiated
        return None


def _at(place: tuple[int, ...], words: dict[str, str]) -> str:
    return words["place"].format(at=list(place)) if place else ""
