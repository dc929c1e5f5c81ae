"""A docstring of this project taken apart: its text, and the sections that Google's style has."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, field

SECTION = re.compile(r"(Args|Attributes|Returns|Raises|Example):")
ENTRY = re.compile(r"(\w+): (.*)")


@dataclass
class Docstring:
    """What a docstring says.

    Attributes:
        text: before its sections, in paragraphs.
        sections: by title, the lines of each.
    """

    text: str = ""
    sections: dict[str, list[str]] = field(default_factory=dict)

    def entries(self, title: str) -> dict[str, str]:
        """The entries of a section, by name: `Args`, `Attributes` and `Raises` have such."""
        found: dict[str, str] = {}
        name = ""
        for line in self.sections.get(title, ()):
            begins = ENTRY.fullmatch(line)
            if begins and not line.startswith(" "):
                name, found[name] = begins[1], begins[2]
            elif name and line.strip():
                found[name] += f" {line.strip()}"
        return found

    def block(self, title: str) -> str:
        """A section as it stands there: `Returns` and `Example` are read so."""
        return "\n".join(self.sections.get(title, ())).strip("\n")


def parsed(documented: object) -> Docstring:
    """The docstring of a class, a function or a module; an empty one if it has none."""
    own = documented if isinstance(documented, str) else getattr(documented, "__doc__", None)
    found = Docstring()
    lines: list[str] = []
    text: list[str] = lines
    for line in inspect.cleandoc(own or "").splitlines():
        begins = SECTION.fullmatch(line)
        if begins:
            lines = found.sections.setdefault(begins[1], [])
        elif lines is text or not line or line.startswith("    "):
            lines.append(line if lines is text else line[4:])
        else:
            lines = text
            text.append(line)
    found.text = "\n".join(text).strip()
    return found
