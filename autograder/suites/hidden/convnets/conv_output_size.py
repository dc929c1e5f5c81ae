"""Oracle: the window is moved until it no longer fits, and the positions are counted."""

from otter.test_files import test_case

from autograder.checks import assert_count, seeded

OK_FORMAT = False
name = "conv_output_size_hidden"


def positions(size, kernel, stride, padding):
    return len(range(-padding, size + padding - kernel + 1, stride))


def check(conv_output_size, size, kernel, stride, padding):
    got = conv_output_size(size, kernel, stride, padding)
    assert_count(got, positions(size, kernel, stride, padding), "output size")


@test_case(name="stride 1, no padding", points=1, hidden=True)
@seeded
def test_plain(conv_output_size, rng):
    for kernel, least in ((2, 10), (3, 20), (5, 30)):
        check(conv_output_size, int(rng.integers(least, least + 7)), kernel, 1, 0)


@test_case(name="with padding", points=1, hidden=True)
@seeded
def test_padding(conv_output_size, rng):
    for padding, kernel, least in ((1, 4, 10), (2, 7, 20), (3, 4, 30)):
        check(conv_output_size, int(rng.integers(least, least + 7)), kernel, 1, padding)
    size = int(rng.integers(10, 20))
    check(conv_output_size, size, 4, 1, 2)  # half a kernel, an even one: one more than the input


@test_case(name="a stride and padding together", points=0.5, hidden=True)
@seeded
def test_stride_and_padding(conv_output_size, rng):
    for stride, kernel, padding, moves in zip((3, 2, 4), (5, 3, 7), (1, 2, 1), rng.permutation([4, 5, 6, 7, 8])):
        check(conv_output_size, int(moves) * stride + kernel - 2 * padding, kernel, stride, padding)


@test_case(name="windows that touch, with padding", points=0.25, hidden=True)
@seeded
def test_touching(conv_output_size, rng):
    for kernel in (4, 6):  # one window more than without padding
        check(conv_output_size, int(rng.integers(4, 9)) * kernel, kernel, kernel, kernel // 2)


@test_case(name="a stride longer than the input, and windows in the padding alone", points=0.25, hidden=True)
@seeded
def test_far(conv_output_size, rng):
    size = int(rng.integers(4, 9))
    check(conv_output_size, size, size, 2 * size, size)
    check(conv_output_size, 3 * size + 1, 2, 3, 5)


@test_case(name="a stride that divides evenly", points=0.5, hidden=True)
@seeded
def test_even_stride(conv_output_size, rng):
    for stride, moves in zip((2, 3, 4), rng.permutation([4, 5, 6, 7, 8])):
        kernel = int(rng.integers(2, 6))
        check(conv_output_size, int(moves) * stride + kernel, kernel, stride, 0)


@test_case(name="a stride with every remainder", points=1.75, hidden=True)
@seeded
def test_remainders(conv_output_size, rng):
    for stride, moves in zip((2, 3, 5), rng.permutation([4, 5, 6, 7, 8])):
        kernel = int(rng.integers(2, 6))
        for remainder in range(1, stride):
            check(conv_output_size, int(moves) * stride + remainder + kernel, kernel, stride, 0)


@test_case(name="a kernel as long as the input, or as the padded one", points=0.75, hidden=True)
@seeded
def test_whole_input(conv_output_size, rng):
    size, stride = int(rng.integers(3, 12)), int(rng.integers(2, 5))
    check(conv_output_size, size, size, stride, 0)
    check(conv_output_size, size, size + 4, stride, 2)
    check(conv_output_size, size, size, 1, 2)  # these with more than one position
    check(conv_output_size, size, size + 1, 1, 2)
