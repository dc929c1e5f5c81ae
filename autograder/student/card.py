"""What a check says, as a small card below a notebook's cell; the same lines as in a terminal.

The card takes the colours of text and ground from the notebook, light or dark. Where it needs its own, it sets both,
so that it is readable on either. What students chose (names, values, messages) is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from markupsafe import Markup, escape

from autograder.reports.escape import for_html
from autograder.student.check import Checked
from autograder.student.recording import Recording
from autograder.student.show import WORDS, Line, Look, lines

QUOTED = re.compile(r"`([^`]+)`")
LARGEST = 8  # rows and columns of a table
# Text and ground of the marks and of wrong entries: 4.5 to 1 and more, whatever the notebook's theme.
MARKS: Mapping[Look, str] = {
    "right": "color:#fff;background:#1a7f37",
    "wrong": "color:#fff;background:#b3261e",
    "open": "color:#1f1f1f;background:#e3b341",
    "said": "",
    "plain": "",
}
WRONG = "color:#5f0f0a;background:#fbdcd9"
EDGES: Mapping[str, str] = {"right": "#1a7f37", "wrong": "#b3261e", "open": "#e3b341"}
CELL = "padding:.15em .6em;border:1px solid rgba(128,128,128,.5);text-align:right;font-family:monospace;color:inherit"


@dataclass(frozen=True)
class Table:
    """A value that a case compares: rows of entries, each as it is and, where that is wrong, as it should be."""

    what: str
    rows: tuple[tuple[tuple[str, str | None], ...], ...]


@dataclass(frozen=True)
class Card:
    """The answer of `grader.check`: a notebook shows it, and `print` prints the lines."""

    checked: Checked
    lang: str
    tables: Mapping[tuple[str, str], Table] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether every public test passed."""
        return self.checked.passed

    def __str__(self) -> str:
        return "\n".join(map(str, lines(self.checked, self.lang)))

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        said = list(lines(self.checked, self.lang))
        edge = EDGES[_worst(said)]
        body = Markup("").join(self._line(line) for line in said)
        style = f"border-left:4px solid {edge};padding:.3em .8em;margin:.3em 0;line-height:1.5"
        return str(
            Markup('<div class="homework-check" lang="{}" style="{}">{}</div>').format(
                "zh-CN" if self.lang == "zh" else "en", style, body
            )
        )

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": self._repr_html_()}

    def _line(self, line: Line) -> Markup:
        if not line.text:
            return Markup('<div style="height:.4em"></div>')
        text = _code(line.text)
        if line.below:
            slanted = line.look == "said" and self.lang != "zh"  # Chinese has no italics
            style = "margin-left:2.2em;overflow-wrap:anywhere" + (";font-style:italic" if slanted else "")
            shown = Markup('<div style="{}">{}</div>').format(style, text)
        elif line.mark:
            mark = Markup('<span style="{};{}">{}</span>').format(
                "flex:none;min-width:1.4em;margin:.1em .6em .1em 0;border-radius:.3em;text-align:center;"
                "line-height:1.35;font-weight:bold",
                MARKS[line.look],
                line.mark,
            )
            shown = Markup(
                '<div style="display:flex;align-items:baseline">{}<span style="min-width:0;overflow-wrap:anywhere">{}'
                "</span></div>"  # what is wrapped stays beside the mark
            ).format(mark, text)
        else:
            shown = Markup("<div>{}</div>").format(text)
        table = self.tables.get(line.case) if line.case is not None else None
        return shown + (self._table(table) if table is not None else Markup(""))

    def _table(self, table: Table) -> Markup:
        rows = Markup("").join(
            Markup("<tr>{}</tr>").format(Markup("").join(_entry(*entry) for entry in row)) for row in table.rows
        )
        caption = WORDS[self.lang]["table"].format(what=table.what)
        return Markup(
            '<div style="margin:.2em 0 .5em 2.2em;font-size:90%;overflow-x:auto">{}'
            '<table style="margin:.2em 0;border-collapse:collapse;color:inherit">{}</table></div>'
        ).format(for_html(caption), rows)


def _code(text: str) -> Markup:
    """The text with what stands between backticks as code; everything is escaped."""
    parts = QUOTED.split(text)
    codes = Markup('<code style="font-style:normal;color:inherit;background:none">{}</code>')
    return Markup("").join(codes.format(part) if i % 2 else escape(part) for i, part in enumerate(parts))


def table_of(recording: Recording) -> Table | None:
    """A small table of the value that a case found wrong; none if it is large, or no numbers of the right shape."""
    comparison = next((c for c in reversed(recording.comparisons) if not c.right), None)
    if recording.outcome != "failed" or comparison is None:
        return None
    try:
        got, want = np.asarray(comparison.got), np.asarray(comparison.want)
    except (ValueError, TypeError):
        return None
    numbers = got.dtype.kind in "fiub" and want.dtype.kind in "fiub"
    if not numbers or got.shape != want.shape or want.ndim not in (1, 2) or want.size < 2 or max(want.shape) > LARGEST:
        return None
    got, want = np.atleast_2d(got).astype(float), np.atleast_2d(want).astype(float)
    with np.errstate(all="ignore"):
        near = np.abs(got - want) <= comparison.tolerance * max(1.0, float(np.abs(want).max(initial=0.0)))
    if near.all():
        return None
    rows = tuple(
        tuple((f"{g:.6g}", None if fine else f"{w:.6g}") for g, w, fine in zip(gs, ws, fines))
        for gs, ws, fines in zip(got, want, near)
    )
    return Table(comparison.what, rows)


def _entry(got: str, want: str | None) -> Markup:
    if want is None:
        return Markup('<td style="{}">{}</td>').format(CELL, got)
    return Markup('<td style="{};{}">{}<br>✓ {}</td>').format(CELL, WRONG, got, want)


def _worst(said: list[Line]) -> str:
    looks = {line.look for line in said if line.mark}
    return next((look for look in ("wrong", "open") if look in looks), "right")
