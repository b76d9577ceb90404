"""The general vouchers of the demo company: rent, bank charges, and receipts that pass a clearing account."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arclose.access.models import Membership
from arclose.access.routes import Role
from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import AccountType
from journals.acts import begin_journal
from journals.models import GeneralVoucher, GeneralVoucherLine, Journal, JournalName, JournalType

# Accounts of a new company, and the one that is created here.
BANK, EXPENSES, CLEARING = "1000", "4000", "1290"


class Draft(NamedTuple):
    """A voucher of one debit and one credit, dated on a day of its month."""

    name: str
    day: int
    text: str
    debit: str
    credit: str
    amount: Decimal


MONTHLY = (
    Draft("rent", 1, "Rent of the warehouse", EXPENSES, BANK, Decimal("4250.00")),
    Draft("bank", 28, "Bank charges", EXPENSES, BANK, Decimal("86.35")),
)
RECEIPT = Draft("receipt", 20, "Receipt without a reference", BANK, CLEARING, Decimal("1250.00"))
ASSIGNED = Draft("assigned", 27, "Receipt of the 20th: refund of the insurer", CLEARING, EXPENSES, Decimal("1250.00"))


def create_clearing_account(company: Company) -> LedgerAccount:
    """Create the account on which receipts wait until somebody knows whose they are."""
    return LedgerAccount.objects.create(
        company=company,
        number=CLEARING,
        name="Receipts to be assigned",
        account_type=AccountType.LIABILITY,
        is_clearing_account=True,
    )


def _journal(company: Company, *, month: date) -> Journal:
    """Give the general journal of a month: everything in the demo company that no document makes stands in it."""
    clerk = Membership.objects.filter(company=company, role=Role.CLERK).select_related("user")[0].user
    name = JournalName.objects.get(company=company, journal_type=JournalType.GENERAL)
    key = f"demo {month:%Y-%m}"
    return begin_journal(company=company, name=name, text=f"{month:%Y-%m}", created_by=clerk, key=key)


def create_voucher(company: Company, *, month: date, draft: Draft) -> GeneralVoucher:
    """Create an open voucher of a draft, in accounting currency, in the month that begins on a day."""
    voucher = GeneralVoucher.objects.create(
        company=company,
        journal=_journal(company, month=month),
        number=f"GV-{month:%Y%m}-{draft.name}",
        voucher_date=month.replace(day=draft.day),
        text=draft.text,
        currency_id=company.accounting_currency_id,
        source="demo",
    )
    accounts = dict(LedgerAccount.objects.filter(company=company).values_list("number", "pk"))
    GeneralVoucherLine.objects.bulk_create(
        GeneralVoucherLine(
            company=company,
            voucher=voucher,
            line_number=place,
            account_id=accounts[account],
            amount=amount,
            currency=voucher.currency,
        )
        for place, (account, amount) in enumerate([(draft.debit, draft.amount), (draft.credit, -draft.amount)], start=1)
    )
    return voucher
