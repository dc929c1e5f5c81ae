"""Where a text in Markdown shows pictures, and what becomes of them.

A picture that the file holds (attached to its cell, or written out as a `data:` address) becomes `picture:N` in the
text, and bytes beside it; one that cannot be shown becomes `unshown:` and a reason, which the renderer puts into words.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from autograder.written.pictures import ANSWER_LIMIT, PICTURE_LIMIT, PICTURES, RefusedPictureError, picture

SHOWN = {"image/png", "image/jpeg", "image/jpg", "image/pjpeg", "image/x-png"}
_OURS = r"attachment|data|picture|unshown"
# Students' Python 3.10 has no possessive repeats. None is needed: what follows a repeat is never of its own class.
_IMAGE = re.compile(
    rf"!\[(?P<alt>(?:[^\[\]\n]|\[[^\[\]\n]{{0,200}}\]){{0,500}})\]"
    rf"\([ \t]{{0,9}}<?(?P<target>(?:{_OURS}):[^()\s<>]*(?:\([^()\s<>]{{0,200}}\)[^()\s<>]*)*)>?"
    r"(?:[ \t]{1,9}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?[ \t]{0,9}\)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<img\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(src|alt)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
# `[name]: data:image/png;base64,...` is how Google's editors write pictures at the end of a text.
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<alt>[^\]\n]{1,200})\]:[ \t]{0,9}<?(?P<target>data:[^\s<>]*)>?[ \t]*$", re.M | re.I
)
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n(?:.*?\n)?? {0,3}\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
_DATA = re.compile(
    r"data:(?P<media>[^;,\s]{0,100})(?P<parameters>(?:;[^;,\s]{0,100}){0,9}),(?P<content>.*)", re.I | re.S
)
_PLACED = re.compile(r"\]\(picture:([0-9]{1,6})\)")


@dataclass
class Album:
    """The pictures of a file, as they were found: media type and base64, not looked into yet."""

    found: list[tuple[str, str]] = field(default_factory=list)

    def rewritten(self, text: str, attachments: Sequence[tuple[str, str, str]]) -> str:
        """The text with every picture that the file holds under its number; attached ones without a place come last."""
        by_name: dict[str, tuple[str, str]] = {}
        for name, media, content in attachments:
            if name not in by_name or media.lower() in SHOWN:  # the same picture may be there in several forms
                by_name[name] = media, content
        used = set[str]()

        def target(address: str) -> str:
            scheme, _, rest = address.partition(":")
            if scheme.lower() == "attachment":
                names = [name for name in (rest, unquote(rest)) if name in by_name]
                used.update(names[:1])
                return self._numbered(*by_name[names[0]]) if names else f"unshown:missing:{_quoted(unquote(rest))}"
            if scheme.lower() == "data":
                match = _DATA.fullmatch(address)
                if match is None or not match["parameters"].lower().endswith(";base64"):
                    return f"unshown:type:{_quoted(match['media'] if match else '')}"
                return self._numbered(match["media"], unquote(match["content"]))
            return f"unshown:missing:{_quoted(address)}"

        def image(match: re.Match[str]) -> str:
            return f"![{match['alt']}]({target(match['target'])})"

        def tag(match: re.Match[str]) -> str:
            values = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(match["attributes"])}
            if "src" not in values:
                return match.group()
            is_ours = re.match(rf"(?:{_OURS}):", values["src"], re.IGNORECASE)
            alt = _caption(values.get("alt", ""))
            return f"![{alt}]({target(values['src']) if is_ours else _quoted(values['src'], is_detail=False)})"

        def replaced(part: str) -> str:
            return _TAG.sub(tag, _DEFINITION.sub(image, _IMAGE.sub(image, part)))

        if any(sign in text for sign in ("![", "<", "]:")):
            text = _outside_fences(text, replaced)
        rest = [f"![{_caption(name)}]({self._numbered(*by_name[name])})" for name in by_name if name not in used]
        return "\n\n".join(filter(None, [text, *rest]))

    def chosen(self, text: str) -> tuple[str, tuple[bytes, ...]]:
        """A text with its pictures numbered from 1, and the pictures: those that can be shown."""
        pictures, numbers = list[bytes](), dict[int, str]()

        def renumbered(match: re.Match[str]) -> str:
            number = int(match[1])
            if number >= len(self.found):
                return "](unshown:broken:)"
            if number not in numbers:
                try:
                    data = _bytes(*self.found[number])
                    if len(pictures) == PICTURES or sum(map(len, pictures)) + len(data) > ANSWER_LIMIT:
                        raise RefusedPictureError("many:")
                    pictures.append(data)
                    numbers[number] = f"picture:{len(pictures)}"
                except RefusedPictureError as error:
                    numbers[number] = f"unshown:{error}"
                return f"]({numbers[number]})"
            return "](unshown:again:)" if numbers[number].startswith("picture") else f"]({numbers[number]})"

        return _PLACED.sub(renumbered, text), tuple(pictures)

    def _numbered(self, media: str, content: str) -> str:
        self.found.append((media, content))
        return f"picture:{len(self.found) - 1}"


def _bytes(media: str, content: str) -> bytes:
    if media.lower() not in SHOWN:
        raise RefusedPictureError(f"type:{_quoted(media)}")
    if len(content) > PICTURE_LIMIT * 3 // 2:
        raise RefusedPictureError("large:")
    try:
        return picture(base64.b64decode("".join(content.split()), validate=True)).data
    except (binascii.Error, ValueError) as error:
        raise RefusedPictureError("large:" if str(error) == "large" else "broken:") from None


def _caption(text: str) -> str:
    return re.sub(r"[^\w .,:-]", " ", text)[:500]


def _quoted(text: str, *, is_detail: bool = True) -> str:
    """As it stands in an address of Markdown."""
    return quote(text[:200], safe="" if is_detail else "/:?=&", errors="replace")


def _outside_fences(text: str, change: Callable[[str], str]) -> str:
    parts, position = list[str](), 0
    for fence in _FENCED.finditer(text) if "```" in text or "~~~" in text else ():
        parts += [change(text[position : fence.start()]), fence.group()]
        position = fence.end()
    return "".join([*parts, change(text[position:])])
