"""A stranger's Markdown as HTML that holds nothing but text: no markup of theirs, no link, no script, no address.

Of a picture that travels beside the text (`written.images`) it holds the number.

Every text passes through `shown` on its way out, after entities and escapes of Markdown are undone.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from markupsafe import Markup

from autograder.reports.escape import for_html
from autograder.written.effort import Effort, Exhausted
from autograder.written.fragment import (
    DEPTH_LIMIT,
    OUTPUT_LIMIT,
    TEXT_LIMIT,
    as_written,
    checked,
    cut_note,
    shown,
    shown_lines,
)
from autograder.written.maths import formula
from autograder.written.pictures import PICTURES

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

# What stands deeper the parser leaves out, without a word. `checked` refuses any text that comes so far.
NESTING = DEPTH_LIMIT + 10
CALLS_LIMIT = 1_500_000  # for the formulas of one text together
# For the rest of it. Long honest texts take two million; markers and quotes that nest can take seventy.
PARSING_LIMIT = 4_000_000

# Why a picture is not there: `written.images` says it in one word.
_UNSHOWN = {
    "missing": (
        "picture {} is not part of this file: look for it among what was handed in",
        "图片 {} 不在这个文件里：请在提交的其他文件中查找",
    ),
    "elsewhere": ("the picture at {} is not fetched", "不从网络加载图片 {}"),
    "type": ("a picture of type {} is not shown", "不显示 {} 类型的图片"),
    "large": ("a picture that is too large is not shown", "图片过大，未显示"),
    "many": ("more pictures than are shown", "图片过多，其余未显示"),
    "broken": ("a damaged picture is not shown", "图片已损坏，无法显示"),
    "again": ("the same picture again", "同一张图片，见上文"),
}

Env = MutableMapping[str, Any]


def markdown(text: str) -> Markup:
    """Markdown with formulas between dollars, as harmless HTML.

    A text that is too long is cut, and says so; one that cannot be rendered is shown as it was written.
    """
    try:
        env = {"effort": Effort(CALLS_LIMIT), "links": []}
        rendered = Effort(PARSING_LIMIT).spend(lambda: str(_parser().render(text[:TEXT_LIMIT], env)), PARSING_LIMIT)
        fragment = checked(rendered if len(rendered) <= OUTPUT_LIMIT else "", PICTURES)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, Exhausted):
        fragment = Markup()  # too much work, a fault of the parser over one text, or what the page would refuse
    return fragment + cut_note(text) if fragment.strip() else as_written(text)


@cache
def _parser() -> MarkdownIt:
    """The parser; the libraries are those of who grades, so they are loaded with the first text."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING}).enable(["table", "strikethrough"])
    parser.disable(["reference"])  # a definition of a link would vanish from the page
    parser.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False, double_inline=True)
    parser.use(amsmath_plugin)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _text(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return shown(tokens[index].content.replace("\t", " "))


def _code(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return f"<code>{shown(tokens[index].content)}</code>"


def _block(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    return f"<pre><code>{shown_lines(tokens[index].content.rstrip())}</code></pre>\n"


def _image(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Env) -> str:
    alt = self.renderInlineAsText(tokens[index].children or [], options, env)
    scheme, _, rest = unquote(str(tokens[index].attrGet("src") or "")).partition(":")
    note = f" [{shown(alt)}]" if alt else ""
    if scheme == "picture" and rest.isdecimal():
        return f'<img src="picture:{rest}" /><span class="aside">{note}</span>'
    reason, _, detail = rest.partition(":") if scheme == "unshown" else ("missing", "", f"{scheme}:{rest}".rstrip(":"))
    if scheme in ("http", "https"):
        reason = "elsewhere"
    en, zh = _UNSHOWN.get(reason, _UNSHOWN["broken"])
    name = for_html(detail, 200)
    return f'<span class="aside">[{en.format(name)} / {zh.format(name)}]{note}</span>'


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
