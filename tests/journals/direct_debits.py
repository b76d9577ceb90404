"""Short ways to mandates and payments by direct debit, for tests that look at what comes of them."""

from datetime import date, datetime
from itertools import count

from customers.models import Customer
from journals.direct_debits.making import make_file
from journals.direct_debits.planning import plan
from journals.models import BankAccount, CustomerBankAccount, DirectDebitFile, Journal, Mandate, MethodOfPayment
from journals.models.direct_debits import MessageVersion
from tests.journals.payments import a_journal, a_method

_SERIAL = count(1)
# The examples of their standards.
IBAN, OTHER_IBAN, CREDITOR = "NL91ABNA0417164300", "DE89370400440532013000", "DE98ZZZ09999999999"
MOMENT = datetime(2026, 10, 12, 9, 30)  # noqa: DTZ001 (as it stands in the file)


def a_mandate(customer: Customer, **values: object) -> Mandate:
    """Give a recurrent mandate, signed in January."""
    known = {"company": customer.company, "holder": "J. Müller & Söhne"}
    account, _is_new = CustomerBankAccount.objects.get_or_create(customer=customer, iban=OTHER_IBAN, defaults=known)
    usual = {"number": f"MND-{next(_SERIAL)}", "bank_account": account, "signed_date": date(2026, 1, 5)}
    return Mandate.objects.create(company=customer.company, customer=customer, **{**usual, **values})


def by_direct_debit(customer: Customer, **values: object) -> tuple[Journal, MethodOfPayment]:
    """Give a journal, and a method by which its payments are collected."""
    company = customer.company
    BankAccount.objects.filter(company=company, code="BANK").update(iban=IBAN, creditor_identifier=CREDITOR)
    return a_journal(company), a_method(company, file_format="sepa_direct_debit", **values)


def a_file(journal: Journal, version: str = "pain.008.001.08", key: str = "") -> DirectDebitFile:
    """Give the file of what can be collected of a journal on the 12th of October."""
    seen = plan(journal=journal, today=MOMENT.date(), made_by=journal.created_by).fingerprint
    return make_file(
        journal=journal,
        version=MessageVersion(version),
        moment=MOMENT,
        seen=seen,
        made_by=journal.created_by,
        key=key or f"file{next(_SERIAL)}",
    )
