"""Code as tokens without what a copy would change: comments, docstrings, layout, own names, the form of literals.

A lexer of our own over bounded text: nothing is parsed, every text has tokens, and it takes time in proportion to it.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

_LEXER = re.compile(
    r"""
    (?: [^\S\n]++ | \\\n | \#[^\n]*+ )*+
  (?: (?P<name> (?! [rRbBuUfF]{1,2}["'] ) [^\W\d]\w*+ )
  | (?P<newline> \n )
  | (?P<string> [rRbBuUfF]{0,2}+ (?: \"\"\"(?:[^\\"]|\\.|"(?!""))*+\"\"\" | '''(?:[^\\']|\\.|'(?!''))*+'''
                                  | "(?!"")(?:[^\\"\n]|\\.)*+" | '(?!'')(?:[^\\'\n]|\\.)*+' ) )
  | (?P<broken> (?:\"\"\"|''').*+ | ["'][^\n]*+ )
  | (?P<number> (?:0[xX][\da-fA-F_]++ | 0[bB][01_]++ | 0[oO][0-7_]++
                 | (?:\d[\d_]*+\.?[\d_]*+ | \.\d[\d_]*+) (?:[eE][+-]?\d[\d_]*+)?+ ) [jJ]? )
  | (?P<op> \*\*= | //= | >>= | <<= | \.\.\. | != | -> | := | [+\-*/%@&|^=<>]= | \*\* | // | << | >> | . )
  | \Z )
    """,
    re.VERBOSE | re.DOTALL,
)
OWN = "v"  # what every name of the student's own becomes
TEXT = "'"  # and every text with a space in it; others (`ij,jk->ik`, `float64`) say something of how it is done
_TEXTS = ("string", "broken")
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
# Modules as everybody calls them. Other names of a file may be anybody's.
MODULES = ("np", "numpy", "torch", "nn", "F", "math", "random", "itertools", "functools", "collections")
# What functions of NumPy and torch call their arguments, and what is used of torch and the standard library.
WORDS = re.findall(
    r"\w+",
    """
    axis axes keepdims dtype copy out where initial ddof casting order key reverse default start stop step num
    endpoint dim keepdim size replace p shape low high loc scale seed requires_grad retain_graph create_graph
    bias padding stride dilation kernel_size in_channels out_channels in_features out_features groups inplace
    optimize strict nn functional Module Linear Conv2d MaxPool2d AvgPool2d ReLU Sigmoid Tanh Flatten Sequential
    Parameter BatchNorm2d Identity forward backward tensor no_grad detach numpy item view permute unsqueeze
    squeeze flatten relu sigmoid tanh softmax log_softmax cross_entropy conv2d max_pool2d unfold fold cat stack
    grad zero_ float double long parameters weight data pi inf nan fsum comb sqrt exp log log1p expm1 hypot
    product chain accumulate combinations permutations repeat Counter defaultdict deque most_common reduce
    lru_cache cache partial default_rng Generator standard_normal normal uniform integers shuffle permutation
    choice binomial
    """,
)


class Token(NamedTuple):
    """One token: what is compared, and where it stands in the text."""

    text: str
    start: int
    end: int
    line: int  # logical ones, from 0


@dataclass(frozen=True)
class Words:
    """Names that are not the student's: what they say is part of what is compared."""

    bare: frozenset[str]
    attributes: frozenset[str]


@cache
def words(functions: Collection[str] = ()) -> Words:
    """The names that a homework brings: Python's, NumPy's, those of the functions that it asks for."""
    kinds = (
        np,
        np.ndarray,
        np.linalg,
        np.random,
        np.random.Generator,
        np.ufunc,
        str,
        list,
        dict,
        set,
        tuple,
        float,
        int,
    )
    members = {name for kind in kinds for name in dir(kind) if not name.startswith("_")}
    bare = {*keyword.kwlist, *dir(builtins), *MODULES, *functions}
    return Words(frozenset(bare), frozenset({*members, *WORDS, *bare}))


_Raw = tuple[str, str, int, int, int, int]  # kind, text, start, end, depth of brackets around it, logical line


def _raw(source: str) -> list[list[_Raw]]:
    """What stands in each logical line, without comments and spaces."""
    depth = 0
    lines = [list[_Raw]()]
    for found in _LEXER.finditer(source):
        kind = found.lastgroup
        if kind is None:  # the end
            break
        text = found[kind]
        if kind == "newline" or (text == ";" and not depth):
            if not depth and lines[-1]:
                lines.append([])
            continue
        if text in _CLOSE and depth:
            depth -= 1
        lines[-1].append((kind, text, found.start(kind), found.end(), depth, len(lines) - 1))
        if text in _OPEN:
            depth += 1
    return lines


def tokens(source: str, known: Words) -> list[Token]:
    """The tokens of one statement or function, as they are compared.

    The head of a function says only that there is one: its names and annotations are prescribed. A text that stands
    alone on its line is a docstring.
    """
    kept = [
        raw
        for line in _raw(source)
        if line and not (line[0][0] in _TEXTS and all(one[0] in _TEXTS for one in line))
        for raw in line
    ]
    body = _without_head(kept)
    bound = _bound(body)
    said = list[Token]()
    before = ""
    for raw, after in zip(body, [*(raw[1] for raw in body[1:]), ""]):
        kind, text, start, end, depth, line = raw
        if kind == "name":
            if before == "." or (depth and after == "="):  # an attribute, an argument by name
                shown = text if text in known.attributes else OWN
            else:
                shown = text if text in known.bare and text not in bound else OWN
        elif kind == "op":
            shown = text
        else:
            shown = _number(text) if kind == "number" else _text(text) if kind == "string" else TEXT
        before = text
        if text != ",":  # a trailing one is layout, the others say nothing
            said.append(Token(shown, start, end, line))
    return said


def _without_head(code: list[_Raw]) -> list[_Raw]:
    at = 0
    while at < len(code) and code[at][1] == "@" and not code[at][4]:  # a decorator's line
        line = code[at][5]
        while at < len(code) and code[at][5] == line:
            at += 1
    head = at + 1 if at < len(code) and code[at][1] == "async" else at
    if head >= len(code) or code[head][1] != "def":
        return code
    end = next((i for i in range(head, len(code)) if code[i][1] == ":" and not code[i][4]), len(code))
    return [code[head], *code[end + 1 :]]


def _bound(code: list[_Raw]) -> set[str]:
    """Names that a function gives to values of its own, though they may be Python's as well (`sum`, `max`)."""
    bound, targets, before = set[str](), False, ("", "", 0, 0, 0, 0)
    for raw in code:
        text = raw[1]
        if text == "for" or text == "in":
            targets = text == "for"
        elif targets and raw[0] == "name":
            bound.add(text)
        elif text == "=" and not raw[4] and before[0] == "name":
            bound.add(before[1])
        before = raw
    return bound


def _text(text: str) -> str:
    content = text.strip("rRbBuUfF").strip("\"'")
    return TEXT if any(map(str.isspace, content)) else f"'{content}"


@lru_cache(maxsize=4096)
def _number(text: str) -> str:
    plain = text.replace("_", "").lower()
    try:
        return format(float(plain), "g")
    except (ValueError, OverflowError):
        return plain
