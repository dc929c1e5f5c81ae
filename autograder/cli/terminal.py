"""What the commands of all people print with."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

Command = Callable[..., None]


def sandbox_option(contained: str) -> Callable[[Command], Command]:
    """The option --sandbox; what it contains is said in its help."""
    return click.option(
        "--sandbox",
        type=click.Choice(["auto", "namespaces", "core", "none"]),
        default="auto",
        show_default=True,
        help=f"What contains {contained}; auto takes the strongest that works.",
    )


def open_page(page: Path) -> None:
    """Shows a page in a browser, if there is a screen for one."""
    import webbrowser

    screen = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not (screen and webbrowser.open(page.absolute().as_uri())):
        click.echo(f"no browser here: open {page}")


def log(line: str) -> None:
    """Says something beside what was asked for."""
    click.echo(f"note: {line}", err=True)


def is_terminal() -> bool:
    """Whether a person reads what is printed."""
    return sys.stdout.isatty()


@contextlib.contextmanager
def progress_bar(total: int, title: str) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, a plain line at each tenth otherwise. Starts no thread: workers may be forked below it."""
    if total and sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
            task = bar.add_task(title, total=total)

            def advance(name: str) -> None:
                bar.update(task, advance=1)
                bar.refresh()

            bar.refresh()
            yield advance
        return
    count = 0

    def step(name: str) -> None:
        nonlocal count
        count += 1
        if count == total or count * 10 // total > (count - 1) * 10 // total:
            click.echo(f"{title}: {count} of {total}", err=True)

    yield step
