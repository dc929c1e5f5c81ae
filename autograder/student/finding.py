"""Which file a student means, which tests lie beside it, and which of these were asked for."""

from __future__ import annotations

import ast
import difflib
import locale
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from autograder.errors import InputError

GRADER_CHECK = re.compile(r"""grader\.check\(\s*\\?["'](\w+)\\?["']""")
ALIKE = 0.6  # how much a mistyped name has in common with the one that is offered


class CheckError(InputError):
    """There is nothing to check; the message says what to do."""


@dataclass(frozen=True)
class Found:
    """A student's file.

    Attributes:
        file: it.
        tests: the folder of its public tests.
        other: the homework's other form, if that was worked on too.
        saved: when the file was saved, as `HH:MM`; said only where there is another.
    """

    file: Path
    tests: Path
    other: Path | None = None
    saved: str = ""

    def said(self, lang: str, verb: str = "check") -> str:
        """Which file is meant; and if there are two, why this one and how to take the other."""
        if self.other is None:
            return f"正在检查 {self.file.name}" if lang == "zh" else f"Checking {self.file.name}"
        if lang == "zh":
            return (
                f"正在检查 {self.file.name}：{self.other.name} 里也有作答，但 {self.file.name} 保存得更晚"
                f"（{self.saved}）；要用另一个，请运行 homework {verb} {self.other.name}"
            )
        return (
            f"Checking {self.file.name}: {self.other.name} has answers, too, but this one was saved later "
            f"({self.saved}); for the other one: homework {verb} {self.other.name}"
        )


def language(chosen: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """`en` or `zh`: as chosen, or as the environment says, or English."""
    named = chosen or environment.get("HOMEWORK_LANG") or ""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        named = named or environment.get(variable, "").partition(":")[0]
    if not named and sys.platform == "win32":
        named = locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"


def find(target: Path | None, lang: str = "en") -> tuple[Path, Path]:
    """The student's file and the folder of its tests: see `look`."""
    found = look(target, lang)
    return found.file, found.tests


def look(target: Path | None, lang: str = "en") -> Found:
    """The student's file, the folder of its tests, and the other form that could have been meant.

    Args:
        target: a file, a folder, or None for the working folder.
        lang: of what is wrong.

    Raises:
        CheckError: there is no file, or several, or there are no tests beside it.
    """
    target = target or Path()
    other = None
    if target.is_dir():
        target, other = _of_folder(target, lang)
    if not target.is_file():
        raise CheckError(f"{target}：没有这个文件" if lang == "zh" else f"{target}: there is no such file")
    if kind_of(target) is None:
        raise CheckError(
            f"{target}：无法识别的扩展名；请检查 .py 或 .ipynb 文件"
            if lang == "zh"
            else f"{target}: an unknown ending; check a .py or .ipynb file"
        )
    tests = target.absolute().parent / "tests"
    if not tests.is_dir() or not any(tests.glob("*.py")):
        raise CheckError(
            f"{tests}：这里没有公开测试：请把文件留在作业原来的文件夹里"
            if lang == "zh"
            else f"{tests}: no tests are there: keep the file in the folder it came in"
        )
    saved = time.strftime("%H:%M", time.localtime(target.stat().st_mtime))
    return Found(target.absolute(), tests, other, saved)


def _of_folder(folder: Path, lang: str) -> tuple[Path, Path | None]:
    """The file of a folder that is meant, and the one beside it that was worked on as well.

    A handout holds both forms. The one that was worked on is meant; of two, the one that was saved last.
    """
    files = [p for p in sorted(folder.iterdir()) if p.suffix.lower() in (".py", ".ipynb") and p.is_file()]
    files = [p for p in files if p.name != _beside()]
    if not files:
        raise CheckError(
            f"{folder.absolute()}：里面没有 .py 或 .ipynb 文件：请进入作业所在的文件夹，或写明文件名"
            if lang == "zh"
            else f"{folder.absolute()}: holds no .py or .ipynb file: go to the homework's folder or name the file"
        )
    files.sort(key=lambda p: p.stat().st_mtime)
    if len({p.stem for p in files}) > 1:
        names = ", ".join(p.name for p in files[-4:])
        raise CheckError(
            f"{folder}：里面有多个文件（{names}）：请写明要检查哪一个"
            if lang == "zh"
            else f"{folder}: holds several files ({names}): name the one to check"
        )
    if len(files) == 1:
        return files[0], None
    worked = [p for p in files if worked_on(p, folder / "tests")]
    if len(worked) == 1:
        return worked[0], None
    return files[-1], worked[-2] if len(worked) > 1 else None


def worked_on(file: Path, tests: Path) -> bool:
    """Whether a function of the file is no longer the handout's stub, or a written question is answered."""
    from autograder.questions.handout import read_handout_file
    from autograder.sandbox import cells
    from autograder.submission import FILE_LIMIT
    from autograder.wire.statements import is_unfilled, key_of

    handout = read_handout_file(tests)
    kind = kind_of(file)
    if handout is None or kind is None or file.stat().st_size > FILE_LIMIT:
        return False
    wanted = {name for names in handout.functions.values() for name in names}
    try:
        found = cells.read(kind, file.read_bytes())
    except (cells.UnreadableError, OSError):
        return False
    for cell in found.code:
        try:
            tree = ast.parse(cell.source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            if any(cells.definition_of(name).search(cell.source) for name in wanted):
                return True  # the handout's own cells are Python
            continue
        lines = cell.source.split("\n")
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef)
                and node.name in wanted
                and not is_unfilled(node)
                and key_of(lines, node) not in handout.part.stubs
            ):
                return True
    if not handout.written:
        return False
    from autograder.student.check import written_answers

    return any(news.answered for news in written_answers(file, tests))


def choose(file: Path, tests: Path, questions: Sequence[str], lang: str = "en") -> list[Path]:
    """The test files of these questions, named by themselves or by a function of theirs; or all of them.

    Raises:
        CheckError: there is no such question; the message offers the nearest.
    """
    every = order(file, tests)
    wanted = {resolve(name, file, tests, lang) for name in questions}
    return [t for t in every if not questions or t.stem in wanted]


def resolve(name: str, file: Path, tests: Path, lang: str = "en") -> str:
    """The question that is meant by its own name, or by that of one of its functions.

    Raises:
        CheckError: there is none; the message offers the nearest.
    """
    from autograder.questions.handout import read_handout_file

    handout = read_handout_file(tests)
    known = {test.stem: test.stem for test in order(file, tests)}
    for question in handout.written if handout is not None else ():
        known.setdefault(question, question)
    every = ", ".join(known)
    for question, functions in (handout.functions if handout is not None else {}).items():
        for function in functions:
            known.setdefault(function, question)
    folded = {_folded(one): one for one in known}
    if name in known:
        return known[name]
    if _folded(name) in folded:
        return known[folded[_folded(name)]]
    near = difflib.get_close_matches(_folded(name), folded, 1, ALIKE)
    if near:
        nearest = folded[near[0]]
        raise CheckError(
            f"没有名为 {name!r} 的题目：你要找的是 {nearest} 吗？可选的有 {every}"
            if lang == "zh"
            else f"no question named {name!r}: did you mean {nearest}? Choose of {every}"
        )
    raise CheckError(
        f"没有名为 {name!r} 的题目：可选的有 {every}"
        if lang == "zh"
        else f"no question named {name!r}: choose of {every}"
    )


def _folded(name: str) -> str:
    return name.lower().replace("-", "_").removesuffix(".py")


def _beside() -> str:
    from autograder.submission import BESIDE_FILE  # loads NumPy, which only a check needs

    return BESIDE_FILE


def kind_of(file: Path) -> Literal["py", "ipynb"] | None:
    """How the file is read, by its name; None if it is no submission's."""
    from autograder.submission import KINDS, plain_name  # loads NumPy, which only a check needs

    return KINDS.get(Path(plain_name(file.name)[0]).suffix.lower())


def order(file: Path, tests: Path) -> list[Path]:
    """The test files in the order of the handout, which names them in its check cells."""
    named = GRADER_CHECK.findall(file.read_bytes().decode("utf-8", "replace"))
    rank = {name: i for i, name in enumerate(named)}
    return sorted(tests.glob("*.py"), key=lambda p: (rank.get(p.stem, len(rank)), p.stem))
