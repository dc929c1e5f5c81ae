"""A reader that a document has taken over: it does what the document says, with the real one's containment.

`eval EXPRESSION` answers what came of it, or how it was refused; `raw NAME` puts bytes of its own on the socket; a
text that begins with `html:` is given back as the HTML of itself. Any other document is read as usual.
"""

import ctypes  # noqa: F401 - for the documents' expressions
import os
import socket
import sys  # noqa: F401
import time  # noqa: F401

from autograder.wire.codec import encode
from autograder.wire.frames import HEADER
from autograder.written import extract, markdown, reader
from autograder.written.extract import Answer
from autograder.written.messages import Extracted, Rendered, Said, Unread
from autograder.written.pictures import PICTURE_LIMIT, PICTURES


def framed(message):
    payload = message if isinstance(message, bytes) else encode(message)
    return HEADER.pack(len(payload)) + payload


def pictured(*pictures):
    return framed(Extracted({"why": Said(b"because ![](picture:1)", list(pictures))}))


def png(width=1, height=1, *, kind=b"IHDR", rest=b"\0\0\0\1IDATxxxxx\0\0\0\0IEND\0\0\0\0"):
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0d" + kind + size + b"\x08\2\0\0\0\0\0\0\0" + rest


RAW = {
    "no message": framed(b"\xff\xff\xff"),
    "nothing": framed(b""),
    "half a message": framed(encode(Extracted({"why": Said(b"because")}))[:-3]),
    "another message": framed(Rendered(["<p>because</p>\n"])),
    "a question that was not asked": framed(Extracted({"why": Said(b"because"), "who": Said(b"me")})),
    "no text": framed(Extracted({"why": Said(b"\xff\xfe")})),
    "too long an answer": framed(Extracted({"why": Said(b"x" * 200_000)})),
    "too many answers": framed(Extracted({str(i): Said(b"") for i in range(5000)})),
    "a length of four gigabytes": HEADER.pack(2**32 - 1),
    "fewer bytes than it says": HEADER.pack(1000) + b"x",
    "deep nesting": framed(b"\x91" * 100_000),
    "a picture that is SVG": pictured(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a picture that is HTML": pictured(b"<script>alert(1)</script>"),
    "a picture that is GIF": pictured(b"GIF89a" + bytes(100)),
    "a picture of nothing": pictured(b""),
    "a picture that only begins like PNG": pictured(b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
    "a picture that only begins like JPEG": pictured(b"\xff\xd8\xff<script>alert(1)</script>"),
    "a picture without its size": pictured(png(kind=b"IDAT")),
    "a picture of huge dimensions": pictured(png(2**31 - 1, 2**31 - 1)),
    "a picture of many pixels": pictured(png(19_999, 19_999)),
    "a picture without height": pictured(png(5, 0)),
    "a picture without content": pictured(png(rest=b"\0\0\0\0IEND\0\0\0\0")),
    "a picture that is cut off": pictured(png()[:-20]),
    "a picture that is too large": pictured(png() + bytes(PICTURE_LIMIT)),
    "more pictures than an answer may have": pictured(*[png()] * (PICTURES + 1)),
    "pictures that are too large together": pictured(*[png() + bytes(PICTURE_LIMIT - 100)] * 3),
    "a reason without end": framed(Unread("x" * 100_000)),
    "a reason with a terminal's escapes": framed(Unread("\x1b[31m\nann: 100 points")),
    "its whole conversation at once": framed(Extracted({"why": Said(b"because")})) + framed(Rendered([])),
}
_extract, _render = extract.find_answers, markdown.markdown


def find_answers(kind, source, questions, handout=()):
    command, _, rest = source.partition(b" ")
    if command == b"eval":
        try:
            answer = f"done {eval(rest)!r}"
        except Exception as error:
            answer = f"refused {type(error).__name__}"
        return {questions[0]: Answer(answer)}
    if command == b"raw":
        grader = socket.socket(fileno=os.dup(3))
        grader.sendall(RAW[rest.decode()])
        while rest != b"fewer bytes than it says" and grader.recv(1 << 16):
            pass  # it ends no earlier than it is ended, so that nobody meets a closed socket first
        os._exit(0)
    return _extract(kind, source, questions, handout)


def render(text):
    return text.removeprefix("html:").replace("IMAGE!", "<img") if text.startswith("html:") else _render(text)


if __name__ == "__main__":
    extract.find_answers = find_answers
    markdown.markdown = render
    reader.forkserver.main(reader.WORK)
