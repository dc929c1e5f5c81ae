"""How platforms name what is downloaded from them: a module for each, and which of them a folder is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.classroom.layouts import (
    blackboard,
    brightspace,
    canvas,
    github,
    google,
    gradescope,
    moodle,
    numbered,
)
from autograder.classroom.layouts.model import Claim, Entry, Layout, LayoutError, Says
from autograder.results import one_line

# In the order in which they are asked; who is sure comes first.
LAYOUTS: Mapping[str, Layout] = {
    module.LAYOUT.name: module.LAYOUT
    for module in (gradescope, moodle, blackboard, brightspace, canvas, numbered, google, github)
}
NAME_LIMIT = 255  # as file systems have it; a zip may hold longer ones
NAMES = ("auto", "plain", "sections", *LAYOUTS)


def recognise(place: str, entries: Sequence[Entry]) -> tuple[Layout, list[Says]] | None:
    """The layout of a folder's entries, and what it says of each; None if it is a plain folder.

    Raises:
        LayoutError: the names are of two layouts, or a file of the platform is damaged.
    """
    of_layout: dict[str, list[Says]] = {}
    left = set(range(len(entries)))
    for layout in LAYOUTS.values():
        says = read(layout, place, entries)
        mine = {i for i in left if says[i] is not None}
        if mine:
            of_layout[layout.name] = [said if i in mine else None for i, said in enumerate(says)]
            left -= mine
    counts = {name: _count(LAYOUTS[name], entries, says) for name, says in of_layout.items()}
    telling = {name: count for name, count in counts.items() if count}
    chosen = max(telling, key=lambda name: telling[name], default=None)
    if gradescope.LAYOUT.name in telling:
        chosen = gradescope.LAYOUT.name
    elif 2 * sum(telling.values()) <= len(entries):
        chosen = None
    if chosen is None:
        return None
    others = [name for name in telling if name != chosen]
    if others:
        first, second = LAYOUTS[chosen], LAYOUTS[others[0]]
        shown = [_first(entries, of_layout[layout.name]) for layout in (first, second)]
        raise LayoutError(
            f"{place}: names of two layouts, {first.title} ({shown[0]}) and {second.title} ({shown[1]}): "
            f"put each into a folder of its own, or choose with --layout {first.name}"
        )
    return LAYOUTS[chosen], of_layout[chosen]


def read(layout: Layout, place: str, entries: Sequence[Entry]) -> list[Says]:
    """What a layout says of the entries of a folder.

    Raises:
        LayoutError: a file of the platform is damaged; the message names the folder.
    """
    usual = [i for i, entry in enumerate(entries) if len(entry.name) <= NAME_LIMIT]
    says: list[Says] = [None] * len(entries)
    try:
        for i, said in zip(usual, layout.read([entries[i] for i in usual])):
            says[i] = said
    except LayoutError as error:
        raise LayoutError(f"{place}: {error}") from None
    return says


def _count(layout: Layout, entries: Sequence[Entry], says: Sequence[Says]) -> int:
    """How many names tell of a layout; of one whose names are common, only if all are of it."""
    mine = [i for i, said in enumerate(says) if said is not None]
    if layout.name == "numbered":
        mine = [i for i in mine if not numbered.is_only_a_number(entries[i])]
    # One repository is anybody's folder.
    if layout.name in ("google", "github") and (len(mine) < len(entries) or (layout.name, len(mine)) == ("github", 1)):
        return 0
    return len(mine)


def _first(entries: Sequence[Entry], says: Sequence[Says]) -> str:
    return next(one_line(entry.name) for entry, said in zip(entries, says) if said is not None)


def people_in(says: Sequence[Says]) -> int:
    """How many different people handed in."""
    return len({claim.who for claim in says if isinstance(claim, Claim)})


__all__ = ["LAYOUTS", "NAMES", "Claim", "Entry", "Layout", "LayoutError", "people_in", "read", "recognise"]
