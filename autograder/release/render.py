"""A document as notebook and as percent script: the same bytes on every run and platform."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from autograder.release.handout import Cell, Document

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(document: Document) -> dict[str, Any]:
    """The document in notebook format 4.5, without outputs."""
    return {
        "cells": [_cell(cell) for cell in document.cells],
        "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def notebook_bytes(document: Document) -> bytes:
    """The `.ipynb` file, laid out as Jupyter saves it, so that the first save changes little."""
    return (json.dumps(notebook(document), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def script_bytes(document: Document) -> bytes:
    """The `.py` file: cells between `# %%` marks, prose as comments, and a header that names no version."""
    import jupytext
    import nbformat

    content = nbformat.from_dict(notebook(document))
    content.metadata.pop("language_info")
    content.metadata["jupytext"] = {
        "notebook_metadata_filter": "kernelspec,-jupytext",
        "cell_metadata_filter": "tags,-all",
    }
    for cell in content.cells:
        cell["source"] = "".join(cell["source"])
    text: str = jupytext.writes(content, fmt="py:percent")
    return (text.strip("\n") + "\n").encode()


def _cell(cell: Cell) -> dict[str, Any]:
    metadata: dict[str, Any] = {} if "explore" in cell.tags else {"deletable": False}
    if cell.locked:
        metadata["editable"] = False
    if cell.tags:
        metadata["tags"] = list(cell.tags)
    rendered: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell_id(cell.name),
        "metadata": metadata,
        "source": cell.source.splitlines(keepends=True),
    }
    if cell.kind == "code":
        rendered |= {"execution_count": None, "outputs": []}
    return rendered


def cell_id(name: str) -> str:
    """The cell's name as an id: 1 to 64 of letters, digits, `-` and `_`."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    return plain if len(plain) <= 64 else f"{plain[:55]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
