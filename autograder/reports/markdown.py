"""A stranger's Markdown as HTML that holds nothing but text: no markup of theirs, no link, no image, no script.

Every text passes through `_shown` on its way out, after entities and escapes of Markdown are undone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from autograder.reports.effort import Effort
from autograder.reports.escape import for_html
from autograder.reports.maths import formula

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

TEXT_LIMIT = 20_000  # characters of one text
OUTPUT_LIMIT = 600_000  # characters of its HTML: a table of empty cells is much larger than its source
CALLS_LIMIT = 1_500_000  # for the formulas of one text together
_ANY_TEXT = 10**6

Env = MutableMapping[str, Any]


def markdown(text: str) -> Markup:
    """Markdown with formulas between dollars, as harmless HTML.

    A text that is too long is cut, and says so; one that cannot be rendered is shown as it was written.
    """
    source = text[:TEXT_LIMIT]
    try:
        rendered: str = _parser().render(source, {"effort": Effort(CALLS_LIMIT), "links": []})
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        rendered = ""  # a fault of the parser over one text must not stop the class
    if len(rendered) > OUTPUT_LIMIT or not rendered.strip():
        rendered = f'<pre class="source">{_lines(source)}</pre>\n'
    if len(text) > TEXT_LIMIT:
        rendered += f'<p class="cut">cut after {TEXT_LIMIT} characters / 此处截断，只显示前 {TEXT_LIMIT} 个字符</p>\n'
    return Markup(rendered)  # noqa: S704  the rules below escape every text


@cache
def _parser() -> MarkdownIt:
    """The parser; the libraries are those of who grades, so they are loaded with the first text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable(["reference"])  # a definition of a link would vanish from the page
    parser.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False, double_inline=True)
    parser.use(amsmath_plugin)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _shown(text: str) -> str:
    """Text that is markup no longer; unusual spaces are spaces, what else cannot be seen is an escape."""
    if not text.isascii():
        text = "".join(" " if unicodedata.category(c) == "Zs" and c != "\u3000" else c for c in text)
    return str(for_html(text, _ANY_TEXT))


def _lines(text: str) -> str:
    return "\n".join(_shown(line) for line in text.expandtabs(4).split("\n"))


def _text(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return _shown(tokens[index].content.replace("\t", " "))


def _code(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return f"<code>{_shown(tokens[index].content)}</code>"


def _block(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return f"<pre><code>{_lines(tokens[index].content.rstrip())}</code></pre>\n"


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    alt = self.renderInlineAsText(tokens[index].children or [], options, env)
    return f'<span class="aside">[image / 图片: {_shown(alt)}]</span>'


def _link_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    env["links"].append(str(tokens[index].attrGet("href") or ""))
    return ""


def _link_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return f' <span class="aside">[link / 链接: {for_html(env["links"].pop(), 200)}]</span>'


def _heading_open(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return '<p class="heading">'


def _heading_close(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return "</p>\n"


def _inline_formula(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return str(formula(tokens[index].content, env["effort"], display=False))


def _display_formula(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return f'<span class="display">{formula(tokens[index].content, env["effort"], display=True)}</span>'


def _block_formula(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return f'<div class="display">{formula(tokens[index].content, env["effort"], display=True)}</div>\n'


# Rules for everything that carries a text of the student's; the parser's own write tags alone.
_RULES = {
    "text": _text,
    "code_inline": _code,
    "code_block": _block,
    "fence": _block,
    "image": _image,
    "link_open": _link_open,
    "link_close": _link_close,
    "heading_open": _heading_open,
    "heading_close": _heading_close,
    "math_inline": _inline_formula,
    "math_inline_double": _display_formula,
    "math_block": _block_formula,
    "amsmath": _block_formula,
    "html_inline": _text,
    "html_block": _block,
}
