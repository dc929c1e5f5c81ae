# Uses the socket that it has for more: connect, bind, listen, shutdown, accept, options, sending to addresses.
import ctypes
import socket

libc = ctypes.CDLL(None, use_errno=True)
address = b"\x01\x00\x00hostile"
internet = b"\x02\x00\x00\x16\x7f\x00\x00\x01" + bytes(8)
calls = {
    "connect": (42, 3, internet, 16), "connect unix": (42, 3, address, len(address)), "bind": (49, 3, address, len(address)),
    "listen": (50, 3, 8), "accept": (43, 3, 0, 0), "accept4": (288, 3, 0, 0, 0), "shutdown": (48, 3, 2),
    "setsockopt": (54, 3, 1, 9, bytes(4), 4), "sendto": (44, 3, b"x", 0, 0, internet, 16),
    "sendmmsg": (307, 3, bytes(64), 0, 0),
}  # fmt: skip
for name, arguments in calls.items():
    if libc.syscall(*arguments) >= 0 and name != "sendto":
        raise SystemError(f"ESCAPED: {name}")
