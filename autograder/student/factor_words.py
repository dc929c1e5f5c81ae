"""The factor between what a student's function gave and what is expected, in words: 4 times, the number of rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from autograder.diagnosis.factors import CONSTANTS, NEAR, Scaling, fitting
from autograder.questions.contracts import Contract

Words = tuple[str, str]  # English, Chinese
# A factor of 2 has many possible causes, but one of 4 has one, if an array has 4 rows.
SIZES_TOO = ("4", "1/4", "10", "100", "1/100")
SAID_BY_NAME = ("ln 2", "1/ln 2", "sqrt(2)", "1/sqrt(2)", "pi", "2 pi")
EVERY = ("every number is", "每个数都")
EVERY_HERE = ("here every number is", "这里每个数都")
EVERY_CASE = ("in every wrong case the number is", "每个出错的例子中，结果都")
SYMBOL = re.compile(r"len\(\w+\)|\b(?!sqrt\b|len\b)[A-Za-z_]\w*")


@dataclass(frozen=True)
class Scaled:
    """A comparison with a factor, and the sizes in its call by their names in the stub."""

    scaling: Scaling
    names: dict[str, float]
    right: bool

    @property
    def factor(self) -> float:
        """Exactly 1 if the comparison is right."""
        return 1.0 if self.right else self.scaling.factor


def factor_words(mine: Scaled, pool: Sequence[Scaled], contract: Contract | None) -> dict[str, Words] | None:
    """The words of the statement "factor", or None if too few numbers agree.

    Args:
        mine: the comparison in question.
        pool: all comparisons of the same returned value, including this one and right ones.
        contract: of the function.
    """
    wrong = [scaled for scaled in pool if not scaled.right]
    expression = _expression(pool, wrong)
    reason = _reason(expression, mine.factor, contract)
    # One example is no rule: the others have to show the same factor, or the same cause.
    every = EVERY if expression or (len(wrong) == len(pool) > 1 and _agree(wrong)) else EVERY_HERE
    if mine.scaling.sizes < 2:
        # A single number always has a factor: another case has to show the same one, or the same cause.
        if len(wrong) < 2:
            return None
        if _agree(wrong):
            every = EVERY_CASE
        elif expression:
            every = ("the number is", "结果")
            reason = (f"{reason[0]}; the other wrong cases fit, too", f"{reason[1]}（其他出错的例子也符合）")
        else:
            return None
    elif mine.scaling.sizes < 3 and not expression and len(shown(mine.factor)) > 5:
        return None
    return {"every": every, "factor": _times(mine.factor), "reason": reason}


def _agree(wrong: Sequence[Scaled]) -> bool:
    return all(abs(scaled.factor - wrong[0].factor) <= NEAR * abs(wrong[0].factor) for scaled in wrong)


def _expression(pool: Sequence[Scaled], wrong: Sequence[Scaled]) -> str:
    """An expression for the factor that holds in all comparisons of the pool; empty if that is not certain."""
    factors = [(scaled.factor, scaled.names) for scaled in pool]
    for constant in fitting([(scaled.factor, scaled.names) for scaled in wrong], 0):
        if constant in SAID_BY_NAME and constant in fitting(factors, 0):
            return constant
        if constant not in SIZES_TOO:
            return ""
    for level in (1, 2):
        found = fitting(factors, level)
        if found:
            return found[0] if len(found) == 1 else ""
    return ""


def _reason(expression: str, factor: float, contract: Contract | None) -> Words:
    if not expression:
        return "", ""
    if expression in CONSTANTS:
        return f"; that is {expression}", f"，即 {expression}"
    symbols = list(dict.fromkeys(SYMBOL.findall(expression)))
    meant = [_symbol(symbol, contract) for symbol in symbols]
    if expression.lstrip("-") in (symbols[0], f"1/{symbols[0]}"):
        size = 1 / factor if "1/" in expression else factor
        number = shown(-size if expression.startswith("-") else size)
        return f"; {number} is {meant[0][0]}", f"；{number} 正是 {meant[0][1]}"
    named = [(symbol, words) for symbol, words in zip(symbols, meant) if words[0] != f"the argument {symbol}"]
    en = " and ".join(f"{symbol} being {words[0]}" for symbol, words in named)
    zh = "，".join(f"{symbol} 是 {words[1]}" for symbol, words in named)
    return f"; that is {expression}" + (f", {en}" if en else ""), f"，即 {expression}" + (f"，其中 {zh}" if zh else "")


def _symbol(symbol: str, contract: Contract | None) -> Words:
    if symbol.startswith("len("):
        name = symbol[4:-1]
        return f"the length of {name}", f"{name} 的长度"
    place = contract.axis(symbol) if contract is not None else None
    if place is None:
        return f"the argument {symbol}", f"参数 {symbol}"
    name, axis, axes = place
    named = {(0, 1): ("length", "长度"), (0, 2): ("number of rows", "行数"), (1, 2): ("number of columns", "列数")}
    if (axis, axes) in named:
        en, zh = named[axis, axes]
        return f"the {en} of {name}", f"{name} 的{zh}"
    return f"the length of axis {axis} of {name}", f"{name} 在第 {axis} 轴上的长度"


def shown(number: float) -> str:
    """The number as a person would write it: 4, 2.5, 1/3, 1/25."""
    fraction = Fraction(number).limit_denominator(12)
    unit = Fraction(1, max(1, round(1 / abs(number)))) * (1 if number > 0 else -1)
    for candidate in (fraction, unit if unit.denominator < 1000 else fraction):
        if abs(float(candidate) - number) <= NEAR * abs(number):
            decimal = f"{float(candidate):.4g}"
            is_short = Fraction(decimal) == candidate and len(decimal.lstrip("-")) < 5
            return decimal if is_short and abs(candidate.numerator) != 1 else str(candidate)
    return f"{number:.6g}"


def _times(factor: float) -> Words:
    number = shown(factor)
    if "/" in number and 0 < factor < 1:
        return f"{number} of", number
    return f"{number} times", f"{number} 倍"
