"""The process that reads strangers' documents: the untrusted side of written answers.

A fork server like that of submissions, under the same containment: it holds no secrets, and forks a process for each
document, so that whatever a document does to its reader, it does to its own answers alone.
"""

from __future__ import annotations

import contextlib
import importlib
import socket

from autograder.sandbox import cells, forkserver, statements
from autograder.sandbox.containment import Containment
from autograder.wire.codec import decoder, encode
from autograder.wire.frames import FrameError, receive_frame, send_frame
from autograder.written import extract, markdown
from autograder.written.messages import (
    ANSWER_LIMIT,
    CODE_LIMIT,
    NAMES_LIMIT,
    OWN_LIMIT,
    REASON_LIMIT,
    REQUEST_LIMIT,
    Define,
    Defined,
    Definition,
    Extract,
    Extracted,
    Own,
    Owned,
    Rendered,
    Said,
    Statement,
    Survey,
    Surveyed,
    ToReader,
    Unread,
    to_bytes,
    to_text,
)

# Everything that a reader looks up for its first text is looked up before the first fork.
_WARMING = "| *a* |\n|-|\n| $\\frac{x}{y}$ |\n\n\\begin{align}\na &= b\n\\end{align}\n\n<i> &amp; \u202e [a](b)"
_CODECS = ("encodings.utf_8_sig", "encodings.utf_16", "encodings.gb18030")
_decode = decoder(ToReader)


def preload() -> None:
    """Imports what reading needs, while the file system is visible."""
    for name in _CODECS:
        importlib.import_module(name)
    markdown.markdown(_WARMING)
    statements.jupyter()


def read_document(grader: socket.socket, containment: Containment, guarded: object) -> None:
    """The life of a document's process: answers until the other side closes the socket."""
    containment.enter_question()  # no process forks another one from here on
    with contextlib.suppress(FrameError):
        while True:
            send_frame(grader, encode(_answer(_decode(receive_frame(grader, REQUEST_LIMIT)))))


def _answer(request: ToReader) -> Extracted | Unread | Surveyed | Defined | Owned | Rendered:
    if isinstance(request, Survey):
        keys, defined, imports = statements.outline(cells.read(request.kind, request.source).code)
        try:
            answers = list(extract.find_answers(request.kind, request.source, request.questions, request.handout))
        except extract.UnplacedError:  # as of another homework
            answers = []
        return Surveyed(keys, imports, defined, answers)
    if isinstance(request, Extract):
        try:
            found = extract.find_answers(request.kind, request.source, request.questions, request.handout)
        except cells.UnreadableError as error:
            return Unread(str(error)[:REASON_LIMIT])
        return Extracted({name: Said(to_bytes(found[name].text), list(found[name].pictures)) for name in found})
    if isinstance(request, Define):
        found_code = statements.definitions(cells.read(request.kind, request.source).code, request.functions)
        return Defined(
            {
                name: Definition(cell, line, to_bytes(source[:ANSWER_LIMIT]))
                for name, (cell, line, source) in found_code.items()
            }
        )
    if isinstance(request, Own):
        return Owned(_own(request))
    return Rendered([str(markdown.markdown(to_text(text))) for text in request.texts])


def _own(request: Own) -> list[Statement]:
    said, room = list[Statement](), CODE_LIMIT
    try:
        code = cells.read(request.kind, request.source).code
    except cells.UnreadableError:
        return []
    for cell, line, names, source in statements.own(code, frozenset(request.handout)):
        source = source[: min(ANSWER_LIMIT, room)]
        if source and len(said) < OWN_LIMIT:
            room -= len(source)
            said.append(Statement(cell, line, [name[:64] for name in names[:NAMES_LIMIT]], to_bytes(source)))
    return said


WORK = forkserver.Work(preload=lambda configure: preload(), guard=lambda configure: None, run=read_document)

if __name__ == "__main__":
    forkserver.main(WORK)
