"""What `homework check` prints."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import click

from autograder.reports.escape import for_terminal
from autograder.student.check import CaseNews, Checked, Mistake

WORDS = {
    "en": {
        "passed": "ok",
        "failed": "wrong",
        "errored": "raised",
        "not_implemented": "to do",
        "broken": "not defined: the code that defines it stopped (see above)",
        "timed_out": "no end: an endless loop?",
        "crashed": "the process ended",
        "cell": "stopped",
        "summary": "{passed} of {total} public tests pass.",
        "all": "These are the public tests; hidden ones decide the mark.",
        "unreadable": "the file cannot be checked",
        "left": "Still to do: {names}",
        "hints": "hints cannot be used; take the file from the homework's zip again",
        "mistake": "{id}: {text}",
        "other": "{id} (another convention): {text}",
    },
    "zh": {
        "passed": "通过",
        "failed": "结果不对",
        "errored": "抛出异常",
        "not_implemented": "尚未完成",
        "broken": "没有定义：定义它的代码中途停止了（见上）",
        "timed_out": "迟迟没有结束：是不是死循环？",
        "crashed": "进程意外退出",
        "cell": "中途停止",
        "summary": "公开测试通过 {passed} / {total}。",
        "all": "以上是公开测试；成绩由隐藏测试决定。",
        "unreadable": "无法检查这个文件",
        "left": "尚未完成：{names}",
        "hints": "提示文件无法使用，请从作业压缩包中重新取一份",
        "mistake": "{id}：{text}",
        "other": "{id}（与题目约定不同）：{text}",
    },
}
COLOURS = {"passed": "green", "not_implemented": "yellow"}


def show(checked: Checked, lang: str) -> None:
    """Prints a run: cells that stopped, each question's cases, a summary."""
    words = WORDS[lang]
    for line in checked.cells:
        click.secho(f"! {words['cell']}: {for_terminal(line, 300)}", fg="red")
    if checked.unreadable:
        click.secho(f"! {words['unreadable']}: {for_terminal(checked.unreadable, 300)}", fg="red")
    for question, cases in itertools.groupby(checked.cases, key=lambda c: c.question):
        _question(question, list(cases), checked, words)
    for line in checked.hints:
        click.secho(f"! {words['hints']}: {for_terminal(line, 300)}", fg="yellow")
    passed = sum(c.outcome == "passed" for c in checked.cases)
    click.echo()
    click.echo(words["summary"].format(passed=passed, total=len(checked.cases)))
    if checked.passed:
        click.echo(words["all"])
    left = [q for q, cases in itertools.groupby(checked.cases, key=lambda c: c.question) if _untouched(list(cases))]
    if left:
        click.echo(words["left"].format(names=", ".join(left)))


def _question(question: str, cases: list[CaseNews], checked: Checked, words: dict[str, str]) -> None:
    if _untouched(cases):
        click.secho(f"- {question}: {words['not_implemented']}", fg="yellow")
        return
    if all(case.outcome == "broken" for case in cases):
        click.secho(f"✗ {question}: {words['broken']}", fg="red")
        return
    mistakes = {function: mistake for (where, function), mistake in checked.mistakes.items() if where == question}
    said: list[str] = []
    for case in cases:
        colour = COLOURS.get(case.outcome, "red")
        mark = {"passed": "✓", "not_implemented": "-"}.get(case.outcome, "✗")
        name = case.case.removeprefix("public: ")
        click.secho(f"{mark} {question}: {name}: {words[case.outcome]}", fg=colour)
        if case.message and case.outcome not in ("not_implemented", "broken"):
            click.echo(f"    {for_terminal(case.message, 400)}")
        if case.outcome in ("failed", "errored"):
            _say(_more(case, checked, mistakes, words), said)
    _say(
        [
            f"{function}: {_named(mistake, words)}"
            for function, mistake in mistakes.items()
            if not any(_named(mistake, words) in line for line in said)
        ],
        said,
    )


def _more(case: CaseNews, checked: Checked, mistakes: Mapping[str, Mistake], words: dict[str, str]) -> list[str]:
    """What stands below a wrong case's message: the mistakes of the functions it calls, else a remark."""
    named = [_named(mistakes[function], words) for function in case.functions if function in mistakes]
    remark = checked.remarks.get((case.question, case.case))
    return named or ([remark] if remark else [])


def _named(mistake: Mistake, words: dict[str, str]) -> str:
    return words["other" if mistake.other else "mistake"].format(id=mistake.id, text=mistake.text)


def _say(lines: list[str], said: list[str]) -> None:
    """Each line once in a question."""
    for line in lines:
        if line not in said:
            said.append(line)
            click.secho(f"    {for_terminal(line, 400)}", fg="cyan")


def _untouched(cases: list[CaseNews]) -> bool:
    return all(c.outcome == "not_implemented" for c in cases)
