"""How pages are filled in: nothing a student wrote can become markup.

Jinja escapes every expression, and before that `_shown` makes every string visible and bounds its length, so that no
template can forget to. Only what is `Markup` already passes unchanged.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import jinja2
from markupsafe import Markup

from autograder.reports import charts
from autograder.reports.escape import for_html, html_lines
from autograder.reports.figures import is_open, number, score_text
from autograder.reports.people import is_late
from autograder.reports.words import CATEGORIES, OUTCOMES, STATUSES
from autograder.texts import SPOKEN, spoken

REMEMBERED = 500  # characters of a text whose escaped form is kept


@cache
def template(name: str, languages: tuple[str, ...] = SPOKEN) -> jinja2.Template:
    """A template of this package, in which every text is data; it speaks those of the languages that it can."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.reports"),
        autoescape=True,
        finalize=_shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        spoken=spoken(languages), words=OUTCOMES, categories=CATEGORIES, statuses=STATUSES, charts=charts
    )
    environment.filters.update(number=number, short=_short, lines=html_lines, score=score_text)
    environment.filters.update(percent=_percent, signed=_signed)
    environment.tests.update(open=is_open, late=is_late)
    return environment.get_template(name)


# Most of a page is said on every page: our own words, the names of cases.
_remembered = lru_cache(maxsize=1 << 14, typed=True)(for_html)


def _short(text: str, limit: int = 200) -> Markup:
    return _remembered(text, limit) if len(text) <= REMEMBERED else for_html(text, limit)


def _shown(value: Any) -> Any:
    return _short(value, 500) if isinstance(value, str) and not isinstance(value, Markup) else value


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def _signed(value: float | None) -> str:
    """Two decimals, with a minus that is as wide as a plus."""
    return "–" if value is None else f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\u2212")
