"""How far a student is: a line for each question, and what is next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from autograder.student.check import CaseNews, Checked, WrittenNews

State = Literal["done", "wrong", "unmarked", "untested", "begun", "todo"]

WORDS = {
    "en": {
        "done": "done",
        "wrong": "wrong",
        "unmarked": "marks missing",
        "untested": "untested",
        "begun": "begun",
        "todo": "to do",
        "points": "{:g} points",
        "point": "1 point",
        "cases": "{passed} of {total} public tests pass",
        "why": "{detail}; {why}",
        "answered": "written, answered; a person marks it",
        "empty": "written, not answered",
        "found": "written, answered; keep the two lines of marks around the answer",
        "unshown": "; pictures the marker will not see: {}",
        "sum": "{done} of {total} questions done: {reached:g} of {points:g} points are within reach",
        "plain": "{done} of {total} questions done",
        "next": "next: {name} ({state})",
        "nothing": "next: hand it in (homework pack)",
        "hidden": "hidden tests decide the points; the public ones only show that a question is on its way",
    },
    "zh": {
        "done": "完成",
        "wrong": "有误",
        "unmarked": "缺少标记",
        "untested": "待测",
        "begun": "部分完成",
        "todo": "未做",
        "points": "{:g} 分",
        "point": "1 分",
        "cases": "公开测试通过 {passed} / {total}",
        "why": "{detail}；{why}",
        "answered": "简答题，已作答，由人工批改",
        "empty": "简答题，未作答",
        "found": "简答题，已作答；请保留答案前后的两行标记",
        "unshown": "；批改者看不到的图片：{} 张",
        "sum": "{total} 题中已完成 {done} 题：共 {points:g} 分，目前有望得到 {reached:g} 分",
        "plain": "{total} 题中已完成 {done} 题",
        "next": "下一题：{name}（{state}）",
        "nothing": "下一步：提交（homework pack）",
        "hidden": "得分由隐藏测试决定；公开测试通过只说明这道题大致做对了",
    },
}
SIGNS: Mapping[State, tuple[str, str]] = {
    "done": ("✓", "green"),
    "wrong": ("✗", "red"),
    "unmarked": ("!", "yellow"),
    "untested": ("-", "yellow"),
    "begun": ("-", "yellow"),
    "todo": ("-", "yellow"),
}


@dataclass(frozen=True)
class Line:
    """A question. `points` are those that it is worth, `title` what it is called, if the handout says so."""

    name: str
    state: State
    detail: str
    points: float | None = None
    title: str = ""


def state_of(cases: Sequence[CaseNews]) -> State:
    """Of a coded question, by its public cases."""
    if cases and all(case.outcome == "passed" for case in cases):
        return "done"
    outcomes = {case.outcome for case in cases}
    if outcomes - {"passed", "not_implemented", "untested"}:
        return "wrong"
    if "not_implemented" not in outcomes and outcomes:
        return "untested"
    return "begun" if outcomes - {"not_implemented"} else "todo"


def state_of_written(news: WrittenNews) -> State:
    """Of a written question: an answer whose marks are gone is found, but had better be put right."""
    if not news.answered:
        return "todo"
    return "done" if news.marked else "unmarked"


def lines_of(
    checked: Checked,
    points: Mapping[str, float],
    lang: str,
    titles: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> list[Line]:
    """A line for each question, in the order of the handout."""
    words = WORDS[lang]

    def title(name: str) -> str:
        told = titles.get(name, {})
        return told.get(lang, next(iter(told.values()), ""))

    found: dict[str, list[CaseNews]] = {}
    for case in checked.cases:
        found.setdefault(case.question, []).append(case)
    lines = []
    for name, cases in found.items():
        passed = sum(case.outcome == "passed" for case in cases)
        detail = words["cases"].format(passed=passed, total=len(cases))
        state = state_of(cases)
        if state == "untested":
            why = next(case.message for case in cases if case.outcome == "untested")
            detail = words["why"].format(detail=detail, why=why)
        lines.append(Line(name, state, detail, points.get(name), title(name)))
    for news in checked.written:
        kind = "empty" if not news.answered else "answered" if news.marked else "found"
        name = news.question
        lost = words["unshown"].format(news.unshown) if news.unshown else ""
        lines.append(Line(name, state_of_written(news), words[kind] + lost, points.get(name), title(name)))
    return lines


def next_of(lines: Sequence[Line]) -> Line | None:
    """The first question that is not done."""
    return next((line for line in lines if line.state != "done"), None)


def plain(lines: Sequence[Line], lang: str) -> Iterator[str]:
    """For a pipe: name, state, points and detail between tabs; what is no question begins with `# `."""
    words = WORDS[lang]
    for line in lines:
        yield "\t".join((line.name, words[line.state], "" if line.points is None else f"{line.points:g}", line.detail))
    for text in summary(lines, lang):
        yield f"# {text}"


def shown(lines: Sequence[Line], lang: str) -> Iterator[tuple[str, str | None]]:
    """For a terminal: text and its colour."""
    words = WORDS[lang]
    wide = max((len(line.name) for line in lines), default=0)
    worth, broad = [_points(line, words) for line in lines], breadth(lines, lang)
    for line, much in zip(lines, worth):
        sign, colour = SIGNS[line.state]
        gap = " " * (max(map(len, worth)) - len(much))
        yield f"{sign} {line.name:{wide}}  {gap}{much}  {words[line.state]:{broad}}  {line.detail}", colour
        if line.title:
            yield f"  {line.title}", None
    yield "", None
    for text in summary(lines, lang):
        yield text, None


def breadth(lines: Sequence[Line], lang: str) -> int:
    """Of the column of states."""
    return max((len(WORDS[lang][line.state]) for line in lines), default=0)


def _points(line: Line, words: Mapping[str, str]) -> str:
    if line.points is None:
        return ""
    return words["point"] if line.points == 1 else words["points"].format(line.points)


def summary(lines: Sequence[Line], lang: str) -> Iterator[str]:
    """What it comes to, and what is next."""
    words = WORDS[lang]
    done = [line for line in lines if line.state == "done"]
    if lines and all(line.points is not None for line in lines):
        reached, points = (sum(line.points or 0.0 for line in some) for some in (done, lines))
        yield words["sum"].format(done=len(done), total=len(lines), reached=reached, points=points)
    else:
        yield words["plain"].format(done=len(done), total=len(lines))
    if done:
        yield words["hidden"]
    following = next_of(lines)
    if following is None:
        yield words["nothing"]
    else:
        yield words["next"].format(name=following.name, state=words[following.state])
