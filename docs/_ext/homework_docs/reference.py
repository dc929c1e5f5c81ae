"""What is made from the code, by the name that a page asks for it.

`PYTHONPATH=docs/_ext:. python -m homework_docs.reference NAME` prints it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from homework_docs.commands import commands, in_chinese
from homework_docs.fields import manifest, result_records
from homework_docs.questions import questions
from homework_docs.vocabulary import vocabulary

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
