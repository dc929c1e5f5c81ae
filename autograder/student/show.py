"""What `homework check` says, line by line; the command prints the lines, a notebook's card shows the same."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import click

from autograder.reports.escape import for_terminal
from autograder.student.check import CaseNews, Checked, Mistake, WrittenNews
from autograder.student.screen import fitted, wants_colours
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END

Look = Literal["right", "wrong", "open", "said", "plain"]
WORDS = {
    "en": {
        "passed": "ok",
        "failed": "wrong",
        "errored": "raised",
        "not_implemented": "to do",
        "untested": "untested",
        "missing": "there is no function {name} in the file",
        "not_run": "{name} is not defined yet: run the cell above that defines it",
        "broken": "not defined: the code that defines it stopped (see above)",
        "timed_out": "no end: an endless loop?",
        "crashed": "the process ended",
        "left_out": "left out: {name} does not end",
        "cell": "stopped",
        "ran_on": "{line}; what follows still ran",
        "definitions": "{line}; of what follows only definitions ran",
        "summary": "{passed} of {total} public tests pass.",
        "all": "These are the public tests; hidden ones decide the mark.",
        "unreadable": "the file cannot be checked",
        "left": "Still to do: {names}",
        "hints": "hints cannot be used; take the file from the homework's zip again",
        "mistake": "{id}: {text}",
        "other": "{id} (another convention): {text}",
        "written": "written: {name} — {what}",
        "answered": "answered",
        "empty": "empty",
        "code_only": "code only, no text",
        "comma": ", ",
        "list": ", ",
        "colon": ": ",
        "word": "1 word",
        "words": "{} words",
        "character": "1 Chinese character",
        "characters": "{} Chinese characters",
        "picture": "1 picture",
        "pictures": "{} pictures",
        "unmarked": "marks missing (keep the lines {begin} and {end} around your answer)",
        "unshown": "pictures the marker will not see: {}. Paste them into the cell as PNG or JPEG, at most 5 MiB each.",
        "table": "{what}: yours, and what is expected below it where it differs",
    },
    "zh": {
        "passed": "通过",
        "failed": "结果不对",
        "errored": "抛出异常",
        "not_implemented": "尚未完成",
        "untested": "待测",
        "missing": "文件里没有函数 {name}",
        "not_run": "{name} 还没有定义：请先运行上方定义它的单元格",
        "broken": "没有定义：定义它的代码中途停止了（见上）",
        "timed_out": "迟迟没有结束：是不是死循环？",
        "crashed": "进程意外退出",
        "left_out": "已跳过：{name} 迟迟不结束",
        "cell": "中途停止",
        "ran_on": "{line}；其后的内容照常运行",
        "definitions": "{line}；其后只运行了定义",
        "summary": "公开测试通过 {passed} / {total}。",
        "all": "以上是公开测试；成绩由隐藏测试决定。",
        "unreadable": "无法检查这个文件",
        "left": "尚未完成：{names}",
        "hints": "提示文件无法使用，请从作业压缩包中重新取一份",
        "mistake": "{id}：{text}",
        "other": "{id}（与题目约定不同）：{text}",
        "written": "简答题 {name}：{what}",
        "answered": "已作答",
        "empty": "未作答",
        "code_only": "只有代码，没有文字",
        "comma": "，",
        "list": "、",
        "colon": "：",
        "word": "1 个英文单词",
        "words": "{} 个英文单词",
        "character": "1 个汉字",
        "characters": "{} 个汉字",
        "picture": "1 张图片",
        "pictures": "{} 张图片",
        "unmarked": "缺少标记（请保留 {begin} 和 {end} 这两行，把答案写在中间）",
        "unshown": "有 {} 张图片批改者看不到：请以 PNG 或 JPEG 格式直接粘贴到单元格里，每张不超过 5 MiB。",
        "table": "{what}：你的结果；不对的地方，下面是期望值",
    },
}
COLOURS: Mapping[Look, str | None] = {"right": "green", "wrong": "red", "open": "yellow", "said": "cyan", "plain": None}
LOOKS: Mapping[str, Look] = {"passed": "right", "not_implemented": "open", "untested": "open", "left_out": "open"}


@dataclass(frozen=True)
class Line:
    """One line.

    Attributes:
        text: safe on a terminal.
        look: what it means, for its colour.
        mark: before it; a line without one that is `below` belongs to the line before.
        below: whether it is told about a line above.
        case: whose line it is, as question and case: the last line of a case's own.
    """

    text: str
    look: Look = "plain"
    mark: str = ""
    below: bool = False
    case: tuple[str, str] | None = None

    def __str__(self) -> str:
        """As it stands on a terminal."""
        return ("    " if self.below else f"{self.mark} " if self.mark else "") + self.text


def show(checked: Checked, lang: str) -> None:
    """Prints a run."""
    for line in lines(checked, lang):
        _print(line)


def lines(checked: Checked, lang: str) -> Iterator[Line]:
    """A run: cells that stopped, each question's cases, a summary."""
    words = WORDS[lang]
    yield from _file(checked, words)
    for question, cases in itertools.groupby(checked.cases, key=lambda c: c.question):
        yield from _question(question, list(cases), checked, words)
    for news in checked.written:
        yield from _written(news, words)
    for line in checked.hints:
        yield Line(f"{words['hints']}{words['colon']}{for_terminal(line, 300)}", "open", "!")
    if not checked.cases:  # unreadable, or nothing but written questions was asked for
        return
    passed = sum(c.outcome == "passed" for c in checked.cases)
    yield Line("")
    yield Line(words["summary"].format(passed=passed, total=len(checked.cases)))
    if checked.passed:
        yield Line(words["all"])
    left = [q for q, cases in itertools.groupby(checked.cases, key=lambda c: c.question) if _untouched(list(cases))]
    left += [news.question for news in checked.written if not news.answered]
    if left:
        yield Line(words["left"].format(names=words["list"].join(left)))


def _file(checked: Checked, words: dict[str, str]) -> Iterator[Line]:
    for line in stopped(checked, words):
        yield Line(f"{words['cell']}{words['colon']}{line}", "wrong", "!")
    for line in checked.notes:
        yield Line(for_terminal(line, 300), "open", "!")
    if checked.unreadable:
        yield Line(f"{words['unreadable']}{words['colon']}{for_terminal(checked.unreadable, 300)}", "wrong", "!")


def stopped(checked: Checked, words: Mapping[str, str]) -> Iterator[str]:
    """Where the file stopped, and what became of the rest."""
    for number, line in enumerate(checked.cells, 1):
        last = checked.only_definitions and number == len(checked.cells)
        yield words["definitions" if last else "ran_on"].format(line=for_terminal(line, 300))


def show_part(checked: Checked, questions: Sequence[str], lang: str) -> None:
    """Prints what is said of the file, and of these questions."""
    for line in _part(checked, questions, WORDS[lang]):
        _print(line)


def _part(checked: Checked, questions: Sequence[str], words: dict[str, str]) -> Iterator[Line]:
    yield from _file(checked, words)
    for question in questions:
        cases = [case for case in checked.cases if case.question == question]
        if cases:
            yield from _question(question, cases, checked, words)
        for news in checked.written:
            if news.question == question:
                yield from _written(news, words)


def _print(line: Line) -> None:
    indent = 4 if line.below else 2 if line.mark else 0
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"  # what it lacks, such as a check mark, is a `?`
    text = fitted(str(line), indent).encode(encoding, "replace").decode(encoding)
    click.secho(text, fg=COLOURS[line.look], color=None if wants_colours() else False)


def _written(news: WrittenNews, words: dict[str, str]) -> Iterator[Line]:
    counts = {"character": news.characters, "word": news.words, "picture": news.pictures}
    parts = [words[name if n == 1 else f"{name}s"].format(n) for name, n in counts.items() if n]
    said = [words["answered"], *(parts or ([] if news.unshown else [words["code_only"]]))] if news.answered else []
    if not news.marked:
        marks = {"begin": ANSWER_BEGIN.format(name=news.question), "end": ANSWER_END.format(name=news.question)}
        said.append(words["unmarked"].format(**marks))
    elif not news.answered:
        said.append(words["empty"])
    line = words["written"].format(name=news.question, what=words["comma"].join(said))
    yield Line(line, "right" if news.answered and news.marked else "open", "✓" if news.answered else "-")
    for text in losses(news, words):
        yield Line(text, "open", below=True)


def losses(news: WrittenNews, words: Mapping[str, str]) -> Iterator[str]:
    """What of a written answer does not reach who marks it."""
    if news.unshown:
        yield words["unshown"].format(news.unshown)


def _question(question: str, cases: list[CaseNews], checked: Checked, words: dict[str, str]) -> Iterator[Line]:
    missing = words["not_run" if checked.in_kernel else "missing"]
    if _untouched(cases):
        yield Line(f"{question}{words['colon']}{words['not_implemented']}", "open", "-")
        yield from _say([missing.format(name=case.message) for case in cases if case.message], [])
        return
    if all(case.outcome == "untested" for case in cases):
        yield Line(f"{question}{words['colon']}{words['untested']}", "open", "-")
        yield from _say([case.message for case in cases], [])
        return
    if all(case.outcome == "broken" for case in cases):
        yield Line(f"{question}{words['colon']}{words['broken']}", "wrong", "✗")
        return
    mistakes = {function: mistake for (where, function), mistake in checked.mistakes.items() if where == question}
    said: list[str] = []
    for case in cases:
        look: Look = LOOKS.get(case.outcome, "wrong")
        mark = {"passed": "✓", "not_implemented": "-", "untested": "-", "left_out": "-"}.get(case.outcome, "✗")
        message = case.message if case.outcome not in ("not_implemented", "broken", "left_out") else ""
        key = (question, case.case)
        what = words[case.outcome].format(name=case.message)
        yield Line(words["colon"].join((question, case.shown, what)), look, mark, case=None if message else key)
        if case.outcome == "untested":
            yield from _say([message], said)
        elif message:
            yield Line(for_terminal(message, 400), below=True, case=key)
        if case.outcome == "not_implemented" and case.message:
            yield from _say([missing.format(name=case.message)], said)
        if case.outcome in ("failed", "errored"):
            yield from _say(_more(case, checked, mistakes, words), said)
    yield from _say(
        [
            f"{function}{words['colon']}{_named(mistake, words)}"
            for function, mistake in mistakes.items()
            if not any(_named(mistake, words) in line for line in said)
        ],
        said,
    )


def _more(case: CaseNews, checked: Checked, mistakes: Mapping[str, Mistake], words: dict[str, str]) -> list[str]:
    """What is shown below a wrong case's message: mistakes of the functions that it calls or a remark; first values."""
    named = [_named(mistakes[function], words) for function in case.functions if function in mistakes]
    remark = checked.remarks.get((case.question, case.case))
    keys = [(case.question, function) for function in case.functions if case.outcome == "failed"]
    firsts = [checked.firsts[key] for key in keys if key in checked.firsts]
    return [*(named or ([remark] if remark else [])), *firsts]


def _named(mistake: Mistake, words: dict[str, str]) -> str:
    return words["other" if mistake.other else "mistake"].format(id=mistake.id, text=mistake.text)


def _say(texts: list[str], said: list[str]) -> Iterator[Line]:
    """Each text once per question."""
    for text in texts:
        if text not in said:
            said.append(text)
            yield Line(for_terminal(text, 400), "said", below=True)


def _untouched(cases: list[CaseNews]) -> bool:
    return all(c.outcome == "not_implemented" for c in cases)
