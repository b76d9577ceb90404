"""What parts of payments mark in other companies, and what they come to, as expressions over them."""

from decimal import Decimal

from django.db.models import Case, Exists, F, OuterRef, Subquery, Sum, When
from django.db.models.functions import Coalesce

from arclose.ledger.fields import AmountField
from customers.models import Mark
from journals.intercompany.entries import DUE_FROM

_MARKS = Mark.objects.filter(company=OuterRef("company"), document_type=DUE_FROM, document_id=OuterRef("pk"))
# What a part marks, in the currency that it settles.
SETTLED = Coalesce(
    Subquery(_MARKS.order_by().values("document_id").annotate(sum=Sum("amount")).values("sum")),
    Decimal(0),
    output_field=AmountField(),
)
# What a part comes to: what it marks, or spends on what it marks in another currency, and what settles nothing.
COMES_TO = Case(
    When(Exists(_MARKS), settled_currency__isnull=False, then=F("amount")),
    default=F("on_account_amount") + SETTLED,
    output_field=AmountField(),
)
