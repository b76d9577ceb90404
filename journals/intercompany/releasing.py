"""Let go of what payments of other companies hold in this one."""

from collections import defaultdict
from collections.abc import Collection

from django.contrib.auth.models import User

from arclose.ledger.models import Company
from journals.entering import keep_or_let_go
from journals.models import IntercompanyPayment


def keep_or_let_go_elsewhere(company: Company, parts: Collection[int], released_by: User) -> dict[int, str]:
    """Say which payments of other companies keep what they hold in this one, and why, by what they settle here."""
    rows = IntercompanyPayment.objects.filter(company=company, pk__in=parts).select_related("paying_company")
    of_company: dict[Company, dict[int, int]] = defaultdict(dict)
    for one in rows.order_by("paying_company", "pk"):
        of_company[one.paying_company][one.pk] = one.payment_id
    kept: dict[int, str] = {}
    for paid, payments in of_company.items():
        reasons = keep_or_let_go(paid, set(payments.values()), released_by)
        kept |= {pk: f"{paid} {reasons[payment]}" for pk, payment in payments.items() if payment in reasons}
    return kept
