"""A mail server that catches everything, and can be absent, slow, choosy, or drop the line after taking a letter."""

import contextlib
import email
import socket
import threading
import time
from dataclasses import dataclass
from email.message import Message
from typing import BinaryIO

PROMPTS = {"EHLO": "250 drill", "HELO": "250 drill", "MAIL": "250 ok", "RSET": "250 ok", "NOOP": "250 ok"}
GOOD, SLOW, CHOOSY, DROPPING = "good", "slow", "choosy", "dropping"


@dataclass(frozen=True)
class Letter:
    """One letter that was taken."""

    to: str
    message_id: str
    text: str
    at: float


class MailServer:
    """SMTP on the loopback address, as much of it as a mail program uses."""

    def __init__(self, port: int) -> None:
        self.port, self.mode, self.refused, self.slowness = port, GOOD, "", 30.0
        self.letters: list[Letter] = []
        self.dropped = 0
        self._listener: socket.socket | None = None

    def open(self) -> None:
        """Begin to listen."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._listen, args=[self._listener], daemon=True).start()

    def close(self) -> None:
        """Be absent."""
        if self._listener:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None

    def _listen(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _address = listener.accept()
                threading.Thread(target=self._serve, args=[line], daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError), line, line.makefile("rwb") as talk:
            self._say(talk, "220 drill")
            to = ""
            while command := talk.readline().decode(errors="replace").strip():
                verb = command[:4].upper()
                if verb == "RCPT":
                    to = command.partition("<")[2].partition(">")[0]
                    self._say(talk, "550 no such person" if self._refuses(to) else "250 ok")
                elif verb == "DATA":
                    if not self._take(line, talk, to):
                        return
                elif verb == "QUIT":
                    self._say(talk, "221 bye")
                    return
                else:
                    self._say(talk, PROMPTS.get(verb, "500 unknown"))

    def _refuses(self, to: str) -> bool:
        return self.mode == CHOOSY and to == self.refused

    def _take(self, line: socket.socket, talk: BinaryIO, to: str) -> bool:
        self._say(talk, "354 go on")
        lines = []
        while (written := talk.readline()) not in {b".\r\n", b""}:
            lines.append(written)
        if self.mode == SLOW and self._hung_up(line):
            return False
        letter: Message = email.message_from_bytes(b"".join(lines))
        text = (letter.get_payload(decode=True) or b"").decode(errors="replace")
        self.letters.append(Letter(to, letter.get("Message-ID", ""), text, time.monotonic()))
        if self.mode == DROPPING:
            self.dropped += 1
            return False
        self._say(talk, "250 taken")
        return True

    def _hung_up(self, line: socket.socket) -> bool:
        """Take one's time; return whether the sender lost patience meanwhile."""
        time.sleep(self.slowness)
        line.settimeout(0)
        try:
            return line.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        finally:
            line.settimeout(None)

    @staticmethod
    def _say(talk: BinaryIO, words: str) -> None:
        talk.write(f"{words}\r\n".encode())
        talk.flush()
