"""Names the mistake: what a student's function does with a few inputs, compared with what known mistakes do.

`tables` holds a few inputs for each function, and what the reference and every known mistake do with them; `naming`
compares the student's function with them; `general` describes any other wrong function.

What keeps tables is imported when it is asked for: a student's check has no use for it, and runs on an older Python.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.diagnosis.naming import diagnose
    from autograder.diagnosis.tables import FunctionTable, Tables, indistinguishable

__all__ = ["FunctionTable", "Tables", "diagnose", "indistinguishable"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = importlib.import_module(f"{__name__}.{'naming' if name == 'diagnose' else 'tables'}")
    return getattr(room, name)
