"""Numbers of accounts and prefixes of series stay once the books use them: manifests and printed books name them."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from arclose.ledger.models import Company, LedgerAccount, NumberSeries
from tests.builders import a_company, a_customer, a_user, an_order
from tests.customers.posting import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


def test_an_account_that_was_posted_to_keeps_its_number(company: Company) -> None:
    posted(an_order(a_customer(company)))
    with pytest.raises(IntegrityError, match="keeps its number"):
        LedgerAccount.objects.filter(company=company, number="1100").update(number="1105")


@pytest.mark.parametrize(("number", "flag"), [("1100", False), ("8000", True)])
def test_a_subledger_neither_leaves_nor_takes_an_account_that_was_posted_to(
    company: Company, number: str, flag: bool
) -> None:
    posted(an_order(a_customer(company)))
    with pytest.raises(IntegrityError, match="whether a subledger keeps it"):
        LedgerAccount.objects.filter(company=company, number=number).update(is_control_account=flag)


def test_an_account_without_entries_may_be_renumbered(company: Company) -> None:
    posted(an_order(a_customer(company)))
    LedgerAccount.objects.filter(company=company, number="4920").update(number="4925")
    LedgerAccount.objects.filter(company=company, number="1100").update(name="Trade debtors")


def test_a_series_that_gave_out_a_number_keeps_its_prefix(company: Company) -> None:
    posted(an_order(a_customer(company)))
    with pytest.raises(IntegrityError, match="keeps its prefix"), transaction.atomic():
        NumberSeries.objects.filter(company=company, purpose="invoice").update(prefix="X")
    NumberSeries.objects.filter(company=company, purpose="credit_note").update(prefix="X")


@pytest.mark.parametrize(("number", "is_fixed"), [("1100", True), ("4920", False)])
def test_setup_shows_what_stays(company: Company, client: Client, number: str, is_fixed: bool) -> None:
    posted(an_order(a_customer(company)))
    client.force_login(a_user(company, "administrator"))
    account = LedgerAccount.objects.get(company=company, number=number)
    page = client.get(f"/admin/ledger/ledgeraccount/{account.pk}/change/")
    assert ('name="number"' not in page.content.decode()) is is_fixed
    assert ('name="is_control_account"' not in page.content.decode()) is is_fixed
