import pytest
from small_course import CENTRE, NORMS

from autograder.release.sources import ReleaseError
from autograder.release.stubs import PROMPT, solution_lines, split_reference


def stub_of_norms():
    return split_reference("norms.py", NORMS, ["largest", "norms"])


def run(imports, source):
    environment = {}
    exec("\n".join(imports) + "\n" + source, environment)
    return environment


def test_a_stub_raises_not_implemented_and_names_its_function():
    sources = stub_of_norms()
    environment = run(sources.imports, sources.stub)
    for name in ("largest", "norms"):
        with pytest.raises(NotImplementedError, match=f"^{name}$"):
            environment[name]([1.0])


def test_the_solution_runs_and_holds_no_marker():
    import numpy as np

    sources = stub_of_norms()
    assert "SOLUTION" not in sources.solution
    assert run(sources.imports, sources.solution)["norms"](np.array([3.0, -4.0])) == {"one": 7.0, "two": 5.0}


def test_a_stub_keeps_contract_docstring_and_constants_and_loses_everything_between_the_markers():
    stub = stub_of_norms().stub
    for kept in ("TINY = 1e-12", "class Norms(TypedDict)", '"""The 1-norm and the 2-norm."""', '"n"', PROMPT):
        assert kept in stub
    for removed in ("SOLUTION", "np.abs", "sum_of_squares", "assert size", "Reference for"):
        assert removed not in stub


def test_imports_are_apart_from_the_cell():
    sources = stub_of_norms()
    assert sources.imports[0] == "import math"
    assert "import" not in sources.stub + sources.solution


def test_only_the_first_region_of_a_function_becomes_the_prompt():
    source = CENTRE + "    # BEGIN SOLUTION\n    pass\n    # END SOLUTION\n"
    assert split_reference("centre.py", source, ["centre"]).stub.count("NotImplementedError") == 1


def test_the_lines_of_all_regions_are_found():
    lines = [line.strip() for line in solution_lines(NORMS).values()]
    assert "return float(np.abs(v).max())" in lines
    assert "def sum_of_squares(v):" in lines
    assert not any("def norms" in line for line in lines)


@pytest.mark.parametrize(
    ("source", "functions", "message"),
    [
        (CENTRE, ["centre", "spread"], "function spread is missing"),
        ("def centre(x):\n    return x\n", ["centre"], "function centre has no solution region"),
        (CENTRE + "\nprint(centre)\n", ["centre"], "code outside of functions"),
        (CENTRE + "\nmeans = centre([1])\n", ["centre"], "code outside of functions"),
        (CENTRE + "\nimport os\n", ["centre"], "an import below other code"),
        ("from __future__ import annotations\n" + CENTRE.partition('"""\n')[2], ["centre"], "__future__"),
        (CENTRE.replace("    # END SOLUTION\n", ""), ["centre"], "unbalanced markers"),
        (CENTRE.replace("    # BEGIN", "    # END SOLUTION\n    # BEGIN"), ["centre"], "unbalanced markers"),
        ("def centre(x:\n", ["centre"], "line 1"),
        (
            "def one():\n    # BEGIN SOLUTION\n    return 1\n\n\ndef two():\n    return 2\n    # END SOLUTION\n",
            ["one"],
            "",
        ),
    ],
)
def test_a_broken_reference_is_refused_in_one_line_that_names_file_fault_and_mend(source, functions, message):
    if not message:  # a region over two functions: harmless as long as the second is not asked for
        split_reference("solutions/vectors/q.py", source, functions)
        functions, message = [*functions, "two"], "function two has no solution region"
    with pytest.raises(ReleaseError) as error:
        split_reference("solutions/vectors/q.py", source, functions)
    text = str(error.value)
    assert text.startswith("solutions/vectors/q.py")
    assert message in text
    assert "\n" not in text
    assert ";" in text


def test_a_region_that_covers_a_header_is_refused():
    source = (
        "def one():\n    # BEGIN SOLUTION\n    return 1\n\n\ndef two():\n    # END SOLUTION\n"
        "    # BEGIN SOLUTION\n    return 2\n    # END SOLUTION\n"
    )
    with pytest.raises(ReleaseError, match="loses two"):
        split_reference("q.py", source, ["one", "two"])
