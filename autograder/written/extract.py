"""Written answers: out of a submission's bytes, by where the handout asks for them.

The file is laid beside the handout's own document. Between a question's heading and the next heading of the handout,
everything that the handout did not bring belongs to the answer, wherever its marks are; what stands between a
question's marks belongs to it wherever that is. Runs in the reader's process, and in `homework check` on the student's
own machine.
"""

from __future__ import annotations

import ast
import difflib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from autograder.sandbox import cells
from autograder.wire.messages import HandoutCell, Kind
from autograder.written.images import Album
from autograder.written.markers import key, marks_of, without_marks, without_placeholder
from autograder.written.messages import ANSWER_LIMIT

# Twenty MiB of nothing but small objects would take thirty times their size in memory.
OBJECTS_LIMIT, STRINGS_LIMIT = 500_000, 1_000_000
MARKS_LIMIT = 2000  # in one file
WORDS_LIMIT = 20_000  # the word that every mark holds, wherever it stands
SUBSTANTIAL = 16  # characters of equal lines that are the handout's and no coincidence, such as `$$`
SIMILAR = 0.5  # of a handout cell's lines that are still there in an edited one
TITLE = 4  # characters of a title at least, for a heading to be known by it
UNPLACED = 40  # words of prose in a file without any place of an answer: a person has to look
_DOCSTRINGS = ('"""', "'''")
_CODE = re.compile(r"^(`{3,})python\n.*?^\1$", re.MULTILINE | re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\(([^)\n]*)\)")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"(?:(?![\u3400-\u9fff\uf900-\ufaff])\w)+(?:['’-]\w+)*")
_NUMBERED = re.compile(
    r"(?:question|problem|exercise|q|第|问题|题目|题)?(\d{1,3})[.、:：)）题]?(?:answer|solution|written|答案|解答|解|答|简答)?",
    re.IGNORECASE,
)
_DEFINED = re.compile(r"^(?:async )?def (\w+)", re.MULTILINE)


class UnplacedError(cells.UnreadableError):
    """A person has to look for the answers; the message is one line."""


@dataclass(frozen=True)
class Answer:
    """An answer in Markdown.

    Attributes:
        text: `![...](picture:1)` in it is the place of the first picture.
        pictures: their bytes, as `pictures.picture` writes them.
    """

    text: str
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Found:
    """What a file holds: the answers by question, one that is empty not among them, and whose marks are both there."""

    answers: dict[str, Answer]
    marked: frozenset[str]


@dataclass
class _Section:
    """A part of the handout under one heading."""

    question: str = ""  # its written question, if it has one
    heading: str = ""
    prose: list[str] = field(default_factory=list)

    def is_meant(self, heading: str) -> bool:
        """Whether a heading that is not the handout's speaks of this part: by a title, or by nothing but a number."""
        number, _, rest = self.heading.partition(".")
        titles = [title for title in rest.rpartition("(")[0].split("/") if len(title) >= TITLE]
        if any(title.casefold() in heading.casefold() for title in titles):
            return True
        numbered = _NUMBERED.fullmatch(heading)
        return bool(self.question) and numbered is not None and numbered[1] == number


@dataclass
class _Handout:
    """The handout in sections, and to which of them each of its cells belongs, by what it says."""

    sections: list[_Section]
    place: dict[str, int]
    functions: set[str]

    @cached_property
    def headings(self) -> dict[str, int]:
        """Which section each heading begins, as it stands in both languages, and in a handout of one."""
        whole = {section.heading: i for i, section in enumerate(self.sections) if section.heading}
        return {part: i for heading, i in whole.items() for part in _in_one_language(heading)} | whole


@dataclass
class _Piece:
    """A cell of the file, or the part of one from a heading of the handout on."""

    text: str
    prose: bool
    heading: int | None = None  # the section whose heading begins it
    section: int = 0
    names: str = ""  # what it says without marks: how it is compared


def find_answers(
    kind: Kind, source: bytes, questions: Sequence[str], handout: Sequence[HandoutCell] = ()
) -> dict[str, Answer]:
    """The answers in a submission, by question; see `look`."""
    return look(kind, source, questions, handout).answers


def look(kind: Kind, source: bytes, questions: Sequence[str], handout: Sequence[HandoutCell] = ()) -> Found:
    """The answers in a submission; a question left as it was handed out is not among them.

    Args:
        kind: "py" (percent script) or "ipynb": the same answer reads the same in both.
        source: the file's bytes.
        questions: names of the written questions.
        handout: the document as it was handed out; without it only marks tell what is an answer.

    Raises:
        UnreadableError: the file cannot be read, or holds more than can be looked through.
        UnplacedError: it holds prose, and nobody can tell what of it answers which question.
    """
    if source.count(b"{") + source.count(b"[") > OBJECTS_LIMIT or source.count(b'",') > STRINGS_LIMIT:
        raise cells.UnreadableError("the file holds too many parts to be looked through")
    if source.lower().count(b"answer") > WORDS_LIMIT:
        raise cells.UnreadableError("the file holds too many marks of answers to be looked through")
    album = Album()
    laid = _handout(handout, questions)
    names = {key(name): name for name in [*(s.question for s in laid.sections if s.question), *questions]}
    pieces = list(_cut_again(list(_pieces(cells.read(kind, source), laid, album)), laid))
    marks = [mark for piece in pieces if piece.prose for mark in marks_of(piece.text)]
    if len(marks) > MARKS_LIMIT:
        raise cells.UnreadableError("the file holds too many marks of answers to be looked through")
    placed = _place(pieces, laid, names)
    parts, sizes = defaultdict[str, list[str]](list), Counter[str]()
    said = set[str]()
    for name, text, scratch in _owned(pieces, laid, names):
        if sizes[name] < ANSWER_LIMIT:
            sizes[name] += len(text) + 2
            parts[name].append(text)
            said.update([] if scratch else [name])
    answers = {}
    for name in questions:
        text = "\n\n".join(parts[name]) if name in said else ""
        if text:
            text, shown = album.chosen(text[:ANSWER_LIMIT])
            answers[name] = Answer(text[:ANSWER_LIMIT], shown)
    if not answers and not marks and not any(laid.sections[i].question for i in placed):
        prose = "\n".join(piece.text for piece in pieces if piece.prose and piece.names not in laid.place)
        if handout and len(_WORD.findall(prose)) + len(_CHINESE.findall(prose)) >= UNPLACED:
            raise UnplacedError("the file has text, but neither a heading nor the marks of a written question")
    begun, ended = ({_name(mark, names) for mark in marks if _is_begin(mark) == begins} for begins in (True, False))
    return Found(answers, frozenset(begun & ended & {*questions}))


@dataclass(frozen=True)
class Size:
    """How much an answer is; code is not counted.

    Attributes:
        words: but for Chinese ones.
        characters: Chinese ones.
        unshown: pictures that nobody will see.
    """

    words: int
    characters: int
    unshown: int


def size(answer: Answer) -> Size:
    """How much an answer is."""
    prose = _CODE.sub(" ", answer.text)
    images = _IMAGE.findall(prose)
    prose = _IMAGE.sub(" ", prose)
    unshown = sum(not target.startswith(("picture:", "unshown:again")) for target in images)
    return Size(len(_WORD.findall(prose)), len(_CHINESE.findall(prose)), unshown)


def _handout(document: Sequence[HandoutCell], questions: Sequence[str]) -> _Handout:
    known = {key(name): name for name in questions}
    laid = _Handout([_Section()], {}, set())
    for cell in document:
        prose = cell.kind != "code"
        lines = cell.source.strip().split("\n")
        if prose and lines[0].startswith("#"):
            laid.sections.append(_Section(heading=_heading(lines[0])))
        section = laid.sections[-1]
        marks = marks_of(cell.source) if prose else []
        if marks and not section.question:
            name = _label(marks[0])
            section.question = known.get(key(name), name)
        said = _bare(cell.source)
        if said:
            laid.place.setdefault(said, len(laid.sections) - 1)
        if prose:
            section.prose.append(without_marks(cell.source))
        else:
            laid.functions.update(_DEFINED.findall(cell.source))
    return laid


def _pieces(file: cells.File, laid: _Handout, album: Album) -> Iterator[_Piece]:
    """The file's cells as prose and code, cut where a heading of the handout stands."""
    headings = laid.headings
    for cell in file.in_order:
        if cell.kind != "code":
            text = _prose(cell.source) if file.is_script else cell.source
            yield from _cut(album.rewritten(text.strip("\n"), cell.attachments), headings)
        elif marks_of(cell.source):
            # A cell whose kind was changed, or a script whose cells have lost their heads.
            for prose, part in _unmixed(cell.source) if file.is_script else [(True, cell.source)]:
                if prose:
                    yield from _cut(album.rewritten(part.strip("\n"), ()), headings)
                elif part.strip():
                    yield _Piece(part.strip("\n"), False, names=_bare(part))
        else:
            yield _Piece(cell.source.strip("\n"), False, names=_bare(cell.source))


def _cut_again(pieces: Sequence[_Piece], laid: _Handout) -> Iterator[_Piece]:
    """The pieces, cut also at headings of the student's that stand for one of the handout's that is gone."""
    present = {piece.heading for piece in pieces}
    lost = [(i, section) for i, section in enumerate(laid.sections) if i and i not in present]
    for piece in pieces:
        if not piece.prose or not lost:
            yield piece
            continue
        lines, start, heading = piece.text.split("\n"), 0, piece.heading
        for i, line in enumerate(lines):
            said = _heading(line) if line.startswith("#") and len(line) < 1000 else ""
            meant = next((k for k, section in lost if said and section.is_meant(said)), None)
            if meant is not None:
                if i > start:
                    yield _piece(lines[start:i], heading)
                # What repeats the handout's heading in part is no word of the answer.
                start, heading = i + (said in laid.sections[meant].heading), meant
        yield _piece(lines[start:], heading)


def _cut(text: str, headings: dict[str, int]) -> Iterator[_Piece]:
    lines, start, heading = text.split("\n"), 0, None
    for i, line in enumerate(lines if headings else ()):
        found = headings.get(_heading(line)) if len(line) < 1000 else None
        if found is not None:
            if i > start:
                yield _piece(lines[start:i], heading)
            start, heading = i, found
    yield _piece(lines[start:], heading)


def _piece(lines: list[str], heading: int | None) -> _Piece:
    text = "\n".join(lines)
    return _Piece(text, True, heading, names=_bare(text))


def _prose(source: str) -> str:
    """A script's prose without the comment signs, or without the quotes that some editors put instead."""
    text = source.strip()
    for quotes in _DOCSTRINGS:
        if text.startswith(quotes) and text.endswith(quotes) and len(text) >= 2 * len(quotes):
            return text[len(quotes) : -len(quotes)]
    return "\n".join(_uncommented(line) for line in source.split("\n"))


def _uncommented(line: str) -> str:
    return line[2:] if line.startswith("# ") else line[1:] if line.startswith("#") else line


def _unmixed(source: str) -> Iterator[tuple[bool, str]]:
    """A script's code cell that holds marks: comments around them are prose, and so is all between them."""
    lines = source.split("\n")
    uncommented = "\n".join(_uncommented(line) for line in lines)
    found = marks_of(uncommented)
    first = uncommented.count("\n", 0, found[0].start()) if found else 0
    last = uncommented.count("\n", 0, found[-1].end()) if found else len(lines) - 1
    while first > 0 and (lines[first - 1].startswith("#") or not lines[first - 1].strip()):
        first -= 1
    while last + 1 < len(lines) and (lines[last + 1].startswith("#") or not lines[last + 1].strip()):
        last += 1
    yield False, "\n".join(lines[:first])
    yield True, "\n".join(map(_uncommented, lines[first : last + 1]))
    yield False, "\n".join(lines[last + 1 :])


def _place(pieces: Sequence[_Piece], laid: _Handout, names: dict[str, str]) -> set[int]:
    """Gives every piece its section: by headings, and for those that were deleted by what else is of the handout.

    Returns:
        The sections that have a place in the file.
    """
    present = {piece.heading for piece in pieces}
    lost = {i for i in range(1, len(laid.sections)) if i not in present}
    of_question = {section.question: i for i, section in enumerate(laid.sections) if section.question}
    current, seen = 0, set[int]()
    for piece in pieces:
        if piece.heading is not None:
            current = piece.heading
        elif lost:
            marks = marks_of(piece.text) if piece.prose else []
            anchors = [laid.place.get(piece.names), *(of_question.get(_name(mark, names)) for mark in marks)]
            anchors += [i for i in lost if piece.prose and _is_edited(piece, laid.sections[i])]
            current = next((i for i in anchors if i in lost and i is not None), current)
        piece.section = current
        seen.add(current)
    for i in sorted(lost - seen):  # nothing of it is left: its place is where the section before it ends
        before = max((k for k in seen if k < i), default=0)
        own = [n for n, p in enumerate(pieces) if p.section == before and p.names in laid.place]
        if before and own and all(section.question for section in laid.sections[before + 1 : i + 1]):
            moved = [p for p in pieces[own[-1] + 1 :] if p.section == before and not laid.sections[before].question]
            for piece in moved:
                piece.section = i
            seen.update([i] if moved else [])
    return seen


def _is_edited(piece: _Piece, section: _Section) -> bool:
    """Whether a piece is what was left of a cell of a section's prose."""
    lines = {_plain(line) for line in piece.text.split("\n")[:2000]}
    for prose in section.prose:
        wanted = [said for line in prose.split("\n") if (said := _plain(line))]
        if sum(map(len, wanted)) >= SUBSTANTIAL:
            kept = sum(len(said) for said in wanted if said in lines)
            if kept >= SIMILAR * sum(map(len, wanted)):
                return True
    return False


def _owned(pieces: Sequence[_Piece], laid: _Handout, names: dict[str, str]) -> Iterator[tuple[str, str, bool]]:
    """Every part of the file that is not the handout's, with the question that it belongs to.

    Code below the last cell of the handout may be what somebody tried out there: by itself it is no answer, which the
    third value says.
    """
    last = max((i for i, p in enumerate(pieces) if p.names in laid.place or (p.prose and marks_of(p.text))), default=0)
    whole = {piece.names for piece in pieces}
    asking = [prose for section in laid.sections if section.question for prose in section.prose]
    missing = [line for prose in asking if _plain(prose) not in whole for line in prose.split("\n")]
    handout = [said for line in missing if (said := _plain(line))]
    closed = _closed(pieces, laid, names)
    inside = ""
    for i, piece in enumerate(pieces):
        own = laid.sections[piece.section].question
        if not piece.prose:
            if piece.names not in laid.place and (inside or laid.functions.isdisjoint(_DEFINED.findall(piece.text))):
                yield inside or own, _code(piece.text), not inside and i > last and _computes(piece.text)
        elif piece.names not in laid.place or marks_of(piece.text):
            spans, inside = _spans(piece.text, inside, own, closed[i], names)
            for owner, text in spans:
                kept = _added(text, handout, laid) if owner else ""
                if any(char.isprintable() and not char.isspace() for char in kept):
                    yield owner, kept, False


def _closed(pieces: Sequence[_Piece], laid: _Handout, names: dict[str, str]) -> list[list[bool]]:
    """Of each mark of each piece, whether it opens an answer that a later mark ends."""
    marks = [
        (i, _is_begin(mark), _name(mark, names))
        for i, piece in enumerate(pieces)
        if piece.prose
        for mark in marks_of(piece.text)
    ]
    heads = [laid.sections[p.heading].question if p.heading is not None else None for p in pieces]
    found: list[list[bool]] = [[] for _ in pieces]
    for n, (i, begins, name) in enumerate(marks):
        end = None
        if begins:
            until = itertools.takewhile(lambda mark: not mark[1], itertools.islice(marks, n + 1, None))
            end = next((j for j, _, named in until if named == name), None)
        found[i].append(end is not None and all(head in (None, name) for head in heads[i + 1 : end + 1]))
    return found


def _spans(
    text: str, inside: str, own: str, closed: Sequence[bool], names: dict[str, str]
) -> tuple[list[tuple[str, str]], str]:
    """A cell's text by owner, and whose answer is still open at its end.

    Args:
        text: with its marks.
        inside: whose answer is open where the cell begins.
        own: whose is what stands between no marks.
        closed: of each mark, whether a later one ends what it begins: else that ends with the cell.
        names: questions as they are compared.
    """
    spans = list[tuple[str, str]]()
    marks = marks_of(text)
    begun, position = inside, 0
    for n, mark in enumerate(marks):
        name = _name(mark, names)
        before = name if not _is_begin(mark) and not begun and name else begun  # an answer without its first mark
        spans.append((before or own, text[position : mark.start()]))
        position = mark.end()
        if _is_begin(mark):
            begun = name or own
            inside = begun if closed[n] else ""
        elif begun in ("", name):
            following = next((m for m in marks[n + 1 :] if _is_begin(m) or _name(m, names) == name), None)
            if following is None or _is_begin(following):  # else the student wrote this one into the text
                begun = inside = ""
    return [*spans, (begun or own, text[position:])], inside


def _is_begin(mark: re.Match[str]) -> bool:
    what: str = mark["what"] or mark["bare"]
    return what.lower() == "begin"


def _added(text: str, handout: Sequence[str], laid: _Handout) -> str:
    """What a text holds beside the handout's own lines: those of its cells that are not there as a whole."""
    text = without_placeholder(text).strip()
    if _plain(text) in laid.place:
        return ""
    lines = text[: 4 * ANSWER_LIMIT].split("\n")
    headed = _heading(lines[0]) in laid.headings
    dropped = {0} if headed else set[int]()
    if handout:
        said = [(i, plain) for i, line in enumerate(lines) if (plain := _plain(line))]
        matcher = difflib.SequenceMatcher(None, handout, [plain for _, plain in said], autojunk=False)
        for block in matcher.get_matching_blocks():
            equal = said[block.b : block.b + block.size]
            if sum(len(plain) for _, plain in equal) >= SUBSTANTIAL or (headed and equal and equal[0][0] == 0):
                dropped.update(i for i, _ in equal)
    lines = [_continued(line, handout) for i, line in enumerate(lines) if i not in dropped]
    return "\n".join(lines).strip()


def _continued(line: str, handout: Sequence[str]) -> str:
    """What was written on after a line of the handout."""
    plain = _plain(line)
    known = max((h for h in handout if len(h) >= SUBSTANTIAL and plain.startswith(h)), key=len, default="")
    position = 0
    for char in known:
        position = line.index(char, position) + 1
    return line[position:]


def _computes(source: str) -> bool:
    """Whether a code cell does something: one of comments and strings alone is prose in another dress."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True
    return not all(isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant) for n in tree.body)


def _code(source: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", source)), default=0))
    return f"{fence}python\n{source}\n{fence}"


def _label(mark: re.Match[str]) -> str:
    name: str = mark["name"] or mark["word"]
    return name.strip(" \t\n:：")


def _name(mark: re.Match[str], names: dict[str, str]) -> str:
    """The question that a mark names, as the manifest spells it; nothing if there is none of that name."""
    return names.get(key(_label(mark)), "")


def _plain(text: str) -> str:
    return "".join(text.split())


def _bare(text: str) -> str:
    """What a cell says beside marks and placeholder, without its white space."""
    return _plain(without_marks(text))


def _in_one_language(heading: str) -> list[str]:
    """The two halves of `3.Title/标题(written/简答,5points/5分)`."""
    title, _, told = heading.rpartition("(")
    number, _, titles = title.partition(".")
    halves = [titles.split("/"), *(part.split("/") for part in told.removesuffix(")").split(","))]
    if any(len(pair) != 2 for pair in halves):
        return []
    return [f"{number}.{halves[0][at]}({','.join(pair[at] for pair in halves[1:])})" for at in (0, 1)]


def _heading(line: str) -> str:
    return _plain(line).lstrip("#*") if line.lstrip().startswith(("#", "*")) else ""
