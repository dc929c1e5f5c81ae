# Opens a socket of every family and kind: network, vsock, netlink, packet, bluetooth, alg.
import socket

for family in range(48):
    for kind in (1, 2, 3, 4, 5, 10):
        for protocol in (0, 1, 6, 17, 255):
            try:
                socket.socket(family, kind, protocol).close()
            except OSError:
                continue
            raise SystemError(f"ESCAPED: a socket of family {family}, kind {kind}")
try:
    socket.socketpair()
except OSError:
    pass
else:
    raise SystemError("ESCAPED: a socket pair")
