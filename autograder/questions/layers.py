"""Hints of a question in three layers: what to look at, the concept, the step.

Written is `assignment/<homework>/<question>.hints.toml`. Students get `hints/<question>.layers.json`, its texts in
base64, so that nobody reads the third layer who only wanted the first; it is no secret.
"""

from __future__ import annotations

import base64
import json
from typing import Literal

import msgspec

from autograder.course import Text
from autograder.errors import InputError
from autograder.texts import decoded

LAYERS = ("look", "concept", "step")
SUFFIX = ".layers.json"


class LayersError(InputError):
    """A file of hints in layers cannot be used; the message says why."""


class Layers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The three layers of a question."""

    look: Text
    concept: Text
    step: Text

    @property
    def texts(self) -> tuple[Text, Text, Text]:
        """In their order."""
        return self.look, self.concept, self.step


class _Released(msgspec.Struct, frozen=True):
    format: Literal[1]
    question: str
    layers: list[dict[str, str]]


def from_toml(data: bytes) -> Layers:
    """The layers as an instructor writes them.

    Raises:
        LayersError: it is no TOML, or a layer is missing.
    """
    try:
        return msgspec.toml.decode(data, type=Layers, dec_hook=decoded)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LayersError(str(error).replace("`$.", "`")) from None


def released(question: str, layers: Layers) -> bytes:
    """The file that students get."""
    texts = [{language: _hidden(text[language]) for language in text.languages} for text in layers.texts]
    return (json.dumps({"format": 1, "question": question, "layers": texts}, indent=1) + "\n").encode("ascii")


def read(data: bytes, question: str) -> list[Text]:
    """The layers out of the file that students get.

    Raises:
        LayersError: it is another kind of file, belongs to another question, or is damaged.
    """
    try:
        file = msgspec.json.decode(data, type=_Released)
        texts = [Text.of({name: _shown(text) for name, text in layer.items()}) for layer in file.layers]
    except (msgspec.DecodeError, ValueError, KeyError) as error:
        raise LayersError(f"is not a file of hints, or is damaged ({str(error)[:120]})") from None
    if file.question != question:
        raise LayersError(f"belongs to another question, {file.question[:60]}")
    return texts


def _hidden(text: str) -> str:
    return base64.b64encode(text.strip().encode("utf-8")).decode("ascii")


def _shown(text: str) -> str:
    return base64.b64decode(text, validate=True).decode("utf-8")
