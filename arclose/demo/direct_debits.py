"""How customers of the demo company pay, and a direct debit: one payment waits for an answer, one is on its way."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Sum
from stdnum import iban

from arclose.demo.refusing import expect_all
from arclose.ledger.models import Company, LedgerAccount, Voucher
from arclose.ledger.models.accounts import AccountType
from customers.models import Customer
from journals import acts
from journals.direct_debits.making import make_file
from journals.direct_debits.planning import plan
from journals.models import (
    BankAccount,
    BankStatus,
    CustomerBankAccount,
    CustomerMethod,
    Journal,
    JournalName,
    Mandate,
    MethodFee,
    MethodOfPayment,
    Payment,
)
from journals.models.direct_debits import MessageVersion
from journals.models.methods import AccountKind, FileFormat
from journals.models.payment_fees import ChargedTo
from journals.payments.bridging import clear_bridged, uncleared
from journals.payments.making import make_proposed
from journals.payments.paying import post_payments
from journals.payments.proposals import Terms
from journals.payments.proposing import propose
from journals.payments.statuses import change_bank_status

TRANSIT = "1210"
# The example of the standard.
CREDITOR_IDENTIFIER = "NL69ZZZ123456780000"
HOW_MANY = 5
TOLD, COLLECTED, SEEN = 16, 21, 23


def set_up_methods(company: Company) -> MethodOfPayment:
    """Make the methods of payment, and give the one by direct debit, with a few customers who pay so as a rule."""
    transit = LedgerAccount.objects.create(
        company=company, number=TRANSIT, name="Payments in transit", account_type=AccountType.ASSET
    )
    costs = LedgerAccount.objects.get(company=company, number="4000")
    debit = MethodOfPayment.objects.create(
        company=company,
        code="SDD",
        name="SEPA direct debit",
        bridging_account=transit,
        required_status=BankStatus.APPROVED,
        file_format=FileFormat.SEPA_DIRECT_DEBIT,
    )
    MethodOfPayment.objects.create(company=company, code="TRANSFER", name="Bank transfer")
    card = MethodOfPayment.objects.create(company=company, code="CARD", name="Card", bridging_account=transit)
    MethodFee.objects.create(
        company=company, method=card, name="Charges of the card", charged_to=ChargedTo.LEDGER, percent=Decimal("1.25"),
        account=costs,
    )  # fmt: skip
    MethodOfPayment.objects.create(
        company=company, code="COSTS", name="Set off against costs", account_kind=AccountKind.LEDGER, account=costs
    )
    for place, customer in enumerate(_who_owe(company), start=1):
        _sign(company, customer, place, debit)
    return debit


def _who_owe(company: Company) -> Sequence[Customer]:
    """Give the last domestic customers by number who owe something in the company's currency."""
    owing = Customer.objects.filter(
        company=company,
        country=company.country,
        currency=company.accounting_currency,
        is_blocked=False,
        open_transactions__currency=company.accounting_currency,
    )
    summed = owing.annotate(owed=Sum("open_transactions__transaction_currency_amount")).filter(owed__gt=0)
    return list(summed.order_by("-number")[:HOW_MANY])


def _sign(company: Company, customer: Customer, place: int, method: MethodOfPayment) -> None:
    number = f"INGB{place:010}"
    account = CustomerBankAccount.objects.create(
        company=company,
        customer=customer,
        iban=f"NL{iban.calc_check_digits(f'NL00{number}')}{number}",
        bic="INGBNL2A",
    )
    Mandate.objects.create(
        company=company,
        number=f"{company.code}-{customer.number}",
        customer=customer,
        bank_account=account,
        signed_date=date(2026, 7, 1),
    )
    CustomerMethod.objects.create(company=company, customer=customer, method=method)


def collect(company: Company, *, month: date, user: User) -> Journal:
    """Collect what these customers owe: one payment waits for the bank's answer, one is not on the bank account yet."""
    method = set_up_methods(company)
    account = BankAccount.objects.get(company=company, code="BANK")
    BankAccount.objects.filter(pk=account.pk).update(creditor_identifier=CREDITOR_IDENTIFIER)
    name = JournalName.objects.create(
        company=company, code="SDD", name="Direct debits", bank_account=account, method=method
    )
    journal = acts.begin_journal(
        company=company, name=name, text="Direct debit", created_by=user, key="demo direct debit"
    )
    terms = Terms(
        method=method,
        bank_account=account,
        until=date(month.year + 1, month.month, 1),
        earliest=month.replace(day=COLLECTED),
        payment_date=month.replace(day=COLLECTED),
    )
    seen = propose(company=company, terms=terms).fingerprint
    make_proposed(journal=journal, terms=terms, seen=seen, made_by=user, key="demo proposal")
    moment = datetime(month.year, month.month, TOLD, 9, 30)  # noqa: DTZ001 (as it stands in the file)
    make_file(
        journal=journal,
        version=MessageVersion.V08,
        moment=moment,
        seen=plan(journal=journal, today=moment.date(), made_by=user).fingerprint,
        made_by=user,
        key="demo direct debit file",
    )
    answered = list(Payment.objects.filter(journal=journal).order_by("pk").values_list("pk", flat=True))[:-1]
    change_bank_status(
        company=company, payments=answered, status=BankStatus.APPROVED, reason="as the bank says", changed_by=user
    )
    expect_all(post_payments(company=company, documents=answered, posted_by=user, key="demo direct debit posted"))
    _clear(company, month.replace(day=SEEN), user)
    return journal


def _clear(company: Company, day: date, user: User) -> None:
    """Clear what was seen on the bank account: all but one."""
    vouchers: Sequence[Voucher] = list(uncleared(company=company).order_by("pk"))[:-1]
    clear_bridged(
        company=company,
        vouchers=[one.pk for one in vouchers],
        day=day,
        text="Direct debit seen on the bank account",
        bank_line=None,
        cleared_by=user,
        key="demo clearing",
    )
