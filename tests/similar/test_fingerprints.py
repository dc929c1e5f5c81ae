"""Winnowing keeps its promise, and an index tells what few have from what everybody has."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.similar.fingerprints import FEW, Index, K, W, clusters, hashes, rarity, spans, winnow

words = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@given(words, words, words, words, st.lists(st.sampled_from("abcdefgh"), min_size=K + W - 1, max_size=30))
def test_what_k_and_w_less_one_have_in_common_is_found_wherever_it_stands(a, b, c, d, common):
    assert winnow(a + common + b).keys() & winnow(c + common + d).keys()


@given(words)
def test_of_every_window_the_smallest_hash_is_kept_and_no_other(said):
    values, found = hashes(said), {start for where in winnow(said).values() for start, _ in where}
    windows = [range(i, min(i + W, len(values))) for i in range(max(1, len(values) - W + 1))] if values else []
    assert found == {max(w, key=lambda i: (-values[i], i)) for w in windows}


@given(words)
def test_equal_hashes_are_equal_tokens(said):
    for (i, a), (j, b) in combinations(enumerate(hashes(said)), 2):
        assert (a == b) == (said[i : i + K] == said[j : j + K])


def test_fewer_than_k_tokens_have_no_fingerprint():
    assert winnow(["a"] * (K - 1)) == {} and len(winnow(["a"] * K)) == 1


@given(st.integers(2, 2000), st.integers(1, 2000))
def test_the_rarer_the_more_it_says(of, count):
    if count < of:
        assert 0 <= rarity(count + 1, of) <= rarity(count, of) <= 1
    assert rarity(2, of) == 1 and (of == 2 or rarity(of, of) == 0)


@given(st.dictionaries(st.sampled_from("pqrstuvwxyz"), st.frozensets(st.integers(0, 30)), min_size=2))
def test_a_likeness_is_the_same_from_both_sides_and_whole_with_oneself(held):
    index = Index()
    for name, found in held.items():
        index.add(name, found)
    for a, b in combinations(held, 2):
        one, other = index.likeness(a, b), index.likeness(b, a)
        assert one == other and 0 <= one.share <= 1 + 1e-9 and one.shared <= held[a] & held[b]
        if held[a] == held[b] and one.rare:
            assert one.share == pytest.approx(1)


def test_what_everybody_has_makes_no_pair_and_counts_nothing():
    index = Index()
    for i in range(30):
        index.add(f"s{i:02}", [*range(20), *(100 * i + j for j in range(1, 11))])
    index.add("copy", [*range(20), *(500 + j for j in range(1, 11))])
    assert list(index.pairs()) == [("copy", "s05")]
    assert index.likeness("copy", "s05").share == pytest.approx(1)
    assert index.likeness("s01", "s02").rare == 0


def test_a_large_class_that_has_the_same_makes_no_pair_of_everybody():
    index = Index()
    for i in range(10 * FEW):
        index.add(f"s{i}", [f"{i % 5} {j}" for j in range(50)])
    assert list(index.pairs()) == []


def test_who_hangs_together_is_a_group_the_largest_first():
    assert clusters([("a", "b"), ("x", "y"), ("c", "b"), ("d", "c")]) == [["a", "b", "c", "d"], ["x", "y"]]


@given(st.dictionaries(st.integers(0, 5), st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=4)))
def test_joined_spans_cover_the_same_and_do_not_touch(found):
    at = {one: [(start, start + length) for start, length in where] for one, where in found.items()}
    joined = spans(at, at)
    assert {i for start, end in joined for i in range(start, end)} == {
        i for where in at.values() for start, end in where for i in range(start, end)
    }
    assert all(end < start for (_, end), (start, _) in pairwise(joined))
