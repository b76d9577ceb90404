"""Who sees a journal: everybody in the company, unless its name keeps it to its maker or to controllers."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from arclose.access.routes import Role
from arclose.ledger.models import Company
from journals.models import Journal, JournalPrivacy


def hidden_journals(*, company: Company, user: User, roles: Collection[str]) -> "QuerySet[Journal]":
    """Give the journals that somebody with these roles does not see. An auditor sees all of them."""
    rows = Journal.objects.filter(company=company).exclude(created_by=user)
    if Role.AUDITOR in roles:
        return rows.none()
    kept = Q(name__private_to=JournalPrivacy.MAKER)
    if Role.CONTROLLER not in roles:
        kept |= Q(name__private_to=JournalPrivacy.CONTROLLERS)
    return rows.filter(kept)
