"""A mail server for the tests: takes letters, refuses an address, drops the line after a letter, or answers slowly."""

import socketserver
import threading
import time
from email import message_from_string


class Session(socketserver.StreamRequestHandler):
    """One conversation of SMTP, as far as Django's client speaks it."""

    def handle(self):
        self.say("220 test")
        for line in iter(lambda: self.rfile.readline().decode().strip(), ""):
            verb = line.split(" ")[0].split(":")[0].upper()
            answer = self.answer(verb, line)
            if answer is None:
                return
            self.say(answer)

    def say(self, text):
        time.sleep(self.server.slowness)
        self.wfile.write(f"{text}\r\n".encode())

    def answer(self, verb, line):
        if verb == "RCPT" and any(word in line for word in self.server.refused):
            return "550 no such user"
        if verb == "DATA":
            return self.take()
        return None if verb == "QUIT" else "250 ok"

    def take(self):
        self.say("354 go on")
        lines = list(iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), "."))
        self.server.letters.append(message_from_string("\n".join(lines)))
        if self.server.drops > 0:  # taken, but the sender never hears so
            self.server.drops -= 1
            return None
        return "250 taken"


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of this host."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.letters, self.refused, self.drops, self.slowness = [], set(), 0, 0
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def ids(self):
        """Return the Message-IDs of what was taken."""
        return [letter["Message-ID"] for letter in self.letters]
