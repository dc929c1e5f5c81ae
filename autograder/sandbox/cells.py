"""A student's file as cells: decoded, split, and each told from the prose around it.

Runs inside the contained process (and in `homework check`, on the student's own machine): parsing a stranger's
notebook or source can take any time and memory.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec

from autograder.wire.feedback import TAG, blanked, is_feedback
from autograder.wire.text import decoded

DEFINITION = re.compile(r"^(?=\s*(?:async\s+)?(?:def\s+(\w+)|(\w+)\s*=[^=]))", re.MULTILINE)
MARKER = re.compile(r"^\s*#\s*%%(?!%)(.*)$")
HAND_IN = "hand in the .ipynb or .py file that you worked in"
HAND_IN_ZH = "请提交你编写作业用的 .ipynb 或 .py 文件"
PICTURE = f"a picture: {HAND_IN}", f"图片：{HAND_IN_ZH}"
# How files begin that are no source, whatever their name ends in.
# What is to be handed in instead stands behind: in English, in Chinese.
FORMATS = (
    (
        b"{\\rtf",
        "an RTF document: save it as plain text, or export the notebook as .py or .ipynb",
        "RTF 文档：请另存为纯文本，或把 notebook 导出为 .py 或 .ipynb",
    ),
    (b"%PDF", f"a PDF document: {HAND_IN}", f"PDF 文档：{HAND_IN_ZH}"),
    (
        b"PK\x03\x04",
        f"a zip archive or an Office document: {HAND_IN}",
        f"zip 压缩包或 Office 文档：{HAND_IN_ZH}",
    ),
    (b"Rar!", "a RAR archive: unpack it, or pack a .zip", "RAR 压缩包：请先解压，或改用 .zip 打包"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it, or pack a .zip", "7z 压缩包：请先解压，或改用 .zip 打包"),
    (b"\xd0\xcf\x11\xe0", f"an Office document: {HAND_IN}", f"Office 文档：{HAND_IN_ZH}"),
    *((start, *PICTURE) for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF")),
    *((b"\0\0\0" + bytes([size]) + b"ftyp", *PICTURE) for size in (24, 28, 32, 36)),
    (b"\x1f\x8b", "a gzip archive: unpack it, or pack a .zip", "gzip 压缩包：请先解压，或改用 .zip 打包"),
    (b"BZh", "a bzip2 archive: unpack it, or pack a .zip", "bzip2 压缩包：请先解压，或改用 .zip 打包"),
    (b"\xfd7zXZ", "an xz archive: unpack it, or pack a .zip", "xz 压缩包：请先解压，或改用 .zip 打包"),
)
HTML = re.compile(rb"\s*<(!doctype html|html|\?xml)", re.IGNORECASE)


class UnreadableError(Exception):
    """The file is no submission; the message is one line for the student, and `zh` the same in Chinese."""

    def __init__(self, message: str, zh: str = "") -> None:
        """Takes both languages; where there is no Chinese, the English stands for it."""
        super().__init__(message)
        self.zh = zh or message


@dataclass(frozen=True)
class Cell:
    """One cell that is not empty."""

    source: str
    number: int  # from 1, among a notebook's code cells; 0 in a script, which counts by lines
    offset: int = 0  # lines of the file before its first one
    kind: str = "code"  # or "raw", "markdown"; of these the number is that of the last code cell before it
    attachments: tuple[tuple[str, str, str], ...] = ()  # to prose: name, media type, base64 (or the text itself)


@dataclass(frozen=True)
class File:
    """A file in its parts. `odd` says what was mended to read it: codes of `Remark`."""

    code: list[Cell]
    aside: list[Cell] = field(default_factory=list)  # cells that are not run
    odd: tuple[str, ...] = ()
    is_script: bool = False  # whatever its name ends in; prose stands in comments

    @property
    def in_order(self) -> list[Cell]:
        """All cells as they stand in the file."""
        return sorted([*self.code, *self.aside], key=lambda cell: (cell.offset, cell.number, cell.kind != "code"))


def split(kind: str, data: bytes) -> list[Cell]:
    """The code cells of a file; see `read`."""
    return read(kind, data).code


def read(kind: str, data: bytes) -> File:
    """The cells of a file.

    Args:
        kind: "py" (plain, or with `# %%` markers) or "ipynb".
        data: the file's bytes.

    Raises:
        UnreadableError: it is no text, or no notebook.
    """
    for beginning, what, zh in FORMATS:
        if data.startswith(beginning):
            raise UnreadableError(f"the file is {what}", f"这个文件是 {zh}" if zh[0].isascii() else f"这个文件是{zh}")
    if HTML.match(data[:200]):
        raise UnreadableError(
            "the file is a web page (HTML): download the .ipynb or .py file itself",
            "这个文件是网页（HTML）：请下载 .ipynb 或 .py 文件本身",
        )
    odd: tuple[str, ...] = ()
    whole = data.rstrip(b"\0")
    if len(whole) < len(data) and not whole.startswith((b"\xff\xfe", b"\xfe\xff")):
        data, odd = whole, ("trailing-nul",)
    # No script begins with a brace, and every notebook does.
    is_notebook = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" or data.startswith((b"\xff\xfe{", b"\xfe\xff\0{"))
    if is_notebook or (kind == "ipynb" and data.lstrip()[:1] == b"["):
        code, aside = _notebook_cells(data)
        return File(code, aside, (*odd, "notebook-in-py") if kind == "py" else odd)
    code, aside = _script_cells(blanked(_text(data)))
    return File(code, aside, (*odd, "script-in-ipynb") if kind == "ipynb" else odd, is_script=True)


def _text(data: bytes) -> str:
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        raise UnreadableError(
            "the file is not text in UTF-8; save it as UTF-8 and hand it in again",
            "文件不是 UTF-8 文本；请以 UTF-8 编码保存后重新提交",
        ) from None
    if "\0" in text:
        raise UnreadableError(
            "the file holds NUL bytes: it is damaged, or no text; download or save it again",
            "文件含有 NUL 字节：已损坏，或者不是文本；请重新下载或保存",
        )
    return text


def _script_cells(text: str) -> tuple[list[Cell], list[Cell]]:
    parts: list[tuple[str, int, list[str]]] = [("", 0, [])]
    for number, line in enumerate(text.split("\n"), 1):
        marker = MARKER.match(line) if "%%" in line else None
        if marker:
            parts.append((marker.group(1), number, []))
        else:
            parts[-1][2].append(line)
    code, aside = list[Cell](), list[Cell]()
    for title, offset, lines in parts:
        if any(line.strip() for line in lines):
            if "[markdown]" in title or "[md]" in title:
                # Prose stands in comments: what stands below them is code, typed where no marker was set.
                prose = next((i for i, line in enumerate(lines) if line.strip() and line[0] != "#"), len(lines))
                if _is_code("\n".join(lines[prose:])):
                    code.append(Cell("\n".join(lines[prose:]), 0, offset + prose))
                    lines = lines[:prose]
            kind = "markdown" if "[markdown]" in title or "[md]" in title else "raw" if "[raw]" in title else "code"
            (code if kind == "code" else aside).append(Cell("\n".join(lines), 0, offset, kind))
    return code, aside


def _is_code(text: str) -> bool:
    """Whether lines are meant to run: they are Python, and more than a text in quotes; or they define something."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return re.search(r"^(def|class|import|from) ", text, re.MULTILINE) is not None
    return any(not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant | ast.Name)) for n in tree.body)


class _Metadata(msgspec.Struct):
    tags: list[str] = []


class _NotebookCell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] | None = None
    input: str | list[str] = ""  # format 3, before 2015
    attachments: dict[str, dict[str, str | list[str]]] | None = None
    metadata: msgspec.Raw = msgspec.Raw(b"")

    @property
    def is_feedback(self) -> bool:
        """Whether it is one that a commented copy has."""
        if self.cell_type != "markdown" or TAG.encode() not in bytes(self.metadata):
            return False
        try:
            return is_feedback(self.cell_type, _decode_metadata(self.metadata).tags)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False


class _Notebook(msgspec.Struct):
    """What is read of a notebook: of its outputs, however large, no object is made."""

    cells: list[_NotebookCell]


_decode_notebook = msgspec.json.Decoder(_Notebook).decode
_decode_metadata = msgspec.json.Decoder(_Metadata).decode


def _notebook_cells(data: bytes) -> tuple[list[Cell], list[Cell]]:
    text = _text(data)
    try:
        found = _decode_notebook(text).cells
    except (msgspec.MsgspecError, ValueError, RecursionError):
        found = _lenient_cells(text)
    code, aside = list[Cell](), list[Cell]()
    number = 0
    for cell in found:
        number += cell.cell_type == "code"
        if cell.is_feedback:
            continue
        source = _joined(cell.input if cell.source is None else cell.source).replace("\r\n", "\n")
        attachments = tuple(_attachments(cell))
        if source.strip() and cell.cell_type == "code":
            code.append(Cell(source, number))
        elif (source.strip() or attachments) and cell.cell_type in ("raw", "markdown"):
            aside.append(Cell(source, number, kind=cell.cell_type, attachments=attachments))
    return code, aside


def _lenient_cells(text: str) -> list[_NotebookCell]:
    """The cells of a notebook that is no strict JSON (Jupyter itself writes NaN and lone surrogates), or an odd one."""
    try:
        notebook = json.loads(text, parse_int=_nothing, parse_float=_nothing, parse_constant=_nothing)
    except RecursionError:
        raise UnreadableError(
            "the notebook is nested too deep; open it in Jupyter and save it again",
            "notebook 嵌套过深；请用 Jupyter 打开后重新保存",
        ) from None
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        where, zh = (f" (line {line})", f"（第 {line} 行）") if line else ("", "")
        raise UnreadableError(
            f"the notebook is not valid JSON{where}: it is damaged; open it in Jupyter, save it and hand it in again",
            f"notebook 不是有效的 JSON{zh}：文件已损坏；请用 Jupyter 打开、保存后重新提交",
        ) from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if cells is None and isinstance(notebook, dict) and isinstance(notebook.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]  # format 3
    if not isinstance(cells, list) or (cells and not any(isinstance(cell, dict) for cell in cells)):
        raise UnreadableError(
            "the notebook has no cells: it is no notebook, or damaged; save it again in Jupyter",
            "notebook 里没有单元格：它不是 notebook，或已损坏；请用 Jupyter 重新保存",
        )
    return [_lenient_cell(cell) for cell in cells if isinstance(cell, dict)]


def _nothing(literal: str) -> None:
    """Numbers are not looked at: one of 6000 digits would raise."""


def _lenient_cell(cell: dict[str, Any]) -> _NotebookCell:
    kind, attachments = cell.get("cell_type"), cell.get("attachments")
    bundles: dict[str, dict[str, str | list[str]]] = {
        name: {media: _lenient_text(content) for media, content in bundle.items()}
        for name, bundle in (attachments.items() if isinstance(attachments, dict) else ())
        if isinstance(bundle, dict)
    }
    source = _lenient_text(cell.get("source", cell.get("input", "")))
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    ours = msgspec.Raw(msgspec.json.encode({"tags": [TAG]}) if isinstance(tags, list) and TAG in tags else b"")
    return _NotebookCell(kind if isinstance(kind, str) else "", source, attachments=bundles, metadata=ours)


def _lenient_text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(part for part in content if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _joined(content: str | list[str]) -> str:
    return content if isinstance(content, str) else "".join(content)


def _attachments(cell: _NotebookCell) -> Iterable[tuple[str, str, str]]:
    for name, bundle in (cell.attachments or {}).items():
        yield from ((name, media, _joined(content)) for media, content in bundle.items())


def defines(cells: list[Cell], name: str) -> bool:
    """Whether some cell means to define a function, by the look of its lines: also one that is no Python."""
    return any(name in _looks_defined(cell.source) for cell in cells)


@lru_cache(256)
def _looks_defined(source: str) -> frozenset[str]:
    """All names that `definition_of` finds: one look for all of them, as a file of stubs asks for each."""
    return frozenset(match[1] or match[2] for match in DEFINITION.finditer(source))


def definition_of(name: str) -> re.Pattern[str]:
    """How a line looks that defines a function."""
    return re.compile(rf"^\s*(?:async\s+)?(?:def\s+{re.escape(name)}\b|{re.escape(name)}\s*=[^=])", re.MULTILINE)
