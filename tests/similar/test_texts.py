"""Written answers: what a copy would change is gone, in Chinese as in English."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.similar.fingerprints import Index
from autograder.similar.texts import marked, plain, shingles

EN = "The likelihood of independent data is a product, so its logarithm is a sum; constants do not move the argmax."
ZH = "独立样本的似然是连乘，取对数之后就变成求和；与参数无关的常数不影响最大值点，因此可以去掉。"


@pytest.mark.parametrize("text", [EN, ZH])
def test_case_spaces_punctuation_and_full_width_forms_change_nothing(text):
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    for other in (text.upper(), text.replace(" ", "\n  "), text.replace(",", " -").replace("，", "。"), wide):
        assert shingles(other) == shingles(text)


@pytest.mark.parametrize("text", [EN, ZH])
def test_a_passage_is_found_in_another_answer_and_marked_there(text):
    other = f"Something before. {text[10:40]} And behind."
    shared = shingles(text) & shingles(other)
    (where, *_) = marked(other, shared)
    assert where[0] >= 16 and other[where[0] : where[1]] in text


@given(st.text())
def test_marks_stand_in_the_text(text):
    assert all(0 <= start < end <= len(text) for start, end in marked(text, shingles(text)))


@pytest.mark.parametrize("text", [EN * 4, ZH * 4])
def test_an_answer_with_some_words_changed_is_near_equal_and_another_is_not(text):
    rng, index = random.Random(1), Index()
    for i in range(30):
        index.add(f"other{i}", shingles("".join(rng.choices(sorted(set(text)), k=len(text)))))
    changed = list(text)
    for at in rng.sample(range(len(text)), len(text) // 60):
        changed[at] = "x"
    index.add("one", shingles(text))
    index.add("two", shingles("".join(changed)))
    assert list(index.pairs()) == [("one", "two")]
    assert index.likeness("one", "two").share > 0.5


def test_of_a_page_the_words_are_left():
    assert plain("<p>a &lt;b&gt; <em>c</em></p><ul><li>d</li></ul>") == "a <b> c\nd"
