"""The page about the manifest names every key that it may have, and no other."""

import re
from pathlib import Path

import msgspec
import pytest

from autograder.course import Homework, Late, Limits, Manifest, Question, RubricItem, Written
from autograder.manifest import LEFT

PAGE = (Path(__file__).parents[1] / "docs/new-course.md").read_text(encoding="utf-8").partition("## The keys of")[2]
PARTS = {
    Manifest: "Top: ",
    Homework: "`[[homework]]`: ",
    Question: "`[[homework.question]]`: ",
    Written: "`[[homework.written]]`: ",
    Limits: "`limits`: ",
    Late: "`late`: ",
}


@pytest.mark.parametrize("kind", PARTS)
def test_the_page_names_all_keys_of_a_section(kind):
    begin = PAGE.index(PARTS[kind]) + len(PARTS[kind])
    part = re.split(r"\n\n|`late`: ", PAGE[begin:])[0]
    named = {word for code in re.findall(r"`([a-z_, {}]+)`", part) for word in re.findall(r"[a-z_]+", code)}
    wanted = {field.encode_name for field in msgspec.structs.fields(kind) if field.name not in LEFT.get(kind, ())}
    rubric = set(RubricItem.__struct_fields__) if kind is Written else set()
    assert named == wanted | rubric
