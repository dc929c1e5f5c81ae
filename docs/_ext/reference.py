"""What is made from the code, by the name that a page asks for it: `python docs/_ext/reference.py NAME` prints it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from commands import commands, in_chinese
from fields import manifest, result_records
from questions import questions
from vocabulary import vocabulary

MADE: Mapping[str, Callable[[], str]] = {
    "course-toml": manifest,
    "commands": commands,
    "commands-zh": in_chinese,
    "checks": vocabulary,
    "results": result_records,
    "questions": questions,
}

if __name__ == "__main__":
    print(MADE[sys.argv[1]]())
