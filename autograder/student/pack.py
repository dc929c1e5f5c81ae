"""`homework pack`: the one file to hand in, looked over before, and a receipt of what is in it."""

from __future__ import annotations

import ast
import hashlib
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from autograder.errors import InputError
from autograder.files import write_file
from autograder.questions.handout import HandoutFile, read_handout_file
from autograder.reports.escape import for_terminal
from autograder.sandbox import cells, imports
from autograder.student.check import Checked
from autograder.student.finding import kind_of
from autograder.student.helpers import PACKED, beside, used
from autograder.student.show import WORDS as SHOWN
from autograder.student.show import losses, stopped
from autograder.student.status import SIGNS, Line, breadth
from autograder.student.status import WORDS as STATES
from autograder.wire.text import modules

LARGE = 5 << 20  # bytes; a file of this size is mostly outputs
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')  # in file names, on one system or another
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)  # names of devices on Windows
DATE = (1980, 1, 1, 0, 0, 0)
WORDS = {
    "en": {
        "title": "receipt for {homework}",
        "file": "file",
        "from": "packed from",
        "digest": "SHA-256",
        "size": "size",
        "bytes": "{:,} bytes",
        "time": "packed at",
        "tests": "public tests",
        "pass": "{passed} of {total} pass",
        "hints": "hints asked for",
        "none": "none",
        "look": "look at this before you hand it in:",
        "missing": "there is no function {name}",
        "unmarked": "{name}: its marks are missing; `homework check` says which lines to put around the answer",
        "import": "{place}: {name} is not available when this is graded",
        "large": "{size:.0f} MiB: clear the outputs of the notebook before you pack it",
        "helpers": "a zip with {names}, which the file imports",
        "older": "{path} was packed earlier: hand in {name}, not that one",
        "wrote": "wrote {path}: hand in this file",
        "receipt": "wrote {path}: keep it",
        "name": "--name {name!r}: no file can have this name on every system; use letters, digits, - and _",
        "line": "line {line}",
        "cell": "code cell {cell}",
        "colon": ": ",
        "list": ", ",
    },
    "zh": {
        "title": "{homework} 作业回执",
        "file": "文件",
        "from": "来源",
        "digest": "SHA-256",
        "size": "大小",
        "bytes": "{:,} 字节",
        "time": "打包时间",
        "tests": "公开测试",
        "pass": "通过 {passed} / {total}",
        "hints": "看过的提示",
        "none": "无",
        "look": "提交前请先看看：",
        "missing": "文件里没有函数 {name}",
        "unmarked": "{name}：缺少标记；homework check 会说明答案前后应保留哪两行",
        "import": "{place}：评分时不能使用 {name}",
        "large": "{size:.0f} MiB：请先清除 notebook 的输出再打包",
        "helpers": "压缩包，附带文件所用到的 {names}",
        "older": "{path} 是之前打包的：请提交 {name}，不要交错",
        "wrote": "已写入 {path}：请提交这个文件",
        "receipt": "已写入 {path}：请自行保留",
        "name": "--name {name!r}：并非所有系统都允许这样的文件名；请只用文字、数字、- 和 _",
        "line": "第 {line} 行",
        "cell": "第 {cell} 个代码单元格",
        "colon": "：",
        "list": "、",
    },
}


class PackError(InputError):
    """The file cannot be handed in; the message says why."""


@dataclass(frozen=True)
class Packed:
    """What is handed in, and what is said of it.

    Attributes:
        name: of the file.
        content: its bytes.
        concerns: what its student should look at first.
        receipt: its lines.
    """

    name: str
    content: bytes
    concerns: tuple[str, ...]
    receipt: tuple[str, ...]


def pack(
    checked: Checked, tests: Path, lines: Sequence[Line], hints: Mapping[str, int], now: datetime, name: str, lang: str
) -> Packed:
    """What is to be handed in of a file that was checked.

    Args:
        checked: what the check found.
        tests: the folder of the public tests.
        lines: of `homework status`.
        hints: how many layers were asked for, by question.
        now: the time.
        name: what the file is to be called, without its ending; empty for the homework's name.
        lang: of all that is said.

    Raises:
        PackError: the file cannot be read, or the name is none for a file.
    """
    words = WORDS[lang]
    file = checked.file
    if checked.unreadable:
        raise PackError(f"{file.name}{words['colon']}{checked.unreadable}")
    handout = read_handout_file(tests)
    homework = handout.homework if handout is not None else file.stem
    try:
        content = file.read_bytes()
    except OSError as error:
        raise PackError(f"{file.name}{words['colon']}{error.strerror}") from None
    kind = kind_of(file)
    stem = _stem(name, words) or homework
    packed, whole = f"{stem}.{kind}", content
    helpers = used(file, checked.helpers)
    if helpers:
        packed, whole = f"{stem}.zip", _zip({f"{stem}.{kind}": content, **dict(helpers)})
    said = [*stopped(checked, SHOWN[lang]), *checked.notes]
    imported = [
        words["import"].format(place=place, name=name)
        for place, name in _not_offered(file, content, handout, words)
        if not any(f" {name} " in f"{line} " for line in said)  # where it ran, more was said
    ]
    concerns = [*_missing(checked, words), *imported, *said, *_written(checked, words, lang)]
    if len(content) > LARGE and kind == "ipynb":
        concerns.append(words["large"].format(size=len(content) / (1 << 20)))
    about = [
        (words["file"], packed),
        (words["from"], file.name),
        (words["digest"], hashlib.sha256(whole).hexdigest()),
        (words["size"], words["bytes"].format(len(whole))),
        (words["time"], now.strftime("%Y-%m-%d %H:%M:%S %z")),
        (words["tests"], _passing(checked, words)),
        (words["hints"], _asked(hints, words)),
    ]
    receipt = [words["title"].format(homework=homework), ""]
    receipt += [f"{what}{words['colon']}{said}" for what, said in about]
    if helpers:
        receipt.append(words["helpers"].format(names=words["list"].join(path for path, _ in helpers)))
    receipt.append("")
    wide = max((len(line.name) for line in lines), default=0)
    broad = breadth(lines, lang)
    for line in lines:
        receipt.append(f"{SIGNS[line.state][0]} {line.name:{wide}}  {STATES[lang][line.state]:{broad}}  {line.detail}")
    if concerns:
        receipt += ["", words["look"], *(f"  {for_terminal(concern, 300)}" for concern in dict.fromkeys(concerns))]
    return Packed(packed, whole, tuple(dict.fromkeys(concerns)), tuple(receipt))


def write(packed: Packed, tests: Path, folder: Path, lang: str) -> list[str]:
    """Writes the file and its receipt into a folder; returns what is to be said of that.

    Raises:
        WriteError: it cannot be written.
    """
    words = WORDS[lang]
    handout = read_handout_file(tests)
    homework = handout.homework if handout is not None else Path(packed.name).stem
    older = [p for p in (sorted(folder.iterdir()) if folder.is_dir() else []) if p.suffix in (".py", ".ipynb", ".zip")]
    path, receipt = folder / packed.name, folder / f"{homework}-receipt.txt"
    write_file(path, packed.content)
    write_file(receipt, ("\n".join(packed.receipt) + "\n").encode("utf-8"))
    said = [words["older"].format(path=_near(p), name=packed.name) for p in older if p.name != packed.name]
    return [*said, words["receipt"].format(path=_near(receipt)), words["wrote"].format(path=_near(path))]


def folder_of(file: Path) -> Path:
    """Where a file is packed, unless somebody says otherwise."""
    return file.parent / PACKED


def _near(path: Path) -> str:
    """The path as it is typed from here, if it is below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _stem(name: str, words: Mapping[str, str]) -> str:
    """The name without an ending that it may have been given."""
    stem = re.sub(r"\.(py|ipynb|zip)$", "", name.strip(), flags=re.IGNORECASE)
    if name and (
        not stem or FORBIDDEN.search(stem) or RESERVED.match(stem) or stem.startswith((".", "-")) or stem.endswith(".")
    ):
        raise PackError(words["name"].format(name=name))
    return stem


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _passing(checked: Checked, words: Mapping[str, str]) -> str:
    passed = sum(case.outcome == "passed" for case in checked.cases)
    return words["pass"].format(passed=passed, total=len(checked.cases))


def _asked(hints: Mapping[str, int], words: Mapping[str, str]) -> str:
    return words["list"].join(f"{question} {count}" for question, count in hints.items() if count) or words["none"]


def _written(checked: Checked, words: Mapping[str, str], lang: str) -> Iterator[str]:
    """What of the written answers is not read, or may not be."""
    for news in checked.written:
        for text in losses(news, SHOWN[lang]):
            yield f"{news.question}{words['colon']}{text}"


def _missing(checked: Checked, words: Mapping[str, str]) -> Iterator[str]:
    names = [case.message for case in checked.cases if case.outcome == "not_implemented" and case.message]
    yield from (words["missing"].format(name=name) for name in dict.fromkeys(names))


def _not_offered(
    file: Path, content: bytes, handout: HandoutFile | None, words: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The packages that the file imports anywhere, and where; also where the public tests do not come by."""
    kind = kind_of(file)
    if handout is None or kind is None:
        return
    offered = {package for packages in handout.packages.values() for package in packages}
    offered |= {*imports.ALWAYS, *imports.INERT, *sys.stdlib_module_names, *modules(beside(file))}
    offered |= {name.partition(".")[0] for name in modules(beside(file))} | {"autograder"}
    try:
        code = cells.read(kind, content).code
    except cells.UnreadableError:
        return
    told: set[str] = set()
    for cell in code:
        try:
            tree = ast.parse(cell.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for top in (name.partition(".")[0] for name in names):
                if top not in offered and top not in told:
                    told.add(top)
                    line = cell.offset + getattr(node, "lineno", 0)
                    place = words["cell"].format(cell=cell.number) if cell.number else words["line"].format(line=line)
                    yield place, top
