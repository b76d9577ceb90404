"""Runs posted at the same moment, a hold beside one, and one that dies in the middle: each is whole or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.closing import change_status
from arclose.ledger.models import FiscalPeriod
from arclose.ledger.outcomes import CannotPost, Outcome
from revaluation import posting
from revaluation.models import Run
from tests.builders import a_clerk, a_company, a_controller
from tests.customers.posting import findings
from tests.imports.test_imports_at_once import in_threads
from tests.journals.payments import untaxed
from tests.revaluation.runs import Story, a_run, counted, quote, standing

pytestmark = pytest.mark.django_db(transaction=True)
OCTOBER = date(2026, 10, 31)


@pytest.fixture
def story() -> Story:
    company = a_company()
    made = Story(untaxed(company, currency_id="USD"))
    quote(company, "USD", date(2026, 10, 5), "1.25")
    made.invoice(date(2026, 10, 5), "1000")
    quote(company, "USD", OCTOBER, "1.20")
    return made


def posted(run: Run, key: str) -> Outcome | CannotPost:
    try:
        return posting.post_run(company=run.company, run=run.pk, posted_by=run.created_by, key=key)
    except CannotPost as error:
        return error


def test_runs_posted_at_once_post_one(story, monkeypatch):
    company = story.company
    first, second = a_run(company, OCTOBER), a_run(company, OCTOBER)
    with monkeypatch.context() as dying:
        dying.setattr(posting.subledger, "close_subledger", lambda **_values: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            posted(first, "dies")
    assert (counted(), standing(company)) == (0, 0)
    found = in_threads(*[lambda key=key: posted(first, key) for key in "abc"], lambda: posted(second, "d"))
    assert sum(isinstance(one, Outcome) and bool(one.posted) for one in found) == 1
    assert standing(company) == Decimal("33.33")
    assert counted() == 1
    assert findings(company) == {}


def test_runs_of_what_is_paid_posted_at_once_post_one(story):
    story.pay(date(2026, 11, 3), "1000")
    runs = [a_run(story.company, OCTOBER) for _ in range(2)]
    found = in_threads(*[lambda run=run: posted(run, f"run{run.pk}") for run in runs])
    assert sorted(isinstance(one, Outcome) for one in found) == [False, True]
    assert counted() == 2
    assert findings(story.company) == {}


def test_a_hold_beside_a_run_leaves_it_whole_or_refused(story):
    company = story.company
    run, period = a_run(company, OCTOBER), FiscalPeriod.objects.get(company=company, name="2026-10")
    controller, _clerk = a_controller(company), a_clerk(company)
    found, _held = in_threads(
        lambda: posted(run, "a"), lambda: change_status(period=period, status="on_hold", changed_by=controller)
    )
    run.refresh_from_db()
    assert isinstance(found, Outcome) == (run.posting_id is not None) == bool(standing(company))
    assert findings(company) == {}


def test_a_payment_beside_a_run_takes_its_share_back_or_is_seen(story):
    company = story.company
    run = a_run(company, OCTOBER)
    found, _paid = in_threads(lambda: posted(run, "a"), lambda: story.pay(date(2026, 11, 3), "400"))
    run.refresh_from_db()
    assert isinstance(found, Outcome) == (run.posting_id is not None)
    assert standing(company) == (Decimal("20.00") if run.posting_id else 0)
    assert findings(company) == {}
