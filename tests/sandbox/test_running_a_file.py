"""A file is run as Jupyter would run it, and what it lost by that is said."""

import ast
import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course import find_course
from autograder.questions.handout import handout_part
from autograder.questions.remarks import WORDS, message
from autograder.release.handout import handout
from autograder.release.render import notebook_bytes, script_bytes
from autograder.sandbox.cells import read
from autograder.sandbox.imports import Gate
from autograder.sandbox.loading import Handout, load
from autograder.sandbox.statements import jupyter
from autograder.wire.messages import Remark
from autograder.wire.statements import key_of
from autograder.wire.text import modules

COURSE = find_course()
LOSSES = COURSE.homework("losses")
FUNCTIONS = [name for question in LOSSES.questions for name in question.functions]
PART = handout_part(COURSE, "losses")
OURS = Handout(PART.own, PART.setup, PART.prelude, PART.stubs)


def ran(source, functions=(), kind="py", **more):
    """A file after it has run."""
    gate = Gate(("numpy",), libraries_may=True)
    sys.meta_path.insert(0, gate)
    data = source if isinstance(source, bytes) else source.encode()
    return load(read(kind, data), list(functions), gate, **more)


def notebook(*cells):
    made = [c if isinstance(c, dict) else {"cell_type": "code", "source": c, "metadata": {}} for c in cells]
    return json.dumps({"cells": made, "nbformat": 4}).encode()


def codes(outcome):
    return [(remark.code, remark.name) for remark in outcome.remarks]


# -- what Jupyter accepts ---------------------------------------------------------------------------------------

CELLS = {
    "a magic with a continued line": "!pip install \\\n    numpy\nx = 1",
    "help": "np = 3\nnp?\nnp.*load*?\n?np\n??np\nx = 1",
    "an indented cell": "    x = 0\n    x = x + 1",
    "pasted prompts": ">>> x = 0\n>>> x = x + 1\n",
    "pasted IPython prompts": "In [1]: x = 0\n\nIn [2]: x = x + 1\n",
    "an assigned magic": "t = %timeit -o pass\nfiles = !ls\nx = 1",
    "a percent inside an expression": "x = (4\n% 3)",
    "await": "async def one():\n    return 1\nx = await one()",
    "timed": "%time x = 1",
    "a timed cell": "%%time\nx = 1",
    "two cell magics": "%%capture\n%%time\nx = 1",
    "display": "display(1)\nx = 1",
    "get_ipython": "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1",
    "a written module": "%%writefile a_module_of_mine.py\nx = 1",
}


@pytest.mark.parametrize("cell", CELLS)
def test_what_jupyter_accepts_runs(cell):
    more = ["from a_module_of_mine import x"] if "written" in cell else []
    outcome = ran(notebook(CELLS[cell], *more), kind="ipynb")
    assert outcome.faults == [] and outcome.namespace["x"] == 1


@pytest.mark.parametrize("cell", [name for name in CELLS if "%%" not in CELLS[name] and name != "await"])
def test_ipython_s_own_transformer_is_the_judge(cell):
    """What is no Python is handed to IPython's transformer, and what is Python is the same to it."""
    transformed = jupyter().transform_cell(CELLS[cell])
    assert ran(notebook(transformed), kind="ipynb").namespace["x"] == 1


def test_a_future_holds_for_the_rest_of_the_file():
    outcome = ran("from __future__ import annotations\n\ndef f(x: Undefined) -> Nothing:\n    return x\nx = f(1)\n")
    assert outcome.faults == [] and outcome.namespace["f"].__annotations__ == {"x": "Undefined", "return": "Nothing"}


def test_an_await_that_waits_is_waited_for():
    outcome = ran("import asyncio\nx = await asyncio.sleep(0.01, 3)\n")
    assert outcome.namespace["x"] == 3


LOOPS = {
    "sleeping": "async def f():\n    await asyncio.sleep(0.01)\n    return 3\nx = await f()",
    "run": "async def f():\n    await asyncio.sleep(0.01)\n    return 3\nx = asyncio.run(f())",
    "gathering": "x = sum(await asyncio.gather(*(asyncio.sleep(0.01, i) for i in range(3))))",
    "a queue": "q = asyncio.Queue()\nawait q.put(3)\nx = await asyncio.wait_for(q.get(), 5)",
    "too late": "try:\n    await asyncio.wait_for(asyncio.sleep(9), 0.01)\nexcept TimeoutError:\n    x = 3",
    "a thread": "x = await asyncio.to_thread(lambda: 3)",
    "by hand": "loop = asyncio.new_event_loop()\nx = loop.run_until_complete(asyncio.sleep(0.01, 3))\nloop.close()",
}


@pytest.mark.parametrize("what", LOOPS)
def test_an_event_loop_needs_no_descriptors(what, monkeypatch):
    def none(*_, **__):
        raise PermissionError

    monkeypatch.setattr("socket.socketpair", none)
    monkeypatch.setattr("select.epoll", none, raising=False)
    outcome = ran(f"import asyncio\n{LOOPS[what]}\n")
    assert outcome.faults == [] and outcome.namespace["x"] == 3


def test_an_event_loop_without_descriptors_says_so():
    (fault,) = ran("import asyncio\nawait asyncio.start_server(print, '127.0.0.1', 0)\n").faults
    assert fault.error.startswith("PermissionError: [Errno 1] Operation not permitted")


ANSWERS = "def square(x):\n    return -x\n\n{} = lambda x: x\n"


@pytest.mark.parametrize(("other", "meant"), [("softMax", True), ("sofmtax", True), ("max", False), ("hard", False)])
def test_a_function_of_nearly_the_name_is_told(other, meant):
    outcome = ran(ANSWERS.format(other), ["softmax", "square"])
    told = [(r.code, r.line, r.name, r.detail) for r in outcome.remarks]
    assert told == ([("similar", 4, "softmax", other)] if meant else [])


def test_what_is_imported_deleted_or_asked_for_itself_is_not_meant():
    source = "from numpy import argmax as softmaxs\ndef soft_maxx(x): ...\ndef sigmoid(x): ...\ndel sigmoid\n"
    assert codes(ran(source, ["softmax", "soft_maxx", "sigmoid"])) == [("deleted", "sigmoid")]


def test_the_file_is_the_main_module():
    source = """
import pickle, typing
from dataclasses import dataclass

@dataclass(slots=True)
class Point:
    x: int

copy = pickle.loads(pickle.dumps(Point(3)))
hints = typing.get_type_hints(Point)
me = __name__, __file__
"""
    outcome = ran(source, path="/somewhere/losses.py")
    assert outcome.faults == [] and outcome.namespace["copy"].x == 3
    assert outcome.namespace["hints"] == {"x": int} and outcome.namespace["me"] == ("__main__", "/somewhere/losses.py")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1251", "gbk", "utf-8"])
def test_the_encoding_that_a_script_declares_holds(encoding):
    text = {"latin-1": "é", "cp1251": "ж", "gbk": "损失", "utf-8": "é损"}[encoding]
    outcome = ran(f"# -*- coding: {encoding} -*-\nx = {text!r}\n".encode(encoding))
    assert outcome.namespace["x"] == text


@pytest.mark.parametrize("encoding", ["no-such-codec", "rot13", "utf-8"])
def test_an_encoding_that_is_none_or_does_not_fit_is_read_as_any_text(encoding):
    assert ran(f"# coding: {encoding}\nx = '损失'\n".encode()).namespace["x"] == "损失"


PLOTS = {
    "unpacked into three": "n, bins, _ = plt.hist([1, 2])",
    "unpacked with a rest": "first, *rest = plt.plot([1])",
    "axes in a loop": "fig, axes = plt.subplots(2, 2)\nfor ax in axes.flat:\n    ax.plot([1])\nlen(axes)",
    "arithmetic with a widget": "slider = widgets.IntSlider(3)\ny = 2 * slider.value + 1 - (slider.value // 2) ** 2",
    "compared": "s = plt.x\nif s.value > 3 or s == 2:\n    pass",
    "numbers": "float(plt.gcf().dpi), int(plt.x), round(plt.y, 2), abs(-plt.z), [0, 1][plt.i]",
    "a version": "print(matplotlib.__version__.split('.'))",
    "formatted": "f'{plt.gcf():>10} {plt.x:.2f}'",
    "an array": "np.asarray(plt.x).shape, np.array([1.0]) + plt.x",
}


@pytest.mark.parametrize("plot", PLOTS)
def test_a_stand_in_takes_what_people_write(plot):
    head = "import matplotlib, ipywidgets as widgets, numpy as np\nimport matplotlib.pyplot as plt\n"
    assert ran(head + PLOTS[plot]).faults == []


def test_no_message_calls_a_stand_in_by_the_name_of_its_class():
    outcome = ran("import matplotlib.pyplot as plt\nraise ValueError(plt.figure())\n")
    assert [f.error for f in outcome.faults] == ["ValueError: <matplotlib>"]
    assert type(outcome.namespace["plt"].x).__name__ == "matplotlib"


def test_a_package_of_other_questions_loads_and_is_refused_once_functions_are_called():
    gate = Gate(("numpy",), ("torch",))
    sys.meta_path.insert(0, gate)
    held = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "torch"}
    try:
        source = b"import torch\n\nclass Net(torch.nn.Module):\n    pass\n\ndef f():\n    return torch.zeros(3)\n"
        outcome = load(read("py", source), ["f"], gate)
        assert outcome.faults == []
        with pytest.raises(ModuleNotFoundError, match=r"torch is not available when this is graded.*numpy"):
            outcome.namespace["f"]()
    finally:
        for name in [n for n in sys.modules if n.partition(".")[0] == "torch"]:
            del sys.modules[name]
        sys.modules.update(held)


# -- nothing is lost without a word -----------------------------------------------------------------------------


def test_a_function_where_nothing_runs_is_said():
    raw = {"cell_type": "raw", "source": "def f():\n    return 1", "metadata": {}}
    prose = {"cell_type": "markdown", "source": "My answer:\n\ndef g(): return 2", "metadata": {}}
    outcome = ran(notebook("x = 1", raw, prose), ["f", "g", "h"], kind="ipynb")
    assert codes(outcome) == [("in-raw", "f"), ("in-markdown", "g")]


def test_a_magic_that_hides_a_function_is_said_with_the_function():
    outcome = ran(notebook("%%memit\ndef f():\n    return 1", "%%html\n<b>"), ["f"], kind="ipynb")
    assert [(r.code, r.name, r.detail, r.cell) for r in outcome.remarks] == [("magic", "%%memit", "f", 1)]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def f(): pass\ndel f\n", [("deleted", "f")]),
        ("def f(): pass\nf = f() or 3\n", [("overwritten", "f")]),
        ("def f(): pass\nf = f() or 3\ndef f(): pass\n", []),
        ("def f(): pass\ndef f(): return 1\n", [("twice", "f")]),
        ("def f(): pass\nf = staticmethod(f).__func__\n", []),
        ("f = lambda: 1\n", []),
        ("class Answer:\n    def f(self): pass\n", [("nested", "f")]),
        ("x = 1\nif not x:\n    def f(): pass\n", [("nested", "f")]),
        ("if True:\n    def f(): pass\n", []),
    ],
)
def test_what_becomes_of_a_function_is_said(source, said):
    assert codes(ran(source, ["f"])) == said


def test_a_statement_without_end_costs_itself_alone_and_the_time_is_one_budget(monkeypatch):
    source = (
        "x = 1\nwhile True: pass\ndef f(): return 1\nwhile True:\n    try:\n        pass\n    except: pass\ny = 2\n"
    )
    outcome = ran(source, ["f"], seconds=0.4)
    assert (outcome.namespace["x"], outcome.namespace["y"], outcome.namespace["f"]()) == (1, 2, 1)
    assert [(r.code, r.line) for r in outcome.remarks] == [("cut", 2), ("cut", 4)] and outcome.cut == [1, 3]


def test_from_a_statement_on_only_definitions_run():
    outcome = ran("x = 1\ny = 1 / 0\nimport math\ndef f(): return math.pi\nz = 2\n", ["f"], only_definitions_from=1)
    assert outcome.faults == [] and outcome.namespace["f"]() > 3 and "z" not in outcome.namespace


def test_helpers_that_came_with_the_file_are_imported():
    outcome = ran("import own_helper\nx = own_helper.one()\n", helpers={"own_helper": "def one():\n    return 1\n"})
    assert outcome.faults == [] and outcome.namespace["x"] == 1


def test_helpers_are_imported_from_packages_and_come_before_the_standard_library():
    helpers = modules(
        [
            ("utils/__init__.py", b""),
            ("utils/inner.py", b"ONE = 1"),
            ("src/far.py", b"TWO = 2"),
            ("colorsys.py", b"THREE = 3"),
            ("old/string.py", b"FOUR = 4"),
            ("bom.py", b"\xef\xbb\xbfFIVE = 5"),
            ("gbk.py", "# coding: gbk\nSIX = '六'".encode("gbk")),
        ]
    )
    sys.modules.pop("colorsys", None)
    source = "from utils.inner import ONE\nfrom far import TWO\nfrom colorsys import THREE\nimport string\n"
    outcome = ran(source + "from bom import FIVE\nfrom gbk import SIX\n", helpers=helpers)
    assert outcome.faults == []
    assert [outcome.namespace[name] for name in ("ONE", "TWO", "THREE", "FIVE", "SIX")] == [1, 2, 3, 5, "六"]
    assert outcome.namespace["string"].digits == "0123456789"
    for name in ("utils", "utils.inner", "far", "colorsys", "bom", "gbk"):
        sys.modules.pop(name, None)


def test_a_module_that_a_cell_writes_is_run_and_one_that_is_not_there_is_told():
    cells = ("%%writefile mine.py\ndef f():\n    return 1", "%run mine.py", "%run other.py")
    outcome = ran(notebook(*cells), ["f"], kind="ipynb")
    assert outcome.namespace["f"]() == 1
    assert [fault.error.split(":")[0] for fault in outcome.faults] == ["FileNotFoundError"]


STUB = "def f():\n    raise NotImplementedError\n"
OLDER = "def f():\n    'Of an older edition.'\n    raise NotImplementedError('f')\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (STUB, []),
        (STUB + "def f(): return 1\n", []),
        ("def f(): return 1\n" + STUB, [("stub-last", "f")]),
        ("def f(): return 1\n" + STUB + "def f(): return 2\n", []),
        ("from math import floor as f\n" + STUB, [("stub-last", "f")]),
        (OLDER + "def f(): return 1\n", []),
        ("def f(): return 1\n" + OLDER, [("stub-last", "f")]),
        (STUB + "class Mine:\n    def f(self): return 1\n", [("nested", "f")]),
        (STUB + "if False:\n    def f(): return 1\n", [("nested", "f")]),
    ],
)
def test_what_the_handout_s_stub_hides_is_said(source, said):
    stubs = [key_of(STUB.split("\n"), ast.parse(STUB).body[0])]
    assert codes(ran(source, ["f"], handout=Handout(stubs=stubs))) == said


def test_an_answer_in_another_kind_of_cell_is_said_beside_the_untouched_stub():
    stubs = [key_of(STUB.split("\n"), ast.parse(STUB).body[0])]
    for kind in ("raw", "markdown"):
        beside = {"cell_type": kind, "source": "def f():\n    return 1", "metadata": {}}
        outcome = ran(notebook(STUB, beside), ["f"], kind="ipynb", handout=Handout(stubs=stubs))
        assert codes(outcome) == [(f"in-{kind}", "f")]
    cells = (STUB, "%%script false\ndef f():\n    return 1")
    outcome = ran(notebook(*cells), ["f"], "ipynb", handout=Handout(stubs=stubs))
    assert [(r.code, r.detail) for r in outcome.remarks] == [("magic", "f")]


def test_every_remark_has_words_in_both_languages():
    for code in WORDS:
        said = message(Remark(code, 3, 4, "softmax", "int"))
        assert said.en.startswith("code cell 3, line 4: ") and said.zh.startswith("第 3 个代码单元格第 4 行：")
        assert "{" not in said.en + said.zh
    assert message(Remark("made-up", 0, 0)) is None


# -- the handout's own ------------------------------------------------------------------------------------------

RIGHT = notebook_bytes(handout(COURSE, LOSSES, reference=True))


def defined(outcome):
    return {name for name in FUNCTIONS if callable(outcome.namespace.get(name))}


def test_the_handout_s_pictures_and_checks_are_left_out_in_both_forms():
    for kind, data in (("ipynb", RIGHT), ("py", script_bytes(handout(COURSE, LOSSES, reference=True)))):
        outcome = ran(data, FUNCTIONS, kind, handout=OURS)
        assert (outcome.faults, outcome.remarks, defined(outcome)) == ([], [], set(FUNCTIONS))
        assert not [name for name in outcome.namespace if name.startswith("picture_of_")]


def test_a_picture_cell_that_holds_the_student_s_own_code_runs():
    cells = json.loads(RIGHT)
    picture = next(c for c in cells["cells"] if "explore" in c["metadata"].get("tags", ()))
    picture["source"] = "def my_helper():\n    return 1\n"
    assert "my_helper" in ran(json.dumps(cells).encode(), FUNCTIONS, "ipynb", handout=OURS).namespace


def without_first_cell():
    cells = json.loads(RIGHT)
    first = next(c for c in cells["cells"] if c["cell_type"] == "code")
    return cells, first


def test_a_missing_first_cell_is_one_sentence_and_its_names_are_supplied():
    cells, first = without_first_cell()
    cells["cells"].remove(first)
    outcome = ran(json.dumps(cells).encode(), FUNCTIONS, "ipynb", handout=OURS)
    assert outcome.faults == [] and defined(outcome) == set(FUNCTIONS)
    assert [r.code for r in outcome.remarks] == ["setup"] and "np" in outcome.remarks[0].name


def test_a_first_cell_at_the_end_is_said_too():
    cells, first = without_first_cell()
    cells["cells"].remove(first)
    cells["cells"].append(first)
    outcome = ran(json.dumps(cells).encode(), FUNCTIONS, "ipynb", handout=OURS)
    assert outcome.faults == [] and [r.code for r in outcome.remarks] == ["setup"]


def test_a_script_with_imports_of_its_own_is_told_nothing():
    outcome = ran("import numpy as np\n\ndef softmax(z):\n    return np.exp(z)\n", FUNCTIONS, handout=OURS)
    assert outcome.remarks == []


@settings(derandomize=True, database=None, deadline=None, max_examples=25)
@given(st.data())
def test_any_splitting_merging_retagging_or_order_of_cells_keeps_every_function(data):
    """Questions do not depend on each other: their cells may come in any order, in any pieces, under any tags."""
    document = json.loads(RIGHT)
    code = [c for c in document["cells"] if c["cell_type"] == "code"]
    first, rest = code[0], data.draw(st.permutations(code[1:]))
    sources = ["".join(c["source"]) for c in rest]
    made = ["".join(first["source"])]
    while sources:
        count = data.draw(st.integers(1, 3))
        made.append("\n\n".join(sources[:count]))
        sources = sources[count:]
    tags = st.lists(st.sampled_from(["explore", "check", "skip", "mine"]), max_size=2)
    cells = [{"cell_type": "code", "source": s, "metadata": {"tags": data.draw(tags)}} for s in made]
    copies = data.draw(st.lists(st.sampled_from(cells), max_size=2))
    outcome = ran(json.dumps({"cells": cells + copies, "nbformat": 4}).encode(), FUNCTIONS, "ipynb", handout=OURS)
    assert defined(outcome) == set(FUNCTIONS) and outcome.faults == []
    assert {r.code for r in outcome.remarks} <= {"twice"}


def test_a_function_that_is_there_after_all_is_no_remark():
    copy = {"cell_type": "raw", "source": "def f():\n    return 1", "metadata": {}}
    cells = ("%%writefile mine.py\ndef f():\n    return 2", "from mine import f", copy)
    outcome = ran(notebook(*cells), ["f"], kind="ipynb")
    assert outcome.remarks == [] and outcome.namespace["f"]() == 2
