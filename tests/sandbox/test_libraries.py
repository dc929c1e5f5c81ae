"""Packages that a homework does not offer cannot be read, wherever they are installed."""

import sys
from pathlib import Path

import numpy as np
import pytest
import spy

from autograder.engine.sandbox_process import Server
from autograder.sandbox.libraries import Libraries, libraries, needed

IMPORT = """
import sys

sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "Gate"]
sys.path[:0] = FOLDERS

def spy():
    try:
        return tell(f"imported {__import__(NAME).__file__}")
    except (ImportError, PermissionError):
        return tell("refused")
"""


@pytest.fixture
def tree(tmp_path):
    """An interpreter's folder of libraries, with two packages installed below its standard library."""
    site = tmp_path / "lib" / "python3" / "site-packages"
    for package in ("numpy", "torch"):
        (site / package).mkdir(parents=True)
        (site / package / "__init__.py").touch()
    (tmp_path / "lib" / "python3" / "json.py").touch()
    (tmp_path / "lib" / "libc.so").touch()
    (tmp_path / "lib" / "link.so").symlink_to(tmp_path / "lib" / "libc.so")
    (tmp_path / "lib64").symlink_to("lib")
    return tmp_path


def test_rules_that_can_only_give_leave_out_what_is_masked(tree):
    lib, site = tree / "lib", tree / "lib" / "python3" / "site-packages"
    found = Libraries([lib, tree / "lib64"], [site], [site / "numpy"])

    readable, listed = found.allowed()

    assert set(readable) == {lib / "libc.so", lib / "python3" / "json.py", site / "numpy"}
    assert set(listed) == {lib, lib / "python3"}
    assert found.withheld() == [site / "torch" / "__init__.py"]


def test_an_interpreter_without_a_virtual_environment_shows_what_is_offered_of_its_packages(tree, monkeypatch):
    lib, site = tree / "lib", tree / "lib" / "python3" / "site-packages"
    folders = {"stdlib": lib / "python3", "platstdlib": lib / "python3", "purelib": site, "platlib": site}
    monkeypatch.setattr("sysconfig.get_path", lambda name, vars=None: str(folders[name]))
    monkeypatch.setattr(sys, "path", [str(lib / "python3"), str(site)])

    found = libraries(["numpy"])
    assert site in found.masked
    assert [path for path in found.offered if site in path.parents] == [site / "numpy"]

    assert site not in libraries(["numpy", "torch"]).masked


def test_a_package_of_the_base_interpreter_cannot_be_imported(layer, mini):
    if layer == "none":
        pytest.skip("this layer contains nothing; it is never chosen silently")
    server = spy.start(layer, mini)
    try:
        if layer == "core" and "landlock" not in server.applied:
            pytest.skip("without Landlock, what every user may read can be read")
        withheld = libraries(["numpy"]).withheld()
        if not withheld:
            pytest.skip("nothing is installed beside this virtual environment")
        for file in withheld:
            folder, name = str(file.parent.parent), file.parent.name
            assert Path(folder, name).is_dir()
            source = IMPORT.replace("FOLDERS", repr([folder])).replace("NAME", repr(name))
            assert spy.told(server, source) == "refused"
    finally:
        server.close()


USES = {
    "pandas": "import pandas\n\ndef spy():\n    table = pandas.DataFrame({'a': [1.0, 3.0], 'b': ['x', 'x']})\n"
    "    return tell(table.groupby('b')['a'].mean().iloc[0])\n",
    "scipy": "from scipy import stats\n\ndef spy():\n    return tell(stats.norm.cdf(0.0) + 1.5)\n",
    "sklearn": "from sklearn.linear_model import LinearRegression\n\ndef spy():\n"
    "    x = np.array([[1.0], [2.0]])\n    model = LinearRegression().fit(x, x)\n"
    "    return tell(round(float(model.predict(x)[1, 0]), 6))\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("package", USES)
def test_a_package_that_is_offered_works_with_all_that_it_needs_and_no_other_is_there(layer, package):
    pytest.importorskip(package)
    server = Server.start(layer, ("numpy", package), memory=1 << 30)
    try:
        assert spy.told(server, USES[package]) == "2.0"
        if layer != "none" and "landlock" in server.applied:
            site = str(Path(np.__file__).parent.parent)
            for other in ("torch", "otter"):
                assert (Path(site) / other).is_dir()
                source = IMPORT.replace("FOLDERS", repr([site])).replace("NAME", repr(other))
                assert spy.told(server, source) == "refused", other
    finally:
        server.close()


def test_what_a_package_needs_is_read_off_what_is_installed():
    assert needed(["numpy"]) == ["numpy", "numpy.libs"]
    assert {"sklearn", "scipy", "joblib", "threadpoolctl.py"} <= {*needed(["numpy", "sklearn"])}
    assert not {"pandas", "torch", "otter"} & {*needed(["numpy", "sklearn"])}
    assert needed(["nowhere"]) == ["nowhere", "nowhere.libs"]
