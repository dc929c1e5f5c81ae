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
        "place": " at {at}",
    },
    "zh": {
        "fine": "梯度正确：最大相对误差为 {error:.1e}{place}",
        "wrong": "梯度不对：相对误差 {error:.1e}{place}：你的结果 {mine:.6g}，差分结果 {theirs:.6g}",
        "more": "；{total} 个元素中有 {count} 个不对",
        "shape": "梯度不对：它的形状是 {mine}，而 x 的形状是 {theirs}",
        "finite": "f 在 x 附近不是有限值{place}",
        "number": "f 应返回一个数，但返回值的形状是 {shape}",
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
        The relative error of each entry, in the shape of x; inf where it cannot be told.
    """
    set_in = sys._getframe(1).f_globals.get("LANGUAGE")
    words = WORDS[language(lang or os.environ.get("HOMEWORK_LANG") or (set_in if isinstance(set_in, str) else None))]
    at = np.array(x, dtype=np.float64)
    mine = np.asarray(gradient, dtype=np.float64)
    if mine.shape != at.shape:
        print(words["shape"].format(mine=mine.shape, theirs=at.shape))
        return np.full(at.shape, np.inf)
    theirs = np.empty(at.shape)
    for place in np.ndindex(at.shape):
        step = STEP * max(1.0, abs(float(at[place])))
        values = []
        for sign in (1, -1):
            moved = at.copy()  # f may write into what it gets
            moved[place] += sign * step
            value = np.asarray(f(moved[()] if at.ndim == 0 else moved), dtype=np.float64)
            if value.size != 1:
                print(words["number"].format(shape=value.shape))
                return np.full(at.shape, np.inf)
            values.append(float(value.reshape(())))
        theirs[place] = (values[0] - values[1]) / (2 * step)
        if not np.isfinite(theirs[place]):
            print(words["finite"].format(place=_at(place, words)))
            return np.full(at.shape, np.inf)
    size = np.maximum(np.abs(mine), np.abs(theirs))
    error = np.abs(mine - theirs) / np.maximum(size, max(SMALL * float(np.abs(theirs).max(initial=0.0)), 1e-8))
    error = np.where(np.isfinite(mine), error, np.inf)
    if not error.size:
        return error
    worst = tuple(int(i) for i in np.unravel_index(int(np.argmax(error)), error.shape))
    told = {"error": error[worst], "place": _at(worst, words), "mine": mine[worst], "theirs": theirs[worst]}
    off = int((error > FINE).sum())
    more = words["more"].format(count=off, total=error.size) if off > 1 else ""
    print(words["wrong" if off else "fine"].format(**told) + more)
    return error


def _at(place: tuple[int, ...], words: dict[str, str]) -> str:
    return words["place"].format(at=list(place)) if place else ""
