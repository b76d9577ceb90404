"""How the wholesaler asks for what is overdue: a reminder, a second one, and a last one with a fee."""

from decimal import Decimal

from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.models.accounts import AccountType
from customers.models import CollectionLetterCode, CollectionLetterFee, CollectionSequence

_ACCOUNT = "8960"
# Name, days after the due date or the letter before, fee; none asks for less than the minimum.
_LETTERS = (("Reminder", 7, 0), ("Second reminder", 14, 0), ("Final notice", 10, 40))
_MINIMUM = Decimal(25)


def agree_on_letters(company: Company) -> None:
    """Make the usual sequence of collection letters of a company; the fee is compensation, so it has no tax."""
    account = LedgerAccount.objects.create(
        company=company, number=_ACCOUNT, name="Fees of collection letters", account_type=AccountType.REVENUE
    )
    sequence = CollectionSequence.objects.create(
        company=company, code="USUAL", name="Usual letters", fee_account=account, is_usual=True
    )
    codes = CollectionLetterCode.objects.bulk_create(
        CollectionLetterCode(company=company, sequence=sequence, number=number, name=name, days=days)
        for number, (name, days, _fee) in enumerate(_LETTERS, 1)
    )
    CollectionLetterFee.objects.bulk_create(
        CollectionLetterFee(
            company=company,
            letter_code=code,
            currency_id=company.accounting_currency_id,
            minimum_amount=_MINIMUM,
            fee_amount=fee,
        )
        for code, (_name, _days, fee) in zip(codes, _LETTERS, strict=True)
    )
