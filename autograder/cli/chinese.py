"""What click says to students, in Chinese: usage that is wrong, and the page of `homework -h`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import IO, Any

import click

from autograder.student.usage import CHINESE

USAGE = "用法：homework [选项] 命令 [参数]..."
SUBJECT = "  自动评分的深度学习作业。"
OPTIONS = "选项：\n  --version   显示版本\n  -h, --help  显示本说明"
ARGUMENTS = {"question": "题目", "target": "文件"}
NOT_OF = re.compile(r"(?P<given>.+) is not one of (?P<choices>.+)\.")
NO_COMMAND = re.compile(r"No such command '(?P<name>.*?)'")
EXTRA = re.compile(r"Got unexpected extra arguments? \((?P<names>.*)\)")
IS_FILE = re.compile(r"Directory (?P<path>.+) is a file\.")


class ChineseError(click.UsageError):
    """Wrong usage, said as click says it: the usage, where to read more, what is wrong."""

    def __init__(self, error: click.UsageError, command: str, commands: Sequence[str]) -> None:
        """Takes click's error, and the command, if it is one's; of `commands` the nearest is offered."""
        super().__init__(_words(error, commands), error.ctx)
        self.command = command

    def show(self, file: IO[Any] | None = None) -> None:
        """Prints it, to standard error if nothing else is said."""
        usage = CHINESE[self.command].splitlines()[0] if self.command else USAGE
        path = f"homework {self.command}".rstrip()
        for line in (usage, f"运行 {path} --help 查看说明。", "", f"错误：{self.message}"):
            click.echo(line, file=file, err=file is None)


def page(sections: Sequence[tuple[str, Sequence[tuple[str, click.Command]]]]) -> str:
    """`homework -h`: what there is for students in Chinese, what there is for staff under Chinese headings."""
    parts = [USAGE, SUBJECT, OPTIONS]
    wide = max(len(name) for _, commands in sections for name, _ in commands)
    for heading, commands in sections:
        rows = [f"  {name:{wide}}  {_short(name, command)}" for name, command in commands]
        parts.append("\n".join([f"{heading}：", *rows]))
    return "\n\n".join(parts)


def _short(name: str, command: click.Command) -> str:
    if name in CHINESE:
        return CHINESE[name].split("\n\n")[1].strip()
    return command.get_short_help_str(60)


def _words(error: click.UsageError, commands: Sequence[str]) -> str:
    """What is wrong; click's own words where they are none that a student's command can cause."""
    said = error.format_message()
    if isinstance(error, click.MissingParameter):
        name = (error.param.name if error.param is not None else None) or ""
        return f"缺少参数“{ARGUMENTS.get(name, name)}”"
    if isinstance(error, click.NoSuchOption):
        near = f"：是不是 {'、'.join(error.possibilities)}？" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.BadOptionUsage):
        takes_none = "does not take" in said
        return f"选项 {error.option_name} {'不带值' if takes_none else '后面要写一个值'}"
    if isinstance(error, click.BadParameter):
        option = error.param.opts[0] if error.param is not None else ""
        if found := NOT_OF.search(error.message):
            choices = found["choices"].replace("'", "").replace(", ", "、")
            return f"{option} 的值不能是 {found['given']}：可选的有 {choices}"
        if found := IS_FILE.search(error.message):
            return f"{option} 的值无效：{found['path']} 是文件，不是文件夹"
        return f"{option} 的值无效（{error.message}）"
    if found := NO_COMMAND.search(said):
        meant = difflib.get_close_matches(found["name"], commands, 1)
        return f"没有命令 {found['name']}" + (f"：你要找的是 {meant[0]} 吗？" if meant else "")
    if found := EXTRA.search(said):
        return f"多余的参数：{found['names']}"
    return said
