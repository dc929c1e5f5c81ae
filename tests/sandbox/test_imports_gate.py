"""What students' code may import, what is replaced, and what is refused with a sentence."""

import sys

import pytest
import spy

from autograder.sandbox.imports import Gate
from autograder.sandbox.stand_ins import StandIn
from autograder.wire.messages import Load


def spec(name, packages=("numpy",), stand_ins=()):
    return Gate(packages, stand_ins).find_spec(name, None)


@pytest.mark.parametrize("name", ["os", "json.decoder", "numpy", "numpy.linalg", "jaxtyping", "tomllib", "_socket"])
def test_the_standard_library_and_the_homework_s_packages_are_left_to_the_ordinary_finders(name):
    assert spec(name) is None


@pytest.mark.parametrize(
    "name", ["pandas", "torch", "sklearn.svm", "autograder", "autograder.engine", "requests", "solutions"]
)
def test_everything_else_is_refused_with_a_sentence(name):
    with pytest.raises(
        ModuleNotFoundError, match=r"is not available when this is graded: this homework offers .*numpy"
    ):
        spec(name)


@pytest.mark.parametrize(
    "name",
    ["matplotlib", "matplotlib.pyplot", "otter", "IPython.display", "tqdm.auto", "autograder.student.gradients"],
)
def test_what_only_shows_or_checks_is_inert(name):
    assert spec(name).loader is not None


def test_another_question_s_package_is_inert():
    assert spec("torch.nn", stand_ins=("torch",)).loader is not None
    assert spec("torch", packages=("numpy", "torch")) is None


def test_inert_things_do_nothing_whatever_is_asked():
    thing = StandIn()
    assert thing.a.b(1, c=2)[3].d is not None
    thing["x"] = 1
    with thing as same:
        assert same is thing
    left, (right, lower) = thing
    assert left is right is lower is thing

    @thing.decorator
    def f():
        return 3

    assert f() == 3

    class Net(thing.Module):
        pass

    assert Net() is not None


@pytest.fixture(scope="module")
def server(layer):
    server = spy.start(layer)
    yield server
    server.close()


NOTEBOOK = """
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from mpl_toolkits.mplot3d import Axes3D
import seaborn as sns
from IPython.display import display, HTML
from tqdm import tqdm, trange
from tqdm.auto import tqdm as auto
import otter

grader = otter.Notebook()
grader.check("square")
plt.rcParams["figure.figsize"] = (4, 4)
plt.rcParams.update({"font.size": 12})
fig, ax = plt.subplots(figsize=(3, 3))
fig, (a, b) = plt.subplots(1, 2)
ax.plot([1], [2], label="x").set_data(1)
plt.style.use("ggplot")
with plt.style.context("dark"):
    plt.show()
sns.heatmap([[1]])
display(HTML("<b>"))
total = sum(i for i in tqdm(range(3), desc="x")) + sum(trange(3)) + sum(auto([1]))
bar = tqdm(total=3)
bar.update(1)
bar.set_postfix(loss=1)
for i, x in enumerate(tqdm([1, 2])):
    total += x
with tqdm(total=2) as steps:
    steps.update()
for epoch in (epochs := trange(2)):
    epochs.set_description(f"epoch {epoch} of {len(epochs)}")
tqdm.write("done")

def spy():
    return tell(total)
"""


def test_a_notebook_that_plots_and_shows_progress_loads_whole(server):
    session = server.begin(spy.LIMITS)
    session.send_load(Load("py", (spy.TELL + NOTEBOOK).encode(), ["spy"], 1))
    loaded = session.receive_loaded()
    session.close()
    assert [f.error for f in loaded.faults] == []
    assert spy.told(server, NOTEBOOK) == "10"


@pytest.mark.parametrize("name", ["autograder.engine.grader", "autograder.checks", "pandas", "torch"])
def test_a_refused_import_is_refused_also_by_other_ways(server, name):
    source = f"""
import importlib, runpy, pkgutil
def spy():
    seen = []
    for way in (lambda: __import__({name!r}), lambda: importlib.import_module({name!r}),
                lambda: runpy.run_module({name!r}), lambda: importlib.util.find_spec({name!r}) or 1 / 0):
        try:
            way(); seen.append(1)
        except Exception as error:
            pass
    return tell(seen)
"""
    assert spy.told(server, source) == "[]"


def test_the_gate_is_not_in_the_grader():
    assert not any(isinstance(finder, Gate) for finder in sys.meta_path)
