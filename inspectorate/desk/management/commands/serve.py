"""`manage.py serve`: the whole system as one process, for trials."""

import json
import os

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from inspectorate.celery import app as queue
from inspectorate.lib.oneprocess import bind, serve
from inspectorate.lib.preflight import apt_command, missing_libraries
from inspectorate.wsgi import application

ACCOUNTS = settings.BASE_DIR / ".run" / "accounts.json"  # written by `manage.py demo`: username, password, role


class Command(BaseCommand):
    """Web, worker and clock in one process on 127.0.0.1."""

    help = "Serve web, worker and clock from one process (trial mode)."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=None, help="default: 8000 or the next free port")
        parser.add_argument("--demo", action="store_true", help="first migrate and build the demonstration city")

    def handle(self, *args, host, port, demo, **options):
        if settings.IS_PRODUCTION:
            raise CommandError("serve is for trials: production runs gunicorn, worker and beat (docs/operations.md).")
        if demo:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("demo")
        try:
            server = bind(host, port)
        except OSError as error:
            raise CommandError(f"Port {port} is taken: {error}") from error
        address = f"http://{host}:{server.server_port}"
        if not os.environ.get("SITE_URL"):
            settings.SITE_URL = address  # links in mails and QR codes lead to where we really are
        serve(queue, application, server=server, on_ready=lambda: self.announce(address))

    def announce(self, address):
        """What a newcomer needs: where to go, and as whom."""
        self.stdout.write(f"\n  {address}/\n")
        if ACCOUNTS.exists():
            for account in json.loads(ACCOUNTS.read_text(encoding="utf-8")):
                self.stdout.write("  {username:<16} {password:<16} {role}".format(**account))
        if missing := missing_libraries():
            self.stdout.write(f"\n  PDF documents need: {apt_command(missing)}")
        self.stdout.write("\n  Ctrl-C: stop\n")
        self.stdout.flush()
