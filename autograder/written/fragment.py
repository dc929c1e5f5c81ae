"""What an answer may be on the page that its reader's HTML is put into, and the check that it is nothing else.

The HTML is made in a process that strangers' documents pass through, so it is not believed: here, on the trusted
side, every tag, attribute, value and character is held against a list, and HTML that holds anything else, or that
could leave its place in the page, is refused as a whole. Nothing is repaired: what a repair makes of an attack is hard
to foresee.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from markupsafe import Markup

from autograder.reports.escape import for_html
from autograder.written.pictures import Picture

TEXT_LIMIT = 20_000  # characters of one text
OUTPUT_LIMIT = 600_000  # characters of its HTML: a table of empty cells is much larger than its source
NOTE_LIMIT = 200  # characters of the line that says that it was cut
DEPTH_LIMIT = 200  # elements in one another; browsers stop at 512 for the whole page
ANY_TEXT = 10**6

_MATHS_TOKENS = {"mi", "mn", "mo", "mtext", "mspace"}
MATHS = {
    *("math", "mrow", "mstyle", "mpadded", "menclose", *_MATHS_TOKENS),
    *("mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover"),
    *("mtable", "mtr", "mtd"),
}
_BOOLEAN = re.compile("true|false")
_LENGTH = re.compile(r"[+-]?[0-9]{0,2}(\.[0-9]{1,4})?(em|ex|px|pt|mu)?")
MATHS_ATTRIBUTES = {
    "display": re.compile("block|inline"),
    "form": re.compile("prefix|infix|postfix"),
    "mathvariant": re.compile("[a-z-]{1,30}"),
    "columnalign": re.compile("left|right|center"),
    "scriptlevel": re.compile("[+-]?[0-9]"),
    **dict.fromkeys(
        ("stretchy", "fence", "accent", "accentunder", "movablelimits", "largeop", "displaystyle"), _BOOLEAN
    ),
    **dict.fromkeys(
        ("linethickness", "minsize", "maxsize", "width", "height", "depth", "voffset", "lspace", "rspace"), _LENGTH
    ),
}

_ALIGNED = {"style": re.compile("text-align:(left|right|center)")}
_ATTRIBUTES = {
    "p": {"class": re.compile("heading|cut")},
    "pre": {"class": re.compile("source")},
    "code": {"class": re.compile("tex")},
    "span": {"class": re.compile("aside|display")},
    "div": {"class": re.compile("display")},
    "img": {"src": re.compile("picture:[1-9][0-9]?")},
    "ol": {"start": re.compile("[0-9]{1,9}")},
    "th": _ALIGNED,
    "td": _ALIGNED,
    **dict.fromkeys(MATHS, MATHS_ATTRIBUTES),
}
_VOID = {"br", "hr", "img"}
_INLINE = {"em", "strong", "s", "code", "span", "br", "img", "math"}
_FLOW = _INLINE | {"p", "ul", "ol", "blockquote", "pre", "hr", "table", "div"}
# What each element may hold; an element that a browser would take to end another one, or to stand elsewhere, is in no
# list. A text that is more than white space goes into those that may hold `code`, and into formulas.
_CHILDREN: dict[str, set[str]] = {
    "": _FLOW,
    "blockquote": _FLOW,
    "li": _FLOW,
    "ul": {"li"},
    "ol": {"li"},
    "table": {"thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    **dict.fromkeys(("p", "div", "pre", "th", "td", *(_INLINE - {"br", "img", "math"})), _INLINE),
    **dict.fromkeys(MATHS, MATHS - {"math"}),
    **{token: set() for token in _MATHS_TOKENS},
}
_HOLDS_TEXT = {tag for tag, children in _CHILDREN.items() if "code" in children} | MATHS
# Without possessive repeats, as students' Python 3.10 loads this with `homework check`; nothing here can match twice.
_TOKEN = re.compile(
    r'<(?P<tag>[a-z]+)(?P<attributes>(?: [a-z]+="[^"<>&\s]*")*)(?P<void> /)?>|</(?P<end>[a-z]+)>'
    r"|(?P<text>(?:[^<>&\"']+|&(?:amp|lt|gt|#34|#39);)+)"
)
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_PICTURE = re.compile(r'<img src="picture:([0-9]+)" />')


class RefusedError(ValueError):
    """HTML that an answer does not need, and that is not put on a page."""


def checked(fragment: str, pictures: int = 0) -> Markup:
    """The HTML of an answer, unchanged.

    Args:
        fragment: as its reader made it; `<img src="picture:1" />` is the place of the first picture.
        pictures: how many the answer has; each has one place at most.

    Raises:
        RefusedError: it is too long or nested too deep, or holds a tag, attribute, value, character or nesting that is
            on no list.
    """
    if len(fragment) > OUTPUT_LIMIT + NOTE_LIMIT:
        raise RefusedError("too long")
    open_tags = [""]
    position = 0
    while position < len(fragment):
        token = _TOKEN.match(fragment, position)
        if token is None:
            raise RefusedError(f"not allowed at character {position}")
        position = token.end()
        if token["text"] is not None:
            _check_text(token["text"], open_tags[-1])
        elif token["end"] is not None:
            if open_tags.pop() != token["end"]:
                raise RefusedError(f"</{token['end']}> ends nothing")
        else:
            _check_tag(token["tag"], token["attributes"], token["void"] is not None, open_tags[-1])
            if token["void"] is None:
                open_tags.append(token["tag"])
            if len(open_tags) > DEPTH_LIMIT:
                raise RefusedError("nested too deep")
    if open_tags != [""]:
        raise RefusedError(f"<{open_tags[-1]}> is never closed")
    placed = _PICTURE.findall(fragment)
    if len(set(placed)) < len(placed) or any(int(number) > pictures for number in placed):
        raise RefusedError("a picture that is not there, or twice")
    return Markup(fragment)  # noqa: S704  every part of it is on a list


def _check_tag(tag: str, attributes: str, void: bool, parent: str) -> None:
    if tag not in _CHILDREN[parent]:
        raise RefusedError(f"<{tag}> in <{parent}>")
    if void != (tag in _VOID):
        raise RefusedError(f"<{tag}> has an end, or none")
    allowed = _ATTRIBUTES.get(tag, {})
    found = _ATTRIBUTE.findall(attributes)
    if len({name for name, _ in found}) < len(found):
        raise RefusedError(f"<{tag}> has an attribute twice")
    for name, value in found:
        if name not in allowed or not allowed[name].fullmatch(value):
            raise RefusedError(f"{name} on <{tag}>")
    if tag == "img" and not found:
        raise RefusedError("<img> of nothing")


def _check_text(text: str, parent: str) -> None:
    if parent not in _HOLDS_TEXT and text.strip(" \n"):
        raise RefusedError(f"text in <{parent}>")
    # Escaped as `shown` escapes: nothing invisible, nothing that turns or covers what stands beside it.
    if not (text.isascii() and text.replace("\n", "").isprintable()) and text != _lines(html.unescape(text)):
        raise RefusedError("a character that cannot be seen")


def with_pictures(fragment: Markup, pictures: Sequence[Picture]) -> Markup:
    """HTML that `checked` passed or `as_written` made, with its pictures; those without a place in it come last."""
    tags = {str(n): f'<img src="{picture.uri}" alt="picture {n} / 图片 {n}">' for n, picture in enumerate(pictures, 1)}
    rest = [f"<p>{tag}</p>\n" for n, tag in tags.items() if n not in _PICTURE.findall(fragment)]
    return Markup(_PICTURE.sub(lambda place: tags[place[1]], fragment) + "".join(rest))  # noqa: S704  made above


def without_pictures(fragment: Markup) -> Markup:
    """HTML of `with_pictures` with a word in the place of each picture."""
    note = '<span class="aside">[picture / 图片]</span>'
    return Markup(re.sub(r'<img src="data:[^"]*" alt="[^"]*">', note, fragment))  # noqa: S704  made above


def as_written(text: str) -> Markup:
    """A text that could not be rendered, for the page: as it stands in its source, cut if it is too long."""
    source = Markup('<pre class="source">{}</pre>\n').format(Markup(shown_lines(text[:TEXT_LIMIT])))  # noqa: S704
    return source + cut_note(text)


def cut_note(text: str) -> Markup:
    """The line below a text that was too long; nothing below another one."""
    if len(text) <= TEXT_LIMIT:
        return Markup()
    note = f"cut after {TEXT_LIMIT} characters / 此处截断，只显示前 {TEXT_LIMIT} 个字符"
    return Markup('<p class="cut">{}</p>\n').format(note)


def shown_lines(text: str) -> str:
    """Text over several lines that is markup no longer."""
    return _lines(_with_usual_spaces(text.expandtabs(4)))


def shown(text: str) -> str:
    """Text that is markup no longer; unusual spaces are spaces, what else cannot be seen is an escape."""
    return str(for_html(_with_usual_spaces(text), ANY_TEXT))


def _with_usual_spaces(text: str) -> str:
    if text.isascii():
        return text
    return "".join(" " if unicodedata.category(c) == "Zs" and c != "\u3000" else c for c in text)


def _lines(text: str) -> str:
    return "\n".join(str(for_html(line, ANY_TEXT)) for line in text.split("\n"))
