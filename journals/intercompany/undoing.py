"""Take back in other companies what payments of one had settled there: with them, or none of it."""

from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth.models import User

from arclose.ledger.models import Company
from journals.intercompany.entries import DUE_FROM, PASSED_ON
from journals.intercompany.relations import MAY_TAKE_BACK, with_role
from journals.models import IntercompanyPayment
from journals.reversing import Beside, Sort

INTERCOMPANY_REVERSALS = "intercompany-reversals"
_TAKEN_BACK_THERE = Sort(DUE_FROM, INTERCOMPANY_REVERSALS, along=(PASSED_ON,))


def paid_in_others(company: Company, payments: Collection[int]) -> list[Beside]:
    """Give what posted payments of a company settled in others."""
    posted = IntercompanyPayment.objects.filter(
        paying_company=company, payment__in=set(payments), posting__isnull=False
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for pk, payment, there in posted.order_by("pk").values_list("pk", "payment", "company"):
        found[there][pk] = payment
    companies = Company.objects.in_bulk(found) if found else {}
    return [Beside(companies[pk], _TAKEN_BACK_THERE, found[pk], _without_role) for pk in sorted(found)]


def _without_role(company: Company, user: User) -> tuple[str, ...]:
    """Give who may not take anything back in a company, and which; nothing where they may."""
    may = with_role(user, MAY_TAKE_BACK).filter(company=company).exists()
    return () if may else (user.get_username(), company.code)
