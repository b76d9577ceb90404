"""Who works in the demo companies."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.auth.models import User

from arclose.access.models import Membership
from arclose.access.routes import Role
from arclose.ledger.models import Company


class Person(NamedTuple):
    """A demo user: what the password says is printed, so it protects nothing."""

    username: str
    first_name: str
    last_name: str
    role: str
    password: str


PEOPLE = (
    Person("clerk", "Carla", "de Klerk", Role.CLERK, "clerk-closes-2026"),
    Person("controller", "Coen", "Controle", Role.CONTROLLER, "controller-closes-2026"),
    Person("admin", "Ada", "Beheer", Role.ADMINISTRATOR, "admin-keeps-2026"),
    Person("auditor", "Otto", "Accountant", Role.AUDITOR, "auditor-reads-2026"),
)
_NAMES = [person.username for person in PEOPLE]


def create_people(*, with_passwords: bool) -> dict[str, User]:
    """Give the demo users by role, made where they are missing; somebody who is there keeps the password.

    Without passwords a new user cannot sign in until an administrator sets one.
    """
    return {person.role: _user(person, with_password=with_passwords) for person in PEOPLE}


def _user(person: Person, *, with_password: bool) -> User:
    known = User.objects.filter(username=person.username).first()
    return known or User.objects.create_user(
        person.username,
        password=person.password if with_password else None,
        first_name=person.first_name,
        last_name=person.last_name,
    )


def demo_users_with_known_passwords() -> list[str]:
    """Give the names of the demo users who can sign in with the password that is printed for them."""
    known = {user.username: user for user in User.objects.filter(is_active=True, username__in=_NAMES)}
    return [
        person.username
        for person in PEOPLE
        if person.username in known and known[person.username].check_password(person.password)
    ]


def admit(company: Company, users: dict[str, User], more: Sequence[tuple[str, str]] = ()) -> None:
    """Give each user the role in the company, and those of ``more`` a second one (role held, role added)."""
    granted = [(user, role) for role, user in users.items()] + [(users[held], added) for held, added in more]
    Membership.objects.bulk_create(Membership(user=user, company=company, role=role) for user, role in granted)
