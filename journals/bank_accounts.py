"""The bank account that a new company starts with."""

from arclose.ledger.models import Company, LedgerAccount
from customers.company_setup.defaults import BANK
from journals.models import BankAccount

CODE, NAME = "BANK", "Bank"


def create_first_bank_account(company: Company) -> None:
    """Give a new company a bank account in its own currency, on the account of its chart; the IBAN comes in Setup."""
    BankAccount.objects.create(
        company=company,
        code=CODE,
        name=NAME,
        currency=company.accounting_currency,
        account=LedgerAccount.objects.get(company=company, number=BANK),
    )
