"""Prompts: all languages say the same, as far as their Markdown shows, and name the functions with their arguments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from autograder.release.gate.room import Room
from autograder.release.gate.verdict import Problem
from autograder.release.sources import ReleaseError, read_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# What all languages must have in the same number, and the tokens that show it.
COUNTED = {
    "blocks of code": ("fence", "code_block"),
    "pieces of code": ("code_inline",),
    "displayed formulas": ("math_block", "math_inline_double"),
    "formulas in the text": ("math_inline",),
    "tables": ("table_open",),
    "headings": ("heading_open",),
    "items of lists": ("list_item_open",),
}
CODE = (*COUNTED["blocks of code"], *COUNTED["pieces of code"])


def prompts_agree(room: Room) -> Iterator[Problem]:
    """All languages have the same formulas, tables and code; all name the functions and their parameters."""
    name, question = room.homework.name, room.question.name
    texts = {}
    for language in room.course.languages:
        path = room.course.prompt(name, question, language)
        try:
            texts[language] = read_text(room.course, path)
        except ReleaseError as error:
            yield room.problem("prompt", f"{error.file} {error.what}", error.mend)
    for what, mend in structures_differ(question, texts):
        yield room.problem("prompt", what, mend)
    for language, text in texts.items():
        words = code_words(text)
        for function, contract in room.loaded.contracts.items():
            missing = [p for p in (function, *contract.signature.parameters) if p not in words]
            if missing:
                yield room.problem(
                    "prompt",
                    f"{question}.{language}.md does not name {', '.join(missing)} of {function}",
                    f"write `{function}({', '.join(contract.signature.parameters)})` and say what each argument is",
                )


def structures_differ(name: str, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Where a prompt's languages differ from its first one, as far as their Markdown shows; each with the mend."""
    counts = {language: structure(text) for language, text in texts.items()}
    first, *others = counts or ("",)
    for language in others:
        for what, number in counts[first].items():
            if counts[language][what] != number:
                found = f"{name}.{first}.md has {number} {what}, {name}.{language}.md has {counts[language][what]}"
                yield found, "say the same in all languages"


def structure(text: str) -> dict[str, int]:
    """How many formulas, tables, pieces of code and so on a prompt holds."""
    tokens = list(_tokens(text))
    found = Counter(token.type for token in tokens)
    counts = {what: sum(found[kind] for kind in kinds) for what, kinds in COUNTED.items()}
    lines = (token.map for token in tokens if token.type == "table_open" and token.map)
    return counts | {"rows of tables": sum(end - begin for begin, end in lines)}


def code_words(text: str) -> set[str]:
    """The names that stand in code."""
    return {word for token in _tokens(text) if token.type in CODE for word in re.findall(r"\w+", token.content)}


def code_lines(text: str) -> Iterator[tuple[int, str]]:
    """What stands as code, line by line, with the number of the line where its paragraph or block begins."""
    for token in _parser().parse(text):
        number = token.map[0] + 1 if token.map else 0
        for part in (token, *(token.children or ())):
            if part.type in CODE:
                yield from ((number, line) for line in part.content.split("\n") if line.strip())


def _tokens(text: str) -> Iterator[Token]:
    """Blocks, and what stands in their lines."""
    for token in _parser().parse(text):
        yield token
        yield from token.children or ()


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark").enable("table")
    return parser.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False, double_inline=True)
