"""What a student is told of what was done to a mark after it was given, in both languages."""

from __future__ import annotations

from autograder.reports.figures import number
from autograder.results import Adjustment, Cause, Change, Message

_WHY: dict[Cause, Message] = {
    "file": Message("another file of yours was graded", "按你提交的另一个文件重新评分"),
    "suite": Message("a test was corrected", "测试有更正"),
    "grader": Message("the grading program was changed", "评分程序有更新"),
    "seed": Message("it was graded on other inputs", "换了一组输入重新评分"),
    "marked": Message("your written answer was marked again", "简答题重新批改"),
    "adjusted": Message("your total was adjusted after grading", "评分之后总分有调整"),
}

_DONE = {
    "late": Message("handed in late", "迟交"),
    "grace": Message("handed in within the minutes of grace", "在宽限时间内提交"),
    "": Message("comment", "评语"),
    "excused": Message("excused", "免做"),
    "dropped": Message("counts for nobody", "作废，对所有人都不计"),
    "given": Message("all its points are given", "给满分"),
}
_DONE_AT = {"extension ": Message("extension", "延期"), "handed in ": Message("handed in", "提交于")}


def done_by(one: Adjustment) -> tuple[Message | None, str]:
    """What a line did, in words as far as it has any, and as it is written."""
    if one.change in _DONE:
        return _DONE[one.change], ""
    for start, words in _DONE_AT.items():
        if one.change.startswith(start):
            return words, one.change.removeprefix(start)
    return None, one.change


def note_of(change: Change) -> Message:
    """The change in a sentence: `question adam: a test was corrected; 12 points instead of 10`."""
    why = _WHY[change.cause]
    en, zh = _points(change)
    if not change.question:
        return Message(f"{why.en}; {en}", f"{why.zh}，{zh}")
    return Message(f"question {change.question}: {why.en}; {en}", f"{change.question} 题：{why.zh}，{zh}")


def _points(change: Change) -> tuple[str, str]:
    before, after = change.before, change.after
    if before is None and after is None:
        return "it has no points now", "目前没有得分"
    if before is None:
        assert after is not None
        return f"{number(after)} points now", f"现得 {number(after)} 分"
    if after is None:
        return f"the {number(before)} points of before are open", f"原来的 {number(before)} 分暂时空缺"
    return f"{number(after)} points instead of {number(before)}", f"由 {number(before)} 分改为 {number(after)} 分"
