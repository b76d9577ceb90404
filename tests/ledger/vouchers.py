"""Vouchers made through the one door, without an app above the ledger."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.db import transaction
from django.db.models import CharField, DateField, SmallIntegerField, Value
from django.db.models.functions import Cast

from arclose.ledger import posting as ledger
from arclose.ledger.fields import AmountField
from arclose.ledger.models import Company, Currency, LedgerAccount, Voucher
from arclose.ledger.models.vouchers import PostingType
from tests.builders import a_controller

_SERIAL = count(1)
OCTOBER = date(2026, 10, 10)


def a_voucher(
    company: Company, *entries: tuple[str, str] | tuple[str, str, str], on: date = OCTOBER, text: str = "Voucher",
    currency: str = "EUR",
) -> Voucher:  # fmt: skip
    """Post a voucher; each entry is (account, amount) or (account, amount, amount in accounting currency)."""
    document = next(_SERIAL)
    rows = [_row(company, document, currency, *entry) for entry in entries or [("4800", "75.50"), ("1190", "-75.50")]]
    anchor = Currency.objects.filter(code=currency)
    with transaction.atomic():
        posting, _is_new = ledger.begin(
            company=company, kind="test", key=f"test{document}", fingerprint="", posted_by=a_controller(company)
        )
        ledger.write(
            posting=posting,
            contents=ledger.PostingSet(
                document_type="test",
                vouchers=anchor.values_list(
                    Value(document), Cast(Value(on), DateField()), Cast(Value(text), CharField())
                ),
                entries=[ledger.Entries(PostingType.LEDGER_JOURNAL, row) for row in rows],
            ),
        )
        ledger.seal(posting=posting)
    return Voucher.objects.get(company=company, document_type="test", document_id=document)


def _row(company: Company, document: int, currency: str, account: str, amount: str, accounting: str | None = None):
    amounts = [Value(Decimal(each), output_field=AmountField()) for each in (amount, accounting or amount)]
    return LedgerAccount.objects.filter(company=company, number=account).values_list(
        Value(document), "pk", Value(currency), *amounts, Cast(Value(None), SmallIntegerField())
    )
