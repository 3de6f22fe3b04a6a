"""A small mail server of the tests' own on loopback, and what tests of notices begin with."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from qa.db import db
from qa.notices.models import NOTICE, NOW, Notice, NoticeMail
from qa.people.models import User
from tests import cast as people


def told(user: User) -> tuple[int, int]:
    """A notice of somebody, with its mail in the outbox. Returns their ids."""
    mail = NoticeMail(
        user_id=user.id,
        what=NOTICE,
        made_at=people.NOW,
        next_at=people.NOW,
        problem="SMTPConnectError",
    )
    notice = Notice(
        user_id=user.id,
        kind="assigned",
        subject_kind="draws",
        subject_id=1,
        values={"count": 3, "due": None},
        made_at=people.NOW,
        how=NOW,
        mail=mail,
    )
    db.session.add(notice)
    db.session.flush()
    return notice.id, mail.id


class Post:
    """What came to the mail server, and what it answers: `answers` maps a command to the next lines
    to say instead of yes."""

    def __init__(self) -> None:
        self.port = 0
        self.came: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.connections = self.covered = 0
        self.answers: dict[str, list[str]] = {}

    @property
    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.came]

    def says(self, command: str, usual: str) -> str:
        """The next answer to a command."""
        waiting = self.answers.get(command)
        return waiting.pop(0) if waiting else usual


@contextmanager
def mail_server(*, tls: ssl.SSLContext | None = None, at_once: bool = False) -> Iterator[Post]:
    """A mail server on a free port of loopback. `tls`: it offers STARTTLS, or speaks TLS from the
    first byte (`at_once`)."""
    post = Post()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            post.connections += 1
            if tls is not None and at_once:
                self.cover(tls)
            sender, to = "", list[str]()
            self.say(post.says("CONNECT", "220 tests"))
            while line := self.rfile.readline().decode().strip():
                command, _, rest = line.partition(" ")
                command = command.upper()
                if command == "EHLO":
                    offered = "250-STARTTLS\r\n" if tls is not None and not post.covered else ""
                    self.say(f"250-tests\r\n{offered}250-AUTH PLAIN\r\n250 8BITMIME")
                elif command == "STARTTLS" and tls is not None:
                    self.say("220 go on")
                    self.cover(tls)
                elif command == "MAIL":
                    sender, to = rest, []
                    self.say(post.says("MAIL", "250 ok"))
                elif command == "RCPT":
                    answer = post.says("RCPT", "250 ok")
                    to += [rest] if answer.startswith("250") else []
                    self.say(answer)
                elif command == "DATA":
                    self.say("354 go on")
                    answer = post.says("DATA", "250 taken")
                    data = b"".join(iter(self.rfile.readline, b".\r\n"))
                    if answer.startswith("250"):
                        post.came.append(
                            message_from_bytes(data.replace(b"\r\n..", b"\r\n."), policy=default)
                        )  # type: ignore[arg-type]
                        post.envelopes.append((sender, to))
                    self.say(answer)
                elif command == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say(post.says(command, "250 ok"))

        def say(self, text: str) -> None:
            self.connection.sendall(text.encode() + b"\r\n")

        def finish(self) -> None:
            super().finish()
            self.connection.close()

        def cover(self, context: ssl.SSLContext) -> None:
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile.close()
            self.rfile = self.connection.makefile("rb")
            post.covered += 1

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

        def handle_error(self, *_rest: Any) -> None:
            """A client that went away is no failure of the test."""

    with Server(("127.0.0.1", 0), Handler) as server:
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield post
        server.shutdown()
        thread.join()
