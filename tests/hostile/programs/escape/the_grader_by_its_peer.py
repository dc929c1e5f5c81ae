# Gets a descriptor of the grader's process from the socket (SO_PEERPIDFD) and uses it.
import ctypes
import os
import socket
import struct

libc = ctypes.CDLL(None, use_errno=True)
sock = socket.socket(fileno=os.dup(3))
try:
    (peer,) = struct.unpack("i", sock.getsockopt(socket.SOL_SOCKET, 77, 4))
except OSError:
    peer = 3
for name, arguments in {
    "pidfd_send_signal": (424, peer, 9, 0, 0), "pidfd_getfd": (438, peer, 0, 0), "setns": (308, peer, 0x20000000),
    "process_madvise": (440, peer, bytes(16), 1, 21, 0), "process_mrelease": (448, peer, 0),
}.items():  # fmt: skip
    if libc.syscall(*arguments) >= 0:
        raise SystemError(f"ESCAPED: {name}")
for request in range(0xFF00, 0xFF10):
    if libc.ioctl(peer, request, 0) >= 0:
        raise SystemError(f"ESCAPED: a namespace by ioctl {request:#x}")
