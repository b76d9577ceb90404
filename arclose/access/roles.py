"""The roles a person holds, asked by pages and by the command line alike."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from arclose.access.models import Membership
from arclose.access.routes import Role

if TYPE_CHECKING:
    from arclose.ledger.models import Company


class UnknownUser(Exception):
    """There is no active user of this name."""

    def __init__(self, username: str) -> None:
        """Take the name that was given."""
        self.username = username
        super().__init__(
            _("There is no active user “%(user)s”. Give the name that person signs in with.") % {"user": username}
        )


class RoleMissing(Exception):
    """The user holds none of the roles that this needs."""

    def __init__(self, *, username: str, company: str, needed: Collection[str], held: Collection[str]) -> None:
        """Take who, where, what it needs and what the user has."""
        super().__init__(username, company)
        self.username, self.company, self.needed, self.held = username, company, needed, held

    def __str__(self) -> str:
        """Say it in the active language."""
        text = _(
            "%(user)s may not do this in %(company)s: it takes the role %(needed)s, held: %(held)s."
            " An administrator grants roles in Setup."
        )
        held, needed = role_words(self.held), role_words(self.needed)
        return text % {"user": self.username, "company": self.company, "needed": needed, "held": held}


def role_words(roles: Collection[str]) -> str:
    """Give the roles in words, in their fixed order; “none” where there are none."""
    words = [str(role.label) for role in Role if role.value in roles]
    return _(" or ").join(words) or _("none")


def held_words(roles: Collection[str]) -> str:
    """Give the roles that somebody holds, one beside the other."""
    return ", ".join(str(role.label) for role in Role if role.value in roles)


def roles_of(*, user: Any, company: "Company") -> frozenset[str]:
    """Give the roles that the user holds in the company."""
    if not user.is_active:
        return frozenset()
    return frozenset(Membership.objects.filter(user=user, company=company).values_list("role", flat=True))


def somebody_else_is(role: Role, *, company: "Company", person: Any) -> bool:
    """Tell whether another active person holds a role in the company."""
    others = Membership.objects.filter(company=company, role=role, user__is_active=True).exclude(user=person)
    return others.exists()


def holders_of(role: Role, *, company: "Company") -> list[Any]:
    """Give the active users who hold a role in the company."""
    holders = Membership.objects.filter(company=company, role=role, user__is_active=True)
    return [holder.user for holder in holders.select_related("user").order_by("user")]


def user_named(username: str) -> Any:
    """Give the active user who signs in with this name.

    :raises UnknownUser: there is none.
    """
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise UnknownUser(username)
    return user


def require_role(*, user: Any, company: "Company", roles: Collection[str]) -> None:
    """Do nothing when the user holds one of the roles in the company.

    :raises RoleMissing: the user holds none of them.
    """
    held = roles_of(user=user, company=company)
    if held.isdisjoint(roles):
        raise RoleMissing(username=user.get_username(), company=company.code, needed=roles, held=held)
