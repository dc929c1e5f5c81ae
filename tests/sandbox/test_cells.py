"""A student's file as cells and steps."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.cells import Cell, File, UnreadableError, read, split
from autograder.sandbox.imports import Gate
from autograder.sandbox.loading import load
from autograder.sandbox.statements import compile_cells


def script(text):
    """The cells of a script, with the lines of the file before each."""
    cells = split("py", text.encode())
    assert {c.number for c in cells} <= {0}  # a script counts by lines
    return [(c.offset, c.source.strip()) for c in cells]


def notebook(*cells, **more):
    return json.dumps({"cells": list(cells), "nbformat": 4, **more}).encode()


def code(source, **more):
    return {"cell_type": "code", "source": source, "metadata": {}, **more}


def run(*sources):
    """The names that cells define, and the faults."""
    outcome = load(File([Cell(source, i) for i, source in enumerate(sources, 1)]), [], Gate(("numpy",)))
    return {name: value for name, value in outcome.namespace.items() if not name.startswith("__")}, outcome.faults


def test_the_lines_of_a_script_are_told_as_its_editor_counts_them():
    steps, faults, *_ = compile_cells(split("py", b"# %%\nx = 1\n\n# %%\n\ny = 2\n# %%\nz = (\n"))
    assert [(s.cell, s.line) for s in steps] == [(0, 2), (0, 6)]
    assert [(f.cell, f.line) for f in faults] == [(0, 8)]


# -- splitting ----------------------------------------------------------------


def test_a_plain_script_is_one_cell():
    assert script("x = 1\ny = 2\n") == [(0, "x = 1\ny = 2")]


@pytest.mark.parametrize("marker", ["# %%", "#%%", "# %% a title", '# %% tags=["a"]', "  # %%", "# %% [code]"])
def test_percent_markers_split_a_script(marker):
    assert script(f"x = 1\n{marker}\ny = 2\n") == [(0, "x = 1"), (2, "y = 2")]


@pytest.mark.parametrize("line", ["# %%%", "# % y", "## %%", "x = '# %%'", "# a %% b", "%% y"])
def test_what_only_looks_like_a_marker_does_not(line):
    assert len(script(f"x = 1\n{line}\ny = 2\n")) == 1


def test_markdown_and_raw_cells_of_a_script_are_left_out():
    text = "# %% [markdown]\n# text\n\n# %%\nx = 1\n\n# %% [raw]\nraw\n\n# %%\n\n# %%\ny = 2\n"
    assert script(text) == [(4, "x = 1"), (12, "y = 2")]
    assert [(c.kind, c.offset) for c in read("py", text.encode()).aside] == [("markdown", 1), ("raw", 7)]


@pytest.mark.parametrize("tag", ["explore", "skip", "check", "solution"])
def test_no_tag_and_no_title_keeps_a_cell_from_running(tag):
    assert script(f'# %%\nx = 1\n\n# %% tags=["{tag}"]\nz = 0\n') == [(1, "x = 1"), (4, "z = 0")]
    assert script(f'# %%\nx = 1\n\n# %% the "{tag}"\nz = 0\n') == [(1, "x = 1"), (4, "z = 0")]
    cells = split("ipynb", notebook(code("x = 1"), code("z = 0", metadata={"tags": [tag]}), code("y = 2")))
    assert [c.number for c in cells] == [1, 2, 3]


def test_code_typed_below_the_prose_of_a_markdown_cell_of_a_script_runs():
    text = "# %% [markdown]\n# What is x?\n\nx = 1\n\ndef f():\n    return x\n"
    assert script(text) == [(3, "x = 1\n\ndef f():\n    return x")]
    prose = "# %% [markdown]\n# What is x?\nIt is one, since one is one.\n"
    assert script(prose) == [] and len(read("py", prose.encode()).aside) == 1
    assert script('# %% [markdown]\n"""\nprose in quotes\n"""\n') == []


def test_a_notebook_s_code_cells_are_numbered_as_its_reader_counts_them():
    cells = split(
        "ipynb", notebook({"cell_type": "markdown", "source": "# hi"}, code("x = 1"), code(""), code("y = 2"))
    )
    assert [(c.number, c.source) for c in cells] == [(1, "x = 1"), (3, "y = 2")]


def test_a_source_may_be_a_list_of_lines_or_one_text():
    cells = split("ipynb", notebook(code(["x = 1\n", "y = 2"]), code("z = 3\r\n")))
    assert [c.source for c in cells] == ["x = 1\ny = 2", "z = 3\n"]


@pytest.mark.parametrize(
    "data",
    [
        b'{"cells": 3}',
        b'{"cells": {}}',
        b'{"worksheets": 3}',
        b"{" * 100_000,
        b'{"cells": [' + b"9" * 6000 + b"]}",
        b"\xff\xfe\x00",
        b"\x80abc\xff",
        b'{"cells": \0[]}',
    ],
    ids=lambda d: repr(d[:16]),
)
def test_what_is_no_notebook_is_unreadable_with_one_line(data):
    with pytest.raises(UnreadableError) as error:
        split("ipynb", data)
    assert "\n" not in str(error.value) and len(str(error.value)) < 200


@pytest.mark.parametrize(
    "cell",
    [
        None,
        3,
        [],
        {},
        code(None),
        code(3),
        code([1, None, "x = 1"]),
        code("x", metadata=None),
        code("x", metadata={"tags": None}),
        code("x", metadata={"tags": {"a": 1}}),
        code("x", metadata={"tags": [["skip"]]}),
        {"cell_type": ["code"]},
        code("x = '\ud800'"),
    ],
    ids=repr,
)
def test_an_odd_cell_does_not_stop_the_others(cell):
    assert "last = 1" in [c.source for c in split("ipynb", notebook(cell, code("last = 1")))]


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(
    st.binary(max_size=300) | st.text().map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.sampled_from(["py", "ipynb"]),
)
def test_any_bytes_are_cells_or_unreadable(data, kind):
    try:
        cells = split(kind, data)
    except UnreadableError:
        return
    compile_cells(cells)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "cell_type", "source", "metadata", "tags", "nbformat"]), inner, max_size=4
        )
    ),
)


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(json_values, st.lists(json_values, max_size=3))
def test_any_json_is_cells_or_unreadable(value, cells):
    for document in (
        value,
        {"cells": cells},
        {"cells": [{"cell_type": "code", "source": c, "metadata": c} for c in cells]},
    ):
        try:
            compile_cells(split("ipynb", json.dumps(document).encode()))
        except UnreadableError:
            pass


# -- text ----------------------------------------------------------------

TEXT = "x = '中文'\ny = 2\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be").join([b"\xfe\xff", b""]),
        TEXT.encode("gbk"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "gbk", "gb18030", "windows", "old mac"],
)
def test_every_encoding_and_line_end_that_editors_write_is_read(data):
    (cell,) = split("py", data)
    assert run(cell.source)[0] == {"x": "中文", "y": 2}


def test_bytes_that_are_no_text_are_unreadable():
    for data in (b"\xff\xff\xff", b"x = \0 1", bytes(range(256))):
        with pytest.raises(UnreadableError):
            split("py", data)


# -- steps ----------------------------------------------------------------


def test_each_statement_is_a_step_with_its_cell_and_line():
    steps, faults, *_ = compile_cells(
        [Cell("x = 1\n\ndef f():\n    pass\n", 1), Cell("import os\nclass A: pass\nx", 2)]
    )
    assert [(s.cell, s.line, s.definition) for s in steps] == [
        (1, 1, False), (1, 3, True), (2, 1, True), (2, 2, False), (2, 3, False),
    ]  # fmt: skip
    assert not faults


def test_a_definition_that_runs_code_counts_as_a_step_that_can_hang():
    """A decorator, a default or a class body is code that runs."""
    hanging = [
        "@print\ndef f(): pass",
        "def f(x=print()): pass",
        "class A:\n    print()",
        "class A(print()): pass",
        "@print\nclass A: pass",
        "def f(x: print()): pass",
    ]
    for source in hanging:
        (step,), *_ = compile_cells([Cell(source, 1)])
        assert not step.definition, source


def test_a_cell_that_is_no_python_is_a_fault_and_the_others_stay():
    names, faults = run("x = 1", "def f(:", "y = 2")
    assert names == {"x": 1, "y": 2}
    (fault,) = faults
    assert (fault.cell, fault.line) == (2, 1) and fault.error.startswith("SyntaxError: ")


@pytest.mark.parametrize(
    "source",
    [
        "(" * 500 + ")" * 500,
        "-" * 100_000 + "1",
        "x = '\ud800'",
        "return 1",
        "x = 1\0",
        "a." * 50_000 + "a",
        "1+" * 50_000 + "1",
        "9" * 5000,
    ],
    ids=["nested", "minus", "surrogate", "return", "nul", "attributes", "sum", "long integer"],
)
def test_source_that_breaks_the_parser_is_a_fault_or_compiles(source):
    _, faults, *_ = compile_cells([Cell(source, 1), Cell("y = 2", 2)])
    assert len(faults) <= 1 and all(f.cell == 1 for f in faults)


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\nx = 1",
        "!pip install numpy\nx = 1",
        "x = 1\nx?",
        "x = 1\nnp.ones??",
        "?print\nx = 1",
        "files = !ls\nx = 1",
        "t = %timeit -o 1\nx = 1",
        "%%time\nx = 1",
        "%%capture out\nx = 1",
        "\n\n%%timeit -n 1\nx = 1",
        "if True:\n    !ls\n    x = 1",
        "x = 1\nif x:\n    %time",
        "%cd ..\n%load_ext autoreload\n%autoreload 2\nx = 1",
        "a, b = !ls\nx = 1",
    ],
)
def test_magics_are_left_out_and_the_rest_of_the_cell_runs(source):
    names, faults = run(source)
    assert names["x"] == 1 and not faults


@pytest.mark.parametrize(
    "source", ["%%bash\nls -l", "%%html\n<b>", "%%writefile a_file.py\nx = 1", "%%javascript\nx = 1;", "%%latex\nx"]
)
def test_a_cell_in_another_language_is_left_out_whole(source):
    assert run(source) == ({}, [])


def test_a_remainder_at_the_start_of_a_line_is_no_magic():
    assert run("a, b = 7, 4\nx = (a\n     % b)")[0]["x"] == 3
    assert run("x = '''\n%matplotlib\n!ls\n'''")[0]["x"] == "\n%matplotlib\n!ls\n"


def test_cells_are_kept_in_the_order_of_the_file():
    prose = [{"cell_type": "markdown", "source": text} for text in ("a", "b", "c")]
    made = {"cells": [prose[0], code("x = 1"), prose[1], code(""), prose[2], code("y = 2")]}
    file = read("ipynb", json.dumps(made).encode())
    assert [cell.source for cell in file.in_order] == ["a", "x = 1", "b", "c", "y = 2"] and not file.is_script
    script = read("py", b"# %% [markdown]\n# a\n\n# %%\nx = 1\n# %% [markdown]\n# b\ny = 2\n")
    assert [cell.source.strip() for cell in script.in_order] == ["# a", "x = 1", "# b", "y = 2"] and script.is_script


def test_attachments_come_with_their_cell_and_outputs_are_not_looked_at():
    attached = {"a.png": {"image/png": ["QUJD", "REVG"]}, "b.svg": {"image/svg+xml": "<svg/>"}}
    cell = {"cell_type": "markdown", "source": ["x", "y"], "attachments": attached}
    shown = code("1", outputs=[{"data": {"text/plain": "z" * 10}}])
    strict = json.dumps({"cells": [shown, cell]})
    for text in (strict, strict.replace('"zzzzzzzzzz"', "NaN"), strict.replace('"zzzzzzzzzz"', '"\\ud800"')):
        (found,) = read("ipynb", text.encode()).aside
        assert found.attachments == (("a.png", "image/png", "QUJDREVG"), ("b.svg", "image/svg+xml", "<svg/>"))
        assert found.source == "xy"
