r"""LaTeX formulas as MathML, which browsers show without script or network.

latex2mathml reads the formula; what it makes is not trusted. Its own serialiser undoes the escapes of `<`, and
it passes on attributes that the formula chose (`\href`, `\style`): the tree is written out here, from the
lists of what a page of answers may hold.
"""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from markupsafe import Markup

from autograder.reports.escape import for_html
from autograder.written.effort import Effort, Exhausted
from autograder.written.fragment import ANY_TEXT, MATHS, MATHS_ATTRIBUTES

LENGTH_LIMIT = 4_000  # characters of one formula
DEPTH_LIMIT = 60  # levels of its tree; browsers stop at 512 for the whole page
OUTPUT_LIMIT = 100_000  # characters of its MathML
CALLS_LIMIT = 300_000  # about forty are needed per character

# Definitions are not expanded: two of them can multiply each other without end.
_DEFINITIONS = re.compile(
    r"\\(def|edef|gdef|let|newcommand|renewcommand|newenvironment|DeclareMathOperator)(?![a-zA-Z])"
)
# Environments that the converter does not know, as one that it knows and that looks the same.
_ENVIRONMENTS = {
    "aligned": "align*",
    "alignedat": "align*",
    "align": "align*",  # its numbers would begin anew with every formula
    "split": "align*",
    "eqnarray": "align*",
    "eqnarray*": "align*",
    "gather": "matrix",
    "gather*": "matrix",
    "gathered": "matrix",
    "multline": "matrix",
    "multline*": "matrix",
}
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-zA-Z]+\*?)\}")

_ROWS = {"mrow", "mstyle", "mtd"}  # of as many elements as there are; a fraction has two
# Of so many elements, no more and no fewer: `\frac{1}` has no denominator.
_PARTS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
# What a formula hides is shown: whoever grades has to see all of an answer.
_INSTEAD = {"mphantom": "mrow", "merror": "mrow", "mmultiscripts": "mrow"}


class _Unshowable(Exception):
    """The tree is too deep or too large, or is no MathML."""


def formula(latex: str, effort: Effort, *, display: bool) -> Markup:
    """A formula as MathML; as its source where that cannot be had within the limits.

    Args:
        latex: the formula without its dollars.
        effort: how much work may still be done for this text.
        display: on lines of its own.
    """
    mathml = _mathml(latex, effort, display)
    if mathml is None:
        dollars = "$$" if display else "$"
        lines = [for_html(line, ANY_TEXT) for line in latex.strip().split("\n")]
        return Markup('<code class="tex">{}{}{}</code>').format(dollars, Markup("<br />").join(lines), dollars)
    return mathml


def _mathml(latex: str, effort: Effort, display: bool) -> Markup | None:
    if len(latex) > LENGTH_LIMIT or _DEFINITIONS.search(latex) or not latex.strip():
        return None
    from latex2mathml.converter import convert_to_element  # takes a moment to load its table of symbols

    source = _ENVIRONMENT.sub(_known_environment, latex)
    if display and r"\\" in source and r"\begin" not in source:  # a line break: MathJax takes it as one too
        lines = "align*" if "&" in source else "matrix"
        source = rf"\begin{{{lines}}}{source}\end{{{lines}}}"
    mode = "block" if display else "inline"
    try:
        tree = effort.spend(lambda: convert_to_element(source, display=mode), CALLS_LIMIT)
        pieces: list[str] = []
        _write(tree, pieces, 0)
    except (Exception, Exhausted):  # the converter raises what it happens to meet: IndexError, KeyError, RecursionError
        return None
    text = "".join(pieces)
    return Markup(text) if len(text) <= OUTPUT_LIMIT else None  # noqa: S704  every piece is escaped or from a list


def _known_environment(match: re.Match[str]) -> str:
    return rf"\{match[1]}{{{_ENVIRONMENTS.get(match[2], match[2])}}}"


def _write(element: Element, pieces: list[str], depth: int) -> None:
    tag = _INSTEAD.get(element.tag, element.tag)
    if depth > DEPTH_LIMIT or len(pieces) > OUTPUT_LIMIT or tag not in MATHS:
        raise _Unshowable
    if len(element) != _PARTS.get(tag, len(element)):
        raise _Unshowable
    attributes = "".join(
        f' {name}="{value}"'
        for name, value in element.attrib.items()
        if name in MATHS_ATTRIBUTES and MATHS_ATTRIBUTES[name].fullmatch(value)
    )
    # The converter writes symbols as references, and a student may have: both become characters before escaping.
    text = for_html(html.unescape(element.text or "").replace("\xa0", " "), ANY_TEXT)
    pieces.append(f"<{tag}{attributes}>{text}")
    children = list(element)
    for child, following in zip(children, [*children[1:], None]):
        _write(child, pieces, depth + 1)
        if tag in _ROWS and _is_name(child) and following is not None and following.tag != "mo":
            pieces.append('<mspace width="0.167em"></mspace>')  # `log p`, not `logp`
    pieces.append(f"</{tag}>")


def _is_name(element: Element) -> bool:
    return element.tag == "mi" and len(element.text or "") > 1 and (element.text or "").isalpha()
