"""`manage.py first_admin`: the first holder of an administrator's or the director's post (T83)."""
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.urls import reverse

from inspectorate.register.models import Area, Organization
from inspectorate.register.states import Role
from inspectorate.register.workflow import first_admin
from inspectorate.register.workflow.accounts import FIRST_ROLES
from inspectorate.trail.workflow import Refusal


class Command(BaseCommand):
    help = (
        "Create the first system, security or audit administrator or the director of an office, and print a "
        "one-time link with which this person sets a password. Nothing else creates an account on a new system."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("--role", default=Role.SYSTEM_ADMIN.value, choices=sorted(FIRST_ROLES))
        parser.add_argument("--area", required=True, help="GB/T 2260 code of the office's area, e.g. 231000")
        parser.add_argument("--organization", default=settings.SITE_OFFICE, help="name of the office")

    def handle(self, *args, username, name, role, area, organization, **options):
        home = self.office(area, organization)
        try:
            code = first_admin(username=username, name=name, role=role, organization=home)
        except Refusal as refused:
            raise CommandError(str(refused)) from refused
        address = settings.SITE_URL.rstrip("/") + reverse("set-password")
        self.stdout.write(f"{name} ({username}), {Role(role).label}, {home.name}")
        self.stdout.write(f"One-time link, valid once:\n{address}#{code}")

    def office(self, area, name):
        """The office, made where it is not there yet; its area must have been loaded."""
        found = Area.objects.filter(code=area).first()
        if found is None:
            message = f"Area {area} is unknown. Load the administrative divisions first."
            raise CommandError(message)
        office, _is_new = Organization.objects.get_or_create(
            area=found, name=name, valid_to=None,
            defaults={"kind": Organization.Kind.INSPECTORATE, **found.scope},
        )
        return office
