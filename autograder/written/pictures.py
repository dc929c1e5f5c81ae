"""Pictures in an answer: PNG and JPEG of a bounded size, written anew without what a picture can carry along.

Both sides use this. The reader tells a picture from what is none; the trusted side then judges every picture again, as
if nobody had. Only the parts that a browser needs to draw it are kept: no name of an author, no place, no thumbnail,
nothing behind its end. Nothing is decompressed.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PICTURE_LIMIT = 5 << 20  # bytes of one
PICTURES = 10  # in one answer
ANSWER_LIMIT = 10 << 20  # bytes of all in one answer
FILE_LIMIT = 20 << 20  # bytes of all in one file
SIDE, PIXELS = 20_000, 50_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PARTS = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"sBIT", b"pHYs")
_PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive: what browsers draw
_JPEG_PARTS = (*_FRAMES, 0xC4, 0xDB, 0xDD, 0xDA, 0xEE)
_ALONE = (0x01, *range(0xD0, 0xD8))  # markers without a length


class RefusedPictureError(ValueError):
    """This is no picture that is shown; the message is one word for why: `large`, `many` or `broken`."""


@dataclass(frozen=True)
class Picture:
    """A picture that may stand on a page."""

    kind: Literal["png", "jpeg"]
    data: bytes

    @property
    def uri(self) -> str:
        """The picture as an address that holds it."""
        return f"data:image/{self.kind};base64,{base64.b64encode(self.data).decode('ascii')}"


def picture(data: bytes) -> Picture:
    """A picture, written anew.

    Raises:
        RefusedPictureError: it is neither PNG nor JPEG, damaged, or too large.
    """
    if len(data) > PICTURE_LIMIT:
        raise RefusedPictureError("large")
    try:
        if data.startswith(_PNG):
            return Picture("png", _PNG + b"".join(_png_parts(data)))
        if data.startswith(b"\xff\xd8\xff"):
            return Picture("jpeg", b"\xff\xd8" + b"".join(_jpeg_parts(data)) + b"\xff\xd9")
    except IndexError:
        pass
    raise RefusedPictureError("broken")


def pictures(found: list[bytes]) -> list[Picture]:
    """The pictures of one answer.

    Raises:
        RefusedPictureError: one of them is refused, or they are too many together.
    """
    if len(found) > PICTURES:
        raise RefusedPictureError("many")
    if sum(map(len, found)) > ANSWER_LIMIT:
        raise RefusedPictureError("large")
    return [picture(data) for data in found]


def _png_parts(data: bytes) -> Iterator[bytes]:
    position, names = len(_PNG), list[bytes]()
    while names[-1:] != [b"IEND"]:
        length, name = _number(data, position, 4), data[position + 4 : position + 8]
        end = position + 12 + length
        if end > len(data) or (name == b"IHDR") != (not names):
            raise RefusedPictureError("broken")
        if name == b"IHDR":
            if length != 13 or data[position + 16] not in _PNG_DEPTHS.get(data[position + 17], ()):
                raise RefusedPictureError("broken")
            _check_size(_number(data, position + 8, 4), _number(data, position + 12, 4))
        if name in _PNG_PARTS:
            yield data[position:end]
        names.append(name)
        position = end
    if b"IDAT" not in names:
        raise RefusedPictureError("broken")


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    position, frames, scans = 2, 0, 0
    while position < len(data):
        if data[position] != 0xFF:
            raise RefusedPictureError("broken")
        marker = data[position + 1]
        if marker == 0xFF or marker in _ALONE:
            position += 1 if marker == 0xFF else 2
            continue
        if marker == 0xD9:
            break
        length = _number(data, position + 2, 2)
        end = position + 2 + length
        if length < 2 or end > len(data):
            raise RefusedPictureError("broken")
        if marker in _FRAMES:
            frames += 1
            if data[position + 4] != 8 or data[position + 9] not in (1, 3, 4):
                raise RefusedPictureError("broken")
            _check_size(_number(data, position + 7, 2), _number(data, position + 5, 2))
        elif marker == 0xDA:
            scans += 1
            end = _end_of_scan(data, end)
        elif marker == 0xE1:
            yield _turned(data[position + 4 : end])
        if marker in _JPEG_PARTS:
            yield data[position:end]
        position = end
    if frames != 1 or not scans:
        raise RefusedPictureError("broken")


def _end_of_scan(data: bytes, position: int) -> int:
    """Where the next marker stands that is not part of the scan."""
    while (position := data.find(b"\xff", position)) >= 0 and position + 1 < len(data):
        if data[position + 1] not in (0x00, 0xFF, *_ALONE[1:]):
            return position
        position += 1 if data[position + 1] == 0xFF else 2
    return len(data)  # cut off: browsers draw what is there


def _turned(exif: bytes) -> bytes:
    """Of what a camera writes into a photo, which way up it is; nothing if it does not say."""
    if not exif.startswith(b"Exif\0\0"):
        return b""
    body = exif[6:]
    order: Literal["big", "little"] = "big" if body[:2] == b"MM" else "little"
    first = int.from_bytes(body[4:8], order)
    for i in range(min(int.from_bytes(body[first : first + 2], order), 200)):
        entry = body[first + 2 + 12 * i :][:12]
        if int.from_bytes(entry[:2], order) == 0x0112 and 1 <= int.from_bytes(entry[8:10], order) <= 8:
            value = int.from_bytes(entry[8:10], order).to_bytes(2, "big")
            tag = b"\0\1" + b"\x01\x12\0\3\0\0\0\1" + value + b"\0\0" + b"\0\0\0\0"
            said = b"Exif\0\0MM\0*\0\0\0\x08" + tag
            return b"\xff\xe1" + (len(said) + 2).to_bytes(2, "big") + said
    return b""


def _check_size(width: int, height: int) -> None:
    if width > SIDE or height > SIDE or width * height > PIXELS:
        raise RefusedPictureError("large")
    if not width or not height:
        raise RefusedPictureError("broken")


def _number(data: bytes, position: int, size: int) -> int:
    if position + size > len(data):
        raise RefusedPictureError("broken")
    return int.from_bytes(data[position : position + size], "big")
