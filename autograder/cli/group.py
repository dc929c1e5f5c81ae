"""The command `homework` as a whole: which errors end it how, and what a Python is too old for."""

from __future__ import annotations

import io
import os
import sys
import traceback
from typing import Any, NoReturn

import click

from autograder import __version__
from autograder.errors import Exit, HomeworkError

# What a student runs, on Python 3.10 too; all else needs 3.11.
GRADING = (3, 11)


STUDENT_COMMANDS = ("check", "hint", "pack", "status")


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

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except KeyboardInterrupt:
            fail("interrupted", Exit.INTERRUPTED)
        except HomeworkError as error:
            for line in getattr(error, "lines", ())[:-1]:
                click.echo(f"error: {' '.join(line.split())}", err=True)
            fail(getattr(error, "lines", (str(error),))[-1], error.exit)
        except BrokenPipeError:  # whoever read what we print has closed it
            raise
        except Exception as error:
            if os.environ.get("HOMEWORK_DEBUG"):
                traceback.print_exc()
            why = _same_name(error)
            fail(f"internal fault, {type(error).__name__}: {error}{why} (HOMEWORK_DEBUG=1 shows where)", Exit.FAULT)


def _same_name(error: Exception) -> str:
    """What else is called as our package is, if a part of ours was not to be imported."""
    if not isinstance(error, ImportError) or (error.name or "").partition(".")[0] != "autograder":
        return ""
    from autograder.engine.same_name import others

    return "".join(f"; {other}" for other in others())


def fail(message: str, status: Exit) -> NoReturn:
    """Ends the command with one line."""
    click.echo(f"error: {' '.join(message.split())}", err=True)
    sys.exit(status)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Auto-graded deep-learning homework."""
    # One thread per process: arrays are tiny, and a pool of threads would take the cores from the sandboxes.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
