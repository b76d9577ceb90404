"""An e-mail server on loopback that keeps what it takes, and misbehaves for some recipients."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any


class _Server(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[EmailMessage] = []


class _Session(StreamRequestHandler):
    """Takes e-mails; refuses recipients named ``refused``, and hangs up on e-mails to ``vanish`` after it has them."""

    def handle(self) -> None:
        self._say("220 ready")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ", 1)[0].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
            if verb == "RCPT" and recipient.startswith("refused"):
                self._say("550 no such mailbox")
            elif verb == "DATA":
                self._say("354 go on")
                self._take()
                if recipient.startswith("vanish"):
                    return
                self._say("250 taken")
            else:
                self._say("221 bye" if verb == "QUIT" else "250 yes")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        server: Any = self.server
        server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def smtp_server(settings: Any) -> Iterator[list[EmailMessage]]:
    """Run the server, let the program send through it, and give what it takes."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        try:
            yield server.taken
        finally:
            server.shutdown()
            thread.join()
