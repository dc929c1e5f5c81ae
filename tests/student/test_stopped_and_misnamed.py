"""What stopped, and that the rest ran; a mistyped name, a changed signature, and `exit()`."""

import contextlib
import io

import pytest

from autograder.student.show import show
from tests.student.test_check import RIGHT, check, handout  # noqa: F401


def printed(checked, lang):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        show(checked, lang)
    return out.getvalue()


@pytest.mark.parametrize(
    ("line", "en"), [("1 / 0", "ZeroDivisionError"), ("exit()", "exit()"), ("import sys; sys.exit()", "exit()")]
)
@pytest.mark.parametrize(("lang", "said"), [("en", "; what follows still ran"), ("zh", "；其后的内容照常运行")])
def test_where_the_file_stopped_it_is_said_that_the_rest_ran(handout, line, en, lang, said):  # noqa: F811
    (first, *_) = printed(check(handout, RIGHT + f"\n{line}\n", lang=lang), lang).splitlines()
    assert first.startswith("! ") and en in first and first.endswith(said) and "None" not in first


@pytest.mark.parametrize(("lang", "said"), [("en", "Did you mean total?"), ("zh", "是不是想写 total？")])
def test_of_a_mistyped_name_the_nearest_is_offered(handout, lang, said):  # noqa: F811
    source = RIGHT.replace("return x * x", "return totl(x)") + "\ndef total(x):\n    return x * x\n"
    assert said in printed(check(handout, source, lang=lang), lang)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "split_evenly takes (self, total, parts), and is called with 2: keep the parameters of the handout"),
        ("zh", "split_evenly 的参数是 (self, total, parts)，而调用时传入 2 个：请保留作业给出的参数"),
    ],
)
def test_a_changed_signature_is_told_once(handout, lang, said):  # noqa: F811
    source = RIGHT.replace("def split_evenly(", "def split_evenly(self, ")
    assert printed(check(handout, source, lang=lang), lang).count(said) == 1
