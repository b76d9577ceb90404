"""Who is signed in, read together with the roles they hold."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from arclose.access.models import Membership


class PersonBackend(ModelBackend):
    """Reads whoever is signed in and their memberships in one statement, as every page needs both."""

    def get_user(self, user_id: int) -> User | None:
        """Give a person who may sign in; None: nobody."""
        held = list(_held_by(user_id).select_related("user"))
        if not held:
            return super().get_user(user_id)
        person = held[0].user
        person.memberships_held = held  # type: ignore[attr-defined]
        return person if self.user_can_authenticate(person) else None


def memberships_of(person: User | AnonymousUser) -> list[Membership]:
    """Give the memberships of a person with their companies, in order of these."""
    held: list[Membership] | None = getattr(person, "memberships_held", None)
    return list(_held_by(person.pk)) if held is None else held


def _held_by(user_id: int | None) -> "QuerySet[Membership]":
    return Membership.objects.filter(user=user_id).select_related("company").order_by("company__code", "pk")
