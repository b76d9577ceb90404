"""Bank accounts of a company in Setup: numbers that are right, a ledger account of their own."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from arclose.access.routes import Role
from arclose.ledger.models import Company, LedgerAccount
from journals.models import BankAccount
from tests.builders import a_company, a_user
from tests.customers.pages import text_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/journals/bankaccount/"


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def savings(company) -> LedgerAccount:
    return company.accounts.create(number="1010", name="Savings", account_type="asset")


def typed(company: Company, account: LedgerAccount, **values: str) -> dict[str, object]:
    usual = {"code": "SAVE", "name": "Savings", "iban": "nl91 abna 0417 1643 00", "bic": "abnanl2a", "currency": "EUR"}
    return {"company": company.pk, "account": account.pk, "is_active": "on", "account_number": "", **usual, **values}


@pytest.fixture
def setup(company) -> Client:
    client = Client()
    client.force_login(a_user(company, Role.ADMINISTRATOR))
    return client


def test_a_new_company_has_one_in_its_own_currency(company):
    [account] = BankAccount.objects.filter(company=company)
    assert (account.code, account.currency_id, account.account.number, account.iban) == ("BANK", "EUR", "1000", "")


def test_it_keeps_numbers_without_spaces_and_finds_them_however_they_are_typed(setup, company, savings):
    assert setup.post(f"{PAGE}add/", typed(company, savings)).status_code == 302
    kept = BankAccount.objects.get(iban="NL91 ABNA 0417 1643 00")
    assert (kept.iban, kept.bic, kept.shown_number) == ("NL91ABNA0417164300", "ABNANL2A", "NL91 ABNA 0417 1643 00")


# ledger account | what else is typed | what is said
REFUSED = [
    ("1010", {"iban": "NL91ABNA0417164301", "bic": "ABNA"}, ["“NL91ABNA0417164301” is no IBAN", "“ABNA” is no BIC"]),
    ("1000", {}, ["This ledger account belongs to another bank account."]),
    ("1100", {}, ["1100 Trade receivables is a control account"]),
    ("4000", {}, ["4000 General expenses is no account of the balance sheet"]),
    ("1010", {"code": "BANK"}, ["already exists"]),
]


def test_it_refuses_wrong_numbers_and_accounts_at_the_field(setup, company, savings):
    for number, values, reasons in REFUSED:
        said = text_of(setup.post(f"{PAGE}add/", typed(company, company.accounts.get(number=number), **values)))
        assert [reason for reason in reasons if reason not in said] == [], (number, values)


def test_no_two_share_a_ledger_account_or_number_whatever_asks(company, savings):
    first = BankAccount.objects.get(company=company)
    first.iban = "NL91ABNA0417164300"
    first.save()
    for account, iban in ((first.account, ""), (savings, "NL91ABNA0417164300")):
        with pytest.raises(IntegrityError), transaction.atomic():
            BankAccount.objects.create(
                company=company, code="TWO", name="Two", currency=first.currency, account=account, iban=iban
            )
    foreign = a_company().accounts.get(number="1000")
    with pytest.raises(IntegrityError), transaction.atomic():
        BankAccount.objects.create(company=company, code="TWO", name="Two", currency=first.currency, account=foreign)


def test_changing_one_to_what_another_has_is_refused_by_name(company, savings):
    other = BankAccount.objects.create(
        company=company, code="SAVE", name="Savings", currency=company.accounting_currency, account=savings
    )
    other.account = company.accounts.get(number="1000")
    with pytest.raises(ValidationError, match="belongs to another bank account"):
        other.full_clean()


def test_a_changed_one_is_refused_what_another_has_at_the_form(setup, company, savings):
    setup.post(f"{PAGE}add/", typed(company, savings))
    kept = BankAccount.objects.get(code="SAVE")
    answer = setup.post(f"{PAGE}{kept.pk}/change/", typed(company, company.accounts.get(number="1000")))
    assert "This ledger account belongs to another bank account." in text_of(answer)
