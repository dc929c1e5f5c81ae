"""Answers are found in any file, whatever an editor or a student did to it."""

import contextlib
import itertools
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_class import CODE, HOW, WHY, document, handed_in, notebook

from autograder.sandbox.cells import UnreadableError
from autograder.written import extract
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END, ANSWER_PLACEHOLDER
from autograder.written.messages import ANSWER_LIMIT

QUESTIONS = (WHY, HOW)
BEGIN, END = ANSWER_BEGIN.format(name=WHY), ANSWER_END.format(name=WHY)
ANSWER = "**Because** $2x = x + x$.\n\n- one\n- two\n\n    code\n\n# 标题\n\n最后一行"


def find_answers(kind, data, questions):
    """The texts of the answers."""
    return {name: answer.text for name, answer in extract.find_answers(kind, data, questions).items()}


def why(data: bytes, kind: str = "ipynb") -> str:
    return find_answers(kind, data, QUESTIONS).get(WHY, "")


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_an_answer_reads_the_same_in_both_forms(kind):
    assert find_answers(kind, handed_in({WHY: ANSWER}, kind), QUESTIONS) == {WHY: ANSWER}


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs")), max_size=30)
LINES = st.lists(PLAIN.filter(lambda line: not line.lstrip("# ").startswith("%%")), max_size=8)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_text_reads_the_same_in_both_forms(lines):
    text = "\n".join(lines)
    found = [find_answers(kind, handed_in({WHY: text}, kind), [WHY]) for kind in ("ipynb", "py")]
    assert found[0] == found[1]
    assert found[0] in ({}, {WHY: text.strip()})


@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_a_placeholder_that_was_not_touched_is_no_answer(kind):
    assert find_answers(kind, handed_in({}, kind), QUESTIONS) == {}
    assert find_answers(kind, handed_in({WHY: " \n\t\n \u200b"}, kind), QUESTIONS) == {}


def test_a_placeholder_that_was_left_standing_is_not_part_of_the_answer():
    assert why(handed_in({WHY: f"{ANSWER_PLACEHOLDER}\n\nbecause"})) == "because"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk"])
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_encodings_and_line_ends_of_editors_do_not_matter(kind, encoding):
    text = handed_in({WHY: "因为\n\n所以"}, kind).decode()
    data = (text.replace("\n", "\r\n") if kind == "py" else text).encode(encoding)
    assert why(data, kind) == "因为\n\n所以"


def test_a_script_whose_prose_stands_in_quotes_is_read():
    script = f'{CODE}\n\n# %% [markdown]\n"""\n{BEGIN}\n\nbecause\n\n{END}\n"""\n'
    assert why(script.encode(), "py") == "because"


def test_an_answer_over_several_cells_keeps_its_code():
    cells = [f"{BEGIN}\n\nfirst", "second", f"third\n\n{END}", "## later"]
    content = json.loads(notebook(*cells))
    content["cells"].insert(2, {"cell_type": "code", "source": ["x = 1\n", "y"], "outputs": []})
    assert why(json.dumps(content).encode()) == "first\n\nsecond\n\n```python\nx = 1\ny\n```\n\nthird"


def test_without_its_end_marker_an_answer_ends_with_its_cell():
    assert why(notebook(f"{BEGIN}\n\nbecause", "## later")) == "because"
    assert why(f"# %% [markdown]\n# {BEGIN}\n# because\n\n# %%\nx = 1\n".encode(), "py") == "because"


def test_without_its_first_marker_an_answer_begins_with_its_cell():
    assert why(notebook("## before", f"because\n\n{END}", "## later")) == "because"


def test_an_answer_never_runs_into_the_next_question():
    other = ANSWER_BEGIN.format(name=HOW)
    found = find_answers("ipynb", notebook(f"{BEGIN}\n\nmine\n\n{other}\n\nnext"), QUESTIONS)
    assert found == {WHY: "mine", HOW: "next"}


@pytest.mark.parametrize("early", [END, f"{END}\n\nmore {END}", "-->", "<!--", "<!-- --> -->"])
def test_a_marker_closed_early_in_the_text_cuts_nothing_off(early):
    found = why(notebook(f"{BEGIN}\n\nbefore {early} after\n\n{END}"))
    assert found.startswith("before") and found.endswith("after") and END not in found


def test_an_answer_in_a_cell_that_was_made_code_is_read():
    data = notebook(f"{BEGIN}\n\nbecause\n\n{END}").replace(b'"markdown"', b'"code"')
    assert why(data) == "because"


def test_a_copied_cell_is_one_answer():
    cell = f"{BEGIN}\n\n{{}}\n\n{END}"
    assert (
        why(notebook(cell.format(ANSWER_PLACEHOLDER), cell.format("one"), "## x", cell.format("two"))) == "one\n\ntwo"
    )


@pytest.mark.parametrize("name", ["why", "why_not"])
def test_a_question_whose_name_begins_like_another_is_told_apart(name):
    cells = [f"{ANSWER_BEGIN.format(name=n)}\n\n{n}\n\n{ANSWER_END.format(name=n)}" for n in ("why_not", "why")]
    assert find_answers("ipynb", notebook(*cells), ["why", "why_not"])[name] == name


def test_outputs_that_are_no_strict_json_lose_no_answer():
    answer = f"{BEGIN}\n\nbecause\n\n{END}"
    for odd in ("NaN", "-Infinity", '"\\ud800"', "9" * 6000):
        data = notebook(answer, x="@").replace(b'"@"', odd.encode())
        assert why(data) == "because"


ODD_FILES = {
    "nothing": b"",
    "no json": b"{not json",
    "a list": b"[]",
    "no cells": b"{}",
    "cells null": b'{"cells": null}',
    "a cell that is a number": b'{"cells": [3]}',
    "source null": b'{"cells": [{"cell_type": "markdown", "source": null}]}',
    "nested lists": b'{"cells": [], "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "nested cells": b'{"cells": ' + b"[" * 200_000,
    "bytes": bytes(range(256)),
    "nul": b"\0" * 1000,
    "utf-16 cut": b"\xff\xfe\x00",
    "bare markers": (BEGIN * 50_000).encode(),
    "markers": f"{BEGIN} {END} ".encode() * 20_000,
    "quotes": b'"""',
    "two million cells": b'{"cells": [' + b"{}," * 2_000_000 + b"{}]}",
    "a cell for every marker": f"{BEGIN}\n# %%\n".encode() * 100_000,
    "too long for a script": f"# %% [markdown]\n# {BEGIN}\n# a\n".encode() * 1_000_000,
}


@pytest.mark.parametrize("data", ODD_FILES.values(), ids=ODD_FILES)
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_an_odd_file_has_no_answer_or_cannot_be_read(kind, data):
    start = time.process_time()
    with contextlib.suppress(UnreadableError):
        assert find_answers(kind, data, QUESTIONS) == {}
    assert time.process_time() - start < 5


@settings(max_examples=200)
@given(st.lists(st.sampled_from([BEGIN, END, ANSWER_END.format(name=HOW), "a", "\n", "\n\n", "```", "# %%\n"])))
def test_markers_in_any_order_raise_nothing(pieces):
    text = "".join(pieces)
    assert BEGIN not in why(notebook(text, text)) and BEGIN not in why(text.encode(), "py")


def test_a_very_long_answer_is_bounded():
    assert ANSWER_LIMIT - 10 < len(why(notebook(f"{BEGIN}\n\n{'a' * 10**6}\n\n{END}"))) <= ANSWER_LIMIT


def test_the_handout_of_these_tests_has_the_markers_of_the_real_one():
    sources = "\n".join(cell.source for cell in document().cells)
    assert all(
        marker.format(name=n) in sources for marker, n in itertools.product((ANSWER_BEGIN, ANSWER_END), QUESTIONS)
    )
