"""The Runtime API over one kept-alive socket. `http.client` would cost more to load than the rest of the bootstrap."""

import _socket
import os

from workbench_json import dumps

_RUNTIME = "/2018-06-01/runtime"


class RuntimeClient:
    """One kept-alive socket. The process ends when it closes: then the service is gone."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.host = address
        self.socket = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        self.socket.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        self.socket.connect((host, int(port)))
        self.received = b""

    def next(self):
        _, headers, body = self.request("GET", "/invocation/next")
        return headers, body

    def respond(self, request_id, body, content_type):
        return self.request("POST", "/invocation/%s/response" % request_id, body, {"Content-Type": content_type})[0]

    def fail(self, path, error):
        headers = {
            "Content-Type": "application/vnd.aws.lambda.error+json",
            "Lambda-Runtime-Function-Error-Type": error["errorType"].encode("ascii", "replace").decode(),
        }
        return self.request("POST", path, dumps(error).encode(), headers)[0]

    def request(self, method, path, body=b"", headers=None):
        lines = ["%s %s%s HTTP/1.1" % (method, _RUNTIME, path), "Host: " + self.host]
        if method == "POST":
            lines.append("Content-Length: %d" % len(body))
        lines.extend("%s: %s" % field for field in (headers or {}).items())
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)
        return self.answer()

    def answer(self):
        while True:
            head, separator, _ = self.received.partition(b"\r\n\r\n")
            if separator:
                break
            self.receive()
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            # Header values travel as bytes; the client context is JSON in UTF-8.
            headers[name.lower()] = value.strip().encode("latin-1").decode("utf-8", "replace")
        start = len(head) + 4
        end = start + int(headers.get("content-length", 0))
        if len(self.received) < end:
            chunks, missing = [self.received], end - len(self.received)
            while missing > 0:
                chunks.append(self.receive_chunk())
                missing -= len(chunks[-1])
            self.received = b"".join(chunks)
        body, self.received = self.received[start:end], self.received[end:]
        return int(status.split(" ")[1]), headers, body

    def receive(self):
        self.received += self.receive_chunk()

    def receive_chunk(self):
        chunk = self.socket.recv(1 << 18)
        if not chunk:
            os._exit(1)
        return chunk
