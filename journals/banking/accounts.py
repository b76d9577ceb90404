"""The bank account that a new company starts with, and the journal in which its payments are entered."""

from arclose.ledger.models import Company, LedgerAccount
from customers.company_setup.defaults import BANK
from journals.models import BankAccount, JournalName, JournalType

CODE, NAME = "BANK", "Bank"
GENERAL_CODE, GENERAL_NAME = "GEN", "General"


def create_first_bank_account(company: Company) -> None:
    """Give a new company a bank account in its own currency, on the account of its chart; the IBAN comes in Setup.

    Its payments are entered in journals of the same name, and other vouchers in general journals.
    """
    account = BankAccount.objects.create(
        company=company,
        code=CODE,
        name=NAME,
        currency=company.accounting_currency,
        account=LedgerAccount.objects.get(company=company, number=BANK),
    )
    JournalName.objects.create(company=company, code=CODE, name=NAME, bank_account=account)
    JournalName.objects.create(company=company, code=GENERAL_CODE, name=GENERAL_NAME, journal_type=JournalType.GENERAL)
