"""The page for the staff: what is alike in a class, both sides next to each other, with what it does not say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from autograder import clock
from autograder.classroom.outputs import SIMILAR_PAGE
from autograder.files import write_file
from autograder.reports.escape import for_html, for_terminal
from autograder.reports.templating import template
from autograder.results import place
from autograder.similar import code, texts
from autograder.similar.command import Looked, functions_of
from autograder.similar.find import Pair, Part, Work
from autograder.similar.fingerprints import Span
from autograder.similar.tokens import Words, words

SHOWN = 40  # pairs with both sides
LISTED = 300  # more of them in a table
FIRST = 5  # that are printed
LIMIT = 200  # groups, and wrong answers
LINES, WIDTH = 120, 300  # of one function or answer
Piece = tuple[str, list[Markup]]  # where it stands, its lines


def write_page(looked: Looked, folder: Path) -> Path:
    """Writes the page into a folder of results; nothing else there is touched.

    Raises:
        WriteError: it cannot be written.
    """
    text = similar_page(looked, clock.now())
    write_file(folder / SIMILAR_PAGE, text.encode("utf-8", "backslashreplace"))
    return folder / SIMILAR_PAGE


def summary(looked: Looked) -> Iterator[str]:
    """What is printed: how much there is to look at, and the first of it."""
    found = looked.found
    silent = f"; nothing to compare in {found.left}: as handed out, or unreadable" if found.left else ""
    yield f"submissions compared: {found.compared}{silent}"
    if looked.lost:
        yield f"of {looked.lost} the file was not kept by the version that graded it: grade them again"
    for names in found.identical[:FIRST]:
        yield f"identical files: {', '.join(for_terminal(name, 40) for name in names[:FIRST])}{_more(names)}"
    for pair in found.pairs[:FIRST]:
        where = ", ".join(dict.fromkeys(part.question for part in pair.parts[:FIRST]))
        yield f"look at: {for_terminal(pair.a, 40)} and {for_terminal(pair.b, 40)} ({where}{_more(pair.parts)})"
    groups = f"{len(found.identical)} group{'s' * (len(found.identical) != 1)}"
    many = f"rare wrong answers that several have: {len(found.mistakes)}"
    yield f"identical files: {groups}; pairs to look at: {len(found.pairs)}; {many}"


def _more(things: Sequence[object]) -> str:
    return f" and {len(things) - FIRST} more" if len(things) > FIRST else ""


def similar_page(looked: Looked, generated: str) -> str:
    """The page.

    Args:
        looked: a class that was looked through.
        generated: when, as it is shown.
    """
    found = looked.found
    questions = functions_of(looked.homework)
    known = words(frozenset(name for functions in questions.values() for name in functions))

    def members(name: str) -> list[str]:
        people = looked.standing[name].whose.members
        return [member.label for member in people] if len(people) > 1 else []

    def about(name: str) -> str:
        made = looked.standing[name].result.made
        file = [f"{made.file}, attempt {made.attempt}"] if made.file else []
        return ", ".join([*file, *([f"handed in {made.handed_in}"] if made.handed_in else [])])

    return template("similar.html").render(
        homework=looked.homework,
        found=found,
        asked=looked.asked,
        lost=looked.lost,
        generated=generated,
        limit=LIMIT,
        members=members,
        about=about,
        digest=lambda name: found.works[name].digest,
        doubles=lambda name: found.works[name].same,
        pairs=[(pair, _parts(pair, found.works, questions, known)) for pair in found.pairs[:SHOWN]],
        more=found.pairs[SHOWN : SHOWN + LISTED],
        unlisted=max(0, len(found.pairs) - SHOWN - LISTED),
    )


def _parts(
    pair: Pair, works: Mapping[str, Work], questions: Mapping[str, Sequence[str]], known: Words
) -> list[tuple[Part, list[list[Piece]]]]:
    both = [works[pair.a], works[pair.b]]
    code_of = [code.by_question(work.own, questions) for work in both]
    shown: list[tuple[Part, list[list[Piece]]]] = []
    for part in pair.parts:
        sides: list[list[Piece]] = []
        if part.kind == "code":
            for found in code_of:
                sides.append(
                    [
                        (place(one.cell, one.line), marked(one.source, code.marked(one, part.shared, known)))
                        for one in found[part.question]
                    ]
                )
        elif part.kind == "text":
            for work in both:
                text = work.answers[part.question]
                sides.append([("", marked(text, texts.marked(text, part.shared)))])
        shown.append((part, sides))
    return shown


def marked(text: str, spans: Sequence[Span]) -> list[Markup]:
    """A text as lines for HTML, with these characters of it marked."""
    lines, at = list[Markup](), 0
    waiting = sorted(spans)
    for line in text.split("\n")[:LINES]:
        shown, used, end = Markup(), 0, at + len(line)
        for start, stop in waiting:
            if stop > at and start < end:
                first, last = max(start - at, 0), min(stop, end) - at
                shown += _shown(line[used:first]) + Markup("<mark>{}</mark>").format(_shown(line[first:last]))
                used = last
        lines.append(shown + _shown(line[used:]))
        at = end + 1
        waiting = [span for span in waiting if span[1] > at]
    return [*lines, for_html("…")] if text.count("\n") >= LINES else lines


def _shown(piece: str) -> Markup:
    return for_html(piece.replace("\t", "    ").replace("\r", ""), WIDTH)
