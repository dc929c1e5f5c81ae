# Clones that pretend to be threads: with a parent, a tracer, files or a namespace of their own, without memory in common.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
VM, FS, FILES, SIGHAND, PTRACE, VFORK, PARENT, THREAD = 0x100, 0x200, 0x400, 0x800, 0x2000, 0x4000, 0x8000, 0x10000
before = os.getpid()
for flags in (
    VM, VM | VFORK, VM | VFORK | 17, FILES | 17, FS | 17, PARENT | 17, PTRACE | 17, VM | SIGHAND, VM | SIGHAND | PARENT, THREAD,
    THREAD | VM, THREAD | SIGHAND, 0x10000000 | THREAD, 0x20000000 | THREAD | VM | SIGHAND, 0x40000000 | THREAD, 0x80 | THREAD,
):  # fmt: skip
    done = libc.syscall(56, flags, 0, 0, 0, 0)
    if done == 0 or os.getpid() != before:
        os._exit(0)
    if done > 0:
        raise SystemError(f"ESCAPED: clone with {flags:#x}")
