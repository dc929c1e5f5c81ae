"""The filter's program, run by a small interpreter of classic BPF: on both architectures."""

import platform
import struct

import pytest

from autograder.sandbox import seccomp

ALLOW, KILL = seccomp.ALLOW, seccomp.KILL
ARCHITECTURES = {"x86_64": 0, "aarch64": 1}


def instructions(code):
    return [struct.unpack_from("<HBBI", code, i) for i in range(0, len(code), 8)]


def decide(code, number, arch, *args):
    """What the kernel would answer to a system call."""
    data = struct.pack("<iIQ", number if number < 2**31 else number - 2**32, arch, 0)
    data += b"".join(struct.pack("<Q", arg % 2**64) for arg in (*args, *[0] * (6 - len(args))))
    program, at, accumulator = instructions(code), 0, 0
    while True:
        operation, yes, no, k = program[at]
        at += 1
        if operation == seccomp.LD:
            (accumulator,) = struct.unpack_from("<I", data, k)
        elif operation == seccomp.RET:
            return k
        else:
            taken = {
                seccomp.JEQ: accumulator == k,
                seccomp.JGE: accumulator >= k,
                seccomp.JSET: bool(accumulator & k),
            }[operation]
            at += yes if taken else no


@pytest.fixture(params=ARCHITECTURES)
def machine(request, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: request.param)
    return request.param


@pytest.fixture
def ask(machine):
    column, arch = ARCHITECTURES[machine], seccomp.AUDIT_ARCH[machine]

    def ask(call, *args, forking=False, asking=False):
        number = (
            call if isinstance(call, int) else (getattr(seccomp, call.upper(), None) or seccomp.CALLS[call])[column]
        )
        return decide(seccomp.program(forking, asking), number, arch, *args)

    return ask


def test_every_listed_call_is_allowed(ask, machine):
    for name, numbers in seccomp.CALLS.items():
        if numbers[ARCHITECTURES[machine]] is not None:
            assert ask(name) == ALLOW, name


def test_every_other_call_is_refused(ask, machine):
    column = ARCHITECTURES[machine]
    listed = {n[column] for n in seccomp.CALLS.values()}
    special = {
        getattr(seccomp, n)[column]
        for n in ("CLONE", "CLONE3", "PRLIMIT", "PRCTL", "IOCTL", "FCNTL", "FUTEX", "SECCOMP")
    }
    for number in set(range(600)) - listed - special:
        assert ask(number) == seccomp.ERRNO | seccomp.EPERM, number


def test_a_futex_is_heard_by_its_own_process_only(ask):
    wait, wake, private = 0, seccomp.FUTEX_WAKE, seccomp.FUTEX_PRIVATE
    assert ask("futex", 1, wait | private) == ask("futex", 1, wake | private) == ask("futex", 1, wake) == ALLOW
    for operation in (wait, 9, 3, 4, 5, 11, 9 | 256):  # also the ones with a clock or a bit set
        assert ask("futex", 1, operation) == seccomp.ERRNO | seccomp.EAGAIN


def test_another_architecture_is_killed(machine):
    for arch in (0x40000003, 0x40000028, 0xC00000B7 if machine == "x86_64" else 0xC000003E, 0):
        assert decide(seccomp.program(True), 0, arch) == KILL


def test_the_x32_numbers_are_killed(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    for number in (0x40000000, 0x40000000 + 59, 0x7FFFFFFF, 0xFFFFFFFF):
        assert decide(seccomp.program(False), number, seccomp.AUDIT_ARCH["x86_64"]) == KILL


def test_a_fork_is_for_a_submission_and_a_thread_for_everyone(ask):
    thread = 0x3D0F00
    for forking in (True, False):
        assert ask("clone", thread, forking=forking) == ALLOW
    assert ask("clone", seccomp.FORK_FLAGS, forking=True) == ALLOW
    assert ask("clone", seccomp.FORK_FLAGS, forking=True, asking=True) == seccomp.ASK
    assert ask("clone", thread, forking=True, asking=True) == ALLOW
    assert ask("clone", 17, forking=True, asking=True) == seccomp.ERRNO | seccomp.EPERM
    assert ask("clone", seccomp.FORK_FLAGS) != ALLOW
    assert ask("clone", 17, forking=True) != ALLOW


def test_no_flag_of_a_namespace_passes(ask):
    for flag in (0x80, *(1 << bit for bit in (17, 25, 26, 27, 28, 29, 30))):
        for forking in (True, False):
            assert ask("clone", seccomp.FORK_FLAGS | flag, forking=forking) != ALLOW
            assert ask("clone", seccomp.CLONE_THREAD | flag, forking=forking) != ALLOW or flag == 1 << 17


def test_clone3_is_said_not_to_exist(ask):
    assert ask("clone3") == seccomp.ERRNO | seccomp.ENOSYS


def test_limits_may_be_read_and_not_set(ask):
    assert ask("prlimit", 0, 7, 0) == ALLOW
    for pointer in (1, 1 << 32, 0x7FFF_0000_0000, 2**64 - 1):
        assert ask("prlimit", 0, 7, pointer) != ALLOW


def test_only_harmless_prctls_and_ioctls_pass(ask):
    assert ask("prctl", seccomp.PR_SET_NAME) == ALLOW
    for option in (1, 4, 22, 23, 24, 36, 38, 47):
        assert ask("prctl", option) != ALLOW
    assert ask("ioctl", 0, seccomp.TCGETS) == ALLOW
    for request in (0x5412, 0x540E, 0x541C, 0x8912):
        assert ask("ioctl", 0, request) == seccomp.ERRNO | seccomp.ENOTTY


def test_a_descriptor_may_be_looked_at_and_not_locked_or_owned(ask):
    assert ask("fcntl", 0, 1) == ALLOW
    for command in (5, 6, 7, 8, 9, 10, 15, 36, 37, 38, 1024, 1026, 1031, 1033):
        assert ask("fcntl", 0, command) != ALLOW


def test_only_a_submission_may_tighten_its_filter(ask):
    assert ask("seccomp", 1, 0, forking=True) == ALLOW
    assert ask("seccomp", 1, 8, forking=True) != ALLOW, "no listener: it would answer for the kernel"
    assert ask("seccomp", 1, 0) != ALLOW


DANGEROUS = {
    "ptrace": (101, 117), "execve": (59, 221), "execveat": (322, 281), "kill": (62, 129), "tkill": (200, 130),
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "mount": (165, 40), "unshare": (272, 97),
    "setns": (308, 268), "bpf": (321, 280), "keyctl": (250, 219), "memfd_create": (319, 279), "unlinkat": (263, 35),
    "mkdirat": (258, 34), "process_vm_readv": (310, 270), "pidfd_open": (434, 434), "io_uring_setup": (425, 425),
    "setsid": (112, 157), "setpgid": (109, 154), "setuid": (105, 146), "openat2": (437, 437), "truncate": (76, 45),
    "userfaultfd": (323, 282), "perf_event_open": (298, 241), "shmget": (29, 194), "inotify_init1": (294, 26),
}  # fmt: skip


@pytest.mark.parametrize("name", DANGEROUS)
def test_what_reaches_out_is_not_on_the_list(ask, machine, name):
    for forking in (True, False):
        assert ask(DANGEROUS[name][ARCHITECTURES[machine]], forking=forking) == seccomp.ERRNO | seccomp.EPERM


def test_the_program_is_of_a_size_that_the_kernel_takes(machine):
    assert 0 < len(instructions(seccomp.program(True))) <= 4096


def test_no_number_is_listed_twice(machine):
    column = ARCHITECTURES[machine]
    numbers = [n[column] for n in seccomp.CALLS.values() if n[column] is not None]
    assert len(numbers) == len(set(numbers))


def test_an_architecture_without_a_table_is_not_supported(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert not seccomp.supported()
