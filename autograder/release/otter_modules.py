"""The real otter, even where stand-ins for its packages are in place.

The suite loader puts bare packages named `otter` and `otter.test_files` into `sys.modules`, since importing otter takes
a second. What is made here with otter's own tools needs the real ones.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any


def import_otter(module: str) -> Any:
    """A module of otter, such as `otter.generate`; the first call takes a second."""
    package = sys.modules.get("otter")
    if package is not None and getattr(package, "__file__", None) is None:
        for name in [n for n in sys.modules if n.partition(".")[0] == "otter"]:
            del sys.modules[name]
    return importlib.import_module(module)
