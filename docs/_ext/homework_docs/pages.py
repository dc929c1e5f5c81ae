"""Pages that hold what is made from the code, or a file of the repository; and links that work in both places.

A page says `<!-- generated: NAME -->` (see `reference.py`) or `<!-- include: ../FILE.md -->`. A link of a page or an
included file to another page works here as it does in the repository; one to a source file becomes its path.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from homework_docs.reference import MADE

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
GENERATED = re.compile(r"^<!-- generated: ([\w-]+) -->$", re.MULTILINE)
INCLUDED = re.compile(r"^<!-- include: (\S+) -->$", re.MULTILINE)
FENCED = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")
# What a page would load by itself: whatever a reader may follow (a link) is something else.
LOADED = re.compile(
    r"<(?:script|img|iframe|source|embed)\b[^>]*\bsrc=[\"']?(?:https?:)?//"
    r"|<link\b(?=[^>]*\brel=[\"']?(?:stylesheet|preload|preconnect|icon|shortcut))[^>]*\bhref=[\"']?(?:https?:)?//"
    r"|(?:@import\s+|url\(\s*)[\"']?(?:https?:)?//",
    re.IGNORECASE,
)


def included_at() -> dict[Path, Path]:
    """By file of the repository, the page that includes it."""
    found = {}
    for page in DOCS.rglob("*.md"):
        if "_build" not in page.parts:
            for name in INCLUDED.findall(page.read_text(encoding="utf-8")):
                found[(page.parent / name).resolve()] = page
    return found


def whole(page: Path, text: str) -> str:
    """A page with all that it asks for.

    Raises:
        KeyError: it asks for something that nothing makes.
    """
    pages = included_at()
    text = GENERATED.sub(lambda asked: MADE[asked[1]](), text)
    parts = []
    for part, is_name in _split(text):
        if is_name:
            file = (page.parent / part).resolve()
            parts.append(linked(file.read_text(encoding="utf-8"), file.parent, page, pages))
        else:
            parts.append(linked(part, page.parent, page, pages))
    return "".join(parts)


def _split(text: str) -> Iterator[tuple[str, bool]]:
    """The text, and among it the names of the files that are to stand there."""
    for number, part in enumerate(INCLUDED.split(text)):
        yield part, number % 2 == 1


def linked(text: str, base: Path, page: Path, pages: dict[Path, Path]) -> str:
    """A text that was written in one folder, with its links as they work from a page."""

    def target(found: re.Match[str]) -> str:
        words, link, anchor = found[1], found[2], found[3] or ""
        file = (base / link).resolve()
        file = pages.get(file, file)
        if not file.exists():
            raise ExtensionError(f"{page}: {link} is not there")
        if file.is_relative_to(DOCS):
            return f"[{words}]({Path(os.path.relpath(file, page.parent)).as_posix()}{anchor})"
        path = file.relative_to(ROOT).as_posix()
        return f"`{path}`" if path.endswith(words.strip("`")) else f"{words} (`{path}`)"

    pieces = FENCED.split(text)
    return "".join(piece if piece.startswith("```") else LINK.sub(target, piece) for piece in pieces)


def read(app: Sphinx, docname: str, source: list[str]) -> None:
    """For Sphinx: a page as it is read."""
    source[0] = whole(Path(app.env.doc2path(docname)), source[0])


def in_its_language(app: Sphinx, pagename: str, templatename: str, context: dict[str, object], doctree: object) -> None:
    """For Sphinx: a Chinese page says that it is one, for whoever has it read aloud."""
    if pagename.endswith(".zh"):
        context["language"] = "zh-CN"


def offline(app: Sphinx, exception: Exception | None) -> None:
    """For Sphinx: no page of the site loads anything from elsewhere.

    Raises:
        ExtensionError: one does.
    """
    if exception is not None or app.builder.format != "html":
        return
    for file in sorted(Path(app.outdir).rglob("*")):
        if file.suffix in (".html", ".css"):
            found = LOADED.search(file.read_text(encoding="utf-8"))
            if found:
                raise ExtensionError(f"{file}: loads something from elsewhere: {found[0]}")


def setup(app: Sphinx) -> dict[str, bool]:
    """For Sphinx: what is to be called when."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", read)
    app.connect("html-page-context", in_its_language)
    app.connect("build-finished", offline)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
