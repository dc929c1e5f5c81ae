"""The command `homework` as a whole: which errors end it how, and what a Python is too old for."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from autograder import __version__
from autograder.errors import Exit, HomeworkError
from autograder.texts import SPOKEN as SPOKEN_BY_US

# What a student runs, on Python 3.10 too; all else needs 3.11.
GRADING = (3, 11)


STUDENT_COMMANDS = ("check", "hint", "pack", "status")
SPOKEN = "autograder.language"  # in a context's `meta`: that of a student's command
# Whose a command is, by the file that holds it, in the order of `homework -h`.
SECTIONS = (
    ("For students", "学生", ("autograder.cli.students",)),
    ("For graders", "评分", ("autograder.cli.graders", "autograder.cli.marks")),
    ("For instructors", "出题与发布", ("autograder.cli.instructors", "autograder.release.commands")),
)


def spoken(args: Sequence[str] = ()) -> str:
    """In which language a command line is answered: as it says, else as the handout that it names, or stands in."""
    from autograder.student.finding import language

    after = [args[i + 1] for i, arg in enumerate(args[:-1]) if arg == "--lang"]
    chosen = [*after, *(arg.partition("=")[2] for arg in args if arg.startswith("--lang="))]
    named = [Path(arg) for arg in args if not arg.startswith("-") and os.path.exists(arg)]  # noqa: PTH110
    chosen = [one for one in chosen if one in SPOKEN_BY_US]
    return language(chosen[-1] if chosen else None, target=named[-1] if named else Path())


class _Group(click.Group):
    """Tells every error of our family in one line and ends with its status; anything else is a fault of ours."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Runs the command; what a pipe's encoding lacks (✗ in Windows' cp1252 and cp936) is a question mark there."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
                stream.reconfigure(errors="replace")
        return super().main(*args, **more)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command; one that grades needs a newer Python than a student's."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and name not in STUDENT_COMMANDS and sys.version_info[:2] < GRADING:
            here = ".".join(map(str, sys.version_info[:2]))
            fail(f"homework {name} needs Python 3.11 or later, and this is {here}: install a newer one", Exit.USAGE)
        return name, command, rest

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            raise in_language(error, spoken(), "") from None

    def get_help(self, ctx: click.Context) -> str:
        """The page that `--help` shows: by people, those who are many first."""
        if spoken() != "zh":
            return super().get_help(ctx)
        from autograder.cli.chinese import page

        return page([(chinese, self._commands(ctx, files)) for _, chinese, files in SECTIONS])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands of each kind of people below a heading."""
        every = [(english, self._commands(ctx, files)) for english, _, files in SECTIONS]
        limit = formatter.width - 6 - max(len(name) for _, commands in every for name, _ in commands)
        for heading, commands in every:
            with formatter.section(heading):
                formatter.write_dl([(name, command.get_short_help_str(limit)) for name, command in commands])

    def _commands(self, ctx: click.Context, files: Collection[str]) -> list[tuple[str, click.Command]]:
        """Those that the files hold, in the order of the files and in their order there."""
        every = [(name, command) for name, command in self.commands.items() if not command.hidden]
        return [(name, command) for file in files for name, command in every if command.callback.__module__ == file]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if error.ctx is not ctx:  # of a command, which has seen to it
                raise
            raise in_language(error, spoken(), "") from None
        except (click.exceptions.Exit, click.ClickException):
            raise
        except KeyboardInterrupt:
            fail("已中断" if _is_chinese(ctx) else "interrupted", Exit.INTERRUPTED, chinese=_is_chinese(ctx))
        except HomeworkError as error:
            chinese = _is_chinese(ctx)
            said = str(getattr(error, "zh", "") or error) if chinese else str(error)
            lines = getattr(error, "lines", ()) or (said,)
            for line in lines[:-1]:
                click.echo(f"{_prefix(chinese=chinese)}{' '.join(line.split())}", err=True)
            fail(lines[-1], error.exit, chinese=chinese)
        except BrokenPipeError:  # whoever read what we print has closed it
            raise
        except Exception as error:
            if os.environ.get("HOMEWORK_DEBUG"):
                traceback.print_exc()
            what = f"{type(error).__name__}: {error}{_same_name(error)}"
            if _is_chinese(ctx):
                fail(f"程序内部出错，{what}（设置 HOMEWORK_DEBUG=1 可查看位置）", Exit.FAULT, chinese=True)
            fail(f"internal fault, {what} (HOMEWORK_DEBUG=1 shows where)", Exit.FAULT)


def in_language(error: click.UsageError, lang: str, command: str) -> click.UsageError:
    """Wrong usage of a student's command, or of the group if it has no name, in the language of whoever typed it."""
    from autograder.cli.chinese import ChineseError

    if lang != "zh" or isinstance(error, (ChineseError, *_NO_ERRORS)):
        return error
    return ChineseError(error, command, STUDENT_COMMANDS)


# What click raises to show the page of `--help`; older ones show it without.
_NO_ERRORS = tuple(filter(None, [getattr(click.exceptions, "NoArgsIsHelpError", None)]))


def _is_chinese(ctx: click.Context) -> bool:
    """Whether a student's command is run, for one who reads Chinese."""
    return ctx.meta.get(SPOKEN) == "zh"


def _prefix(*, chinese: bool) -> str:
    return "错误：" if chinese else "error: "


def _same_name(error: Exception) -> str:
    """What else is called as our package is, if a part of ours was not to be imported."""
    if not isinstance(error, ImportError) or (error.name or "").partition(".")[0] != "autograder":
        return ""
    from autograder.engine.same_name import others

    return "".join(f"; {other}" for other in others())


def fail(message: str, status: Exit, *, chinese: bool = False) -> NoReturn:
    """Ends the command with one line."""
    click.echo(f"{_prefix(chinese=chinese)}{' '.join(message.split())}", err=True)
    sys.exit(status)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Auto-graded deep-learning homework."""
    from autograder.student.screen import wants_colours

    if not wants_colours():
        click.get_current_context().color = False  # and so all that click prints in a command
    # One thread per process: arrays are tiny, and a pool of threads would take the cores from the sandboxes.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
