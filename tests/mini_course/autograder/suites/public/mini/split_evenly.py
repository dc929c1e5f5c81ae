from otter.test_files import test_case

from autograder.checks.public import failure, say

OK_FORMAT = False
name = "split_evenly"


@test_case(name="public: seven into three", points=0, hidden=False)
def test_seven(split_evenly):
    got = split_evenly(7, 3)
    assert list(got) == [3, 2, 2], say(f"got {got}, expected [3, 2, 2]", f"得到 {got}，应为 [3, 2, 2]")


@test_case(name="public: no part is an error", points=0, hidden=False)
def test_no_part(split_evenly):
    try:
        split_evenly(7, 0)
    except ValueError:
        return
    raise failure("expected ValueError for 0 parts, got a result", "0 份应抛出 ValueError，却有返回值")
