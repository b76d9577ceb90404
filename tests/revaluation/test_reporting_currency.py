"""Where a company has a reporting currency, a run brings it to what is open at the rates of its date, to the cent."""

from datetime import date

import pytest
from django.db import transaction
from django.db.models import Sum

from arclose.ledger.models import Company, LedgerEntry
from arclose.ledger.outcomes import CannotPost
from revaluation.computing import compute_undo
from revaluation.screens.tables import state_of
from tests.builders import a_company, a_controller
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import findings
from tests.journals.payments import untaxed
from tests.revaluation.runs import Story, a_run, elsewhere, post, quote, undo
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)
UNREALIZED = ("8920", "4930")


@pytest.fixture
def company() -> Company:
    """Books in euros, reported in pounds: 0.80 of them on 5 October, 0.90 at its end, 0.85 in November."""
    made = a_company()
    Company.objects.filter(pk=made.pk).update(reporting_currency_id="GBP")
    for day, dollars, pounds in (("10-05", "1.25", "0.80"), ("10-31", "1.20", "0.90"), ("11-30", "1.25", "0.85")):
        quote(made, "USD", date.fromisoformat(f"2026-{day}"), dollars)
        quote(made, "GBP", date.fromisoformat(f"2026-{day}"), pounds)
    return Company.objects.get(pk=made.pk)


@pytest.fixture
def stories(company: Company) -> list[Story]:
    """1000 USD and 100 EUR are open: 800 and 100 euros, 640 and 80 pounds."""
    made = [Story(untaxed(company, currency_id=currency)) for currency in ("USD", "EUR")]
    for story, amount in zip(made, ("1000", "100"), strict=True):
        story.invoice(date(2026, 10, 5), amount)
    return made


def in_pounds(company: Company, *accounts: str, until: date = NOVEMBER) -> dict[str, str]:
    """Give what stands on accounts in reporting currency, by currency."""
    entries = LedgerEntry.objects.filter(company=company, account__number__in=accounts, posting_date__lte=until)
    summed = entries.order_by().values_list("currency").annotate(Sum("reporting_currency_amount"))
    return {currency: f"{amount:.2f}" for currency, amount in summed if amount}


def test_each_method_brings_pounds_to_where_it_brings_euros(company: Company, stories: list[Story]) -> None:
    # of the 110.00 on 31 October 30.00 are the translation of 33.33 euros; the others are in pounds alone
    for row in read_table(
        """
        day   | method       | vouchers | open in USD | open in EUR | unrealized in USD | unrealized in EUR
        10-31 | standard     | 2        | 750.00      | 90.00       | -110.00           | -10.00
        10-31 | standard     | 0        | 750.00      | 90.00       | -110.00           | -10.00
        11-30 | minimum      | 2        | 640.00      | 80.00       |                   |
        11-30 | standard     | 2        | 680.00      | 85.00       | -40.00            | -5.00
        11-30 | invoice_date | 2        | 640.00      | 80.00       |                   |
        """
    ):
        run = post(a_run(company, date.fromisoformat(f"2026-{row['day']}"), row["method"]))
        assert run.posting.vouchers.count() == int(row["vouchers"])
        for accounts, head in ((["1100"], "open in"), (UNREALIZED, "unrealized in")):
            found = in_pounds(company, *accounts)
            assert found == {code: row[f"{head} {code}"] for code in ("USD", "EUR") if row[f"{head} {code}"]}, row
    assert findings(company) == {}


def test_it_is_undone_with_its_run_and_refused_where_something_changed(company: Company, stories: list[Story]) -> None:
    run = a_run(company, OCTOBER)
    stories[1].invoice(date(2026, 10, 5), "50")
    with pytest.raises(CannotPost, match="worth in reporting currency is another amount: EUR"), transaction.atomic():
        post(run)
    run = post(a_run(company, OCTOBER))
    assert post(a_run(company, OCTOBER)).vouchers.count() == 0, "so it holds nothing back"
    later = post(a_run(company, NOVEMBER, currencies=["EUR"]))
    in_part = compute_undo(run=run, day=None, created_by=a_controller(company))
    visitor = Visitor(a_controller(company), company)
    page = text_of(visitor.get(f"revaluations/{in_part.pk}/"))
    assert "changed it since. Undo that run first to take it back too. EUR 1100 Trade receivables 15.00 GBP" in page
    post(in_part)
    assert in_pounds(company, "1100") == {"USD": "640.00", "EUR": "127.50"}
    assert state_of(run) == "partly_undone", "what the later run holds back stays"
    assert undo(later).line_count == 0
    undo(run)
    assert in_pounds(company, "1100") == {"USD": "640.00", "EUR": "120.00"}
    assert (state_of(run), in_pounds(company, *UNREALIZED)) == ("undone", {})
    page = text_of(visitor.get(f"revaluations/{run.pk}/"))
    assert "In reporting currency (GBP)" in page
    assert "USD 1100 Trade receivables 1,000.00 1.2 : 0.9 670.00 750.00 80.00" in page
    assert "EUR 1100 Trade receivables 150.00 1 : 0.9 120.00 135.00 15.00" in page
    assert findings(company) == {}
    of_one = a_run(company, NOVEMBER, customers=[stories[0].customer.pk])
    assert (of_one.line_count, of_one.reporting_values.count()) == (0, 0)
    assert in_part.reporting_values.count() == 1
    quote(company, "GBP", date(2026, 12, 20), "0.85")
    Company.objects.filter(pk=company.pk).update(rate_age_limit_days=3)
    unrated = a_run(Company.objects.get(pk=company.pk), date(2026, 12, 20))
    page = text_of(visitor.get(f"revaluations/{unrated.pk}/"))
    assert "EUR 1100 Trade receivables 150.00 1 : 0.85 120.00 127.50 7.50" in page
    assert "USD 1100 Trade receivables 1,000.00 stays as it is 640.00 640.00" in page
    assert "exchange rate of USD before 20 Dec 2026 is of 30 Nov 2026, more than 3 days earlier" in page
    assert "Look at the rate, then compute anew. USD 1100 Trade receivables 640.00 GBP" in page


def test_an_account_that_stays_as_it_is_is_named_with_the_reason(company: Company, stories: list[Story]) -> None:
    visitor, day = Visitor(a_controller(company), company), date(2026, 12, 20)
    for row in read_table(
        """
        method       | pounds | dollars | why                                                    | stays
        invoice_date |        |         | The last exchange rate of GBP before 20 Dec 2026 is of | EUR USD
        standard     |        |         | The last exchange rate of GBP before 20 Dec 2026 is of | EUR USD
        invoice_date | 0.85   |         |                                                        |
        standard     | 2e7    | 1e-7    | The rate makes more of it than the books can hold.     | USD
        """
    ):
        for code, units in (("GBP", row["pounds"]), ("USD", row["dollars"])):
            if units:
                quote(company, code, day, units)
        run = a_run(company, day, row["method"])
        page = text_of(visitor.get(f"revaluations/{run.pk}/"))
        stays = run.reporting_values.exclude(problem="").order_by("currency").values_list("currency", flat=True)
        assert (list(stays), row["why"] in page) == (row["stays"].split(), True), row
    quote(company, "GBP", day, "1e9")
    with pytest.raises(CannotPost, match="more of USD in reporting currency than the books can hold"):
        a_run(company, day)


def test_a_chosen_profile_gets_the_difference_in_pounds_too(company: Company, stories: list[Story]) -> None:
    post(a_run(company, OCTOBER, posting_profile=elsewhere(company)))
    assert in_pounds(company, "1100") == {"USD": "640.00", "EUR": "80.00"}
    assert in_pounds(company, "1197") == {"USD": "110.00", "EUR": "10.00"}
    assert a_run(company, OCTOBER, posting_profile=elsewhere(company)).vouchers.count() == 0
