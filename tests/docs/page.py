"""What a page tells its reader to run and to write, in the order in which it says so."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"(?:`([^`\n]+)`:\n\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Command:
    """A line after `$ `, and the lines shown below it."""

    line: str
    shown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class File:
    """What is to be written into the file whose name stands before it."""

    name: str
    content: str


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def steps(page: str) -> list[Command | File]:
    """The commands of console blocks, and the files."""
    found: list[Command | File] = []
    for name, language, content in BLOCK.findall(page):
        if language == "console":
            for line in content.splitlines():
                if line.startswith("$ "):
                    found.append(Command(line.removeprefix("$ ")))
                else:
                    found[-1].shown.append(line)
        elif name:
            found.append(File(name, content))
    return found


def commands(page: str) -> list[Command]:
    return [step for step in steps(page) if isinstance(step, Command)]


def files(page: str) -> dict[str, str]:
    return {step.name: step.content for step in steps(page) if isinstance(step, File)}
