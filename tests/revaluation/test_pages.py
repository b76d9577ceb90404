"""The pages of revaluation: compute, look, post, undo; each leads on, and a run of another company is not there."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from urllib.error import URLError
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from arclose.access.models import Membership, Role
from arclose.batch import kinds, runner
from arclose.batch.jobs import submit
from arclose.batch.models import Job
from arclose.ledger.closing import change_status
from arclose.ledger.models import Company, ExchangeRate, FiscalPeriod
from arclose.ledger.reference import ecb
from customers.models import Customer, CustomerBalance
from revaluation.computing import Asked
from revaluation.jobs import COMPUTE, LAST_MONTH, POST, as_stored, asked_of
from revaluation.models import Method, Run
from tests.builders import a_clerk, a_company, a_controller
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of
from tests.customers.test_setup_pages import imported
from tests.journals.payments import untaxed
from tests.revaluation.runs import Story, a_run, post, quote, standing

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 31)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def story(company: Company) -> Story:
    made = Story(untaxed(company, currency_id="USD"))
    quote(company, "USD", date(2026, 10, 5), "1.25")
    made.invoice(date(2026, 10, 5), "1000")
    quote(company, "USD", OCTOBER, "1.20")
    return made


def test_a_run_is_computed_looked_at_posted_and_undone(
    story: Story, company: Company, django_assert_max_num_queries
) -> None:
    visitor = Visitor(a_controller(company), company)
    assert "No revaluation yet" in text_of(visitor.get("revaluations/"))
    refused = visitor.post("revaluations/new/", method="standard", considered_date="31/10", customers="X9")
    assert refused.status_code == 422
    assert "There is no customer X9." in refused.content.decode()

    wanted = {"method": "standard", "considered_date": "2026-10-31", "customers": "", "key": page_key(9)}
    visitor.post("revaluations/new/", **wanted)
    page = visitor.post("revaluations/new/", **wanted)
    run = Run.objects.get(company=company)
    said = text_of(page)
    for wanted in (f"RV-{run.pk}", "Preview", "1.2", "31 Oct 2026", "ECB", "33.33", "Unrealized gain".lower()):
        assert wanted in said, wanted
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        visitor.get(f"revaluations/{run.pk}/")
    for query, told in (
        ("export=csv", f"{story.invoices[0].number},"),
        ("export=csv&columns=rate&columns=published&columns=source", ",0.83333333,2026-10-31,ECB"),
        ("export=csv&columns=original_rate", ",0.8\r"),
        ("sums=csv&by=customer", ",1,800.00,0.00,33.33,33.33"),
    ):
        csv = b"".join(visitor.get(f"revaluations/{run.pk}/?{query}").streaming_content).decode()
        assert told in csv, (query, csv)

    visitor.post(f"revaluations/{run.pk}/anew/")
    second = Run.objects.latest("pk")
    assert "Both adjust every document alike." in text_of(
        visitor.get(f"revaluations/{second.pk}/compare/?other={run.pk}")
    )
    visitor.post(f"revaluations/{run.pk}/delete/")
    assert [row.pk for row in Run.objects.all()] == [second.pk]

    assert "is posted" in text_of(visitor.post(f"revaluations/{second.pk}/post/", key=page_key(1)))
    assert "was posted before" in text_of(visitor.post(f"revaluations/{second.pk}/post/", key=page_key(2)))
    explained = text_of(visitor.get(f"revaluations/transactions/{story.invoices[0].customer_transaction.pk}/"))
    assert "1,000.00 USD × 1 / 1.2 (ECB, 31 Oct 2026) − 800.00 ( 800.00 / 1,000.00" in explained.replace(
        "(800", "( 800"
    )
    second.refresh_from_db()
    voucher = second.posting.vouchers.get()
    back = visitor.get(f"revaluations/vouchers/{voucher.document_id}/")
    assert back.url.endswith(f"/revaluations/{second.pk}/")

    visitor.typed_the_password_just_now()
    for _twice in range(2):
        visitor.post(f"revaluations/{second.pk}/undo/", day="2026-10-31", note="wrong rate", key=page_key(8))
    undoing = Run.objects.get(undoes=second)
    visitor.post(f"revaluations/{undoing.pk}/post/", key=page_key(3))
    assert standing(company) == 0
    assert "Undone" in text_of(visitor.get(f"revaluations/{second.pk}/"))
    explained = text_of(visitor.get(f"revaluations/transactions/{story.invoices[0].customer_transaction.pk}/"))
    assert "Back to what stood before, for what was open : 1,000.00 USD" in explained.replace("open:", "open :")
    timeline = r"Revalued EUR 33.33 31 Oct 2026 .* Revaluation undone EUR −33.33 31 Oct 2026"
    assert re.search(timeline, text_of(visitor.get(f"invoices/{story.invoices[0].pk}/")))
    assert re.search("At original rates.*800.00", text_of(visitor.get("revaluations/exposure/")))


def test_setup_says_why_a_rate_that_a_posted_run_used_stays(story: Story, company: Company, client: Client) -> None:
    post(a_run(company, OCTOBER))
    rate = ExchangeRate.objects.get(currency="USD", rate_date=OCTOBER)
    client.force_login(User.objects.create_superuser("root", password="correct horse battery"))
    rates = "/admin/ledger/exchangerate/"
    typed = {"rate_type": rate.rate_type_id, "currency": "USD", "rate_date": "2026-10-31", "units_per_base": "1.375"}
    chosen = {"action": "delete_selected", "_selected_action": [rate.pk], "post": "yes"}
    said = [
        text_of(client.post(page, values))
        for page, values in (
            (f"{rates}{rate.pk}/change/", typed),
            (f"{rates}{rate.pk}/delete/", {"post": "yes"}),
            (f"{rates}?rate_date__year=2026&rate_date__month=10&rate_date__day=31", chosen),
        )
    ]
    assert ["A posted revaluation used this rate, so it stays" in page for page in said] == [True] * 3
    assert 'value="1.375"' in client.post(f"{rates}{rate.pk}/change/", typed).content.decode()
    rate.refresh_from_db()
    assert rate.units_per_base == Decimal("1.2")
    lines = ["rate_type,currency,rate_date,units_per_base", "ECB,USD,2026-10-31,1.375", "ECB,USD,2026-10-30,1.21"]
    told = text_of(imported(client, *lines, page=rates))
    assert "A posted revaluation used this rate, so it stays" in told
    assert not ExchangeRate.objects.filter(currency="USD", rate_date=date(2026, 10, 30), units_per_base="1.21").exists()
    unused = ExchangeRate.objects.exclude(pk=rate.pk).filter(currency="USD", rate_date__lt=date(2026, 10, 5)).first()
    assert client.post(rates, {**chosen, "_selected_action": [unused.pk]}).status_code == 302
    assert not ExchangeRate.objects.filter(pk=unused.pk).exists()


def test_what_changed_since_stands_on_the_page(story: Story, company: Company) -> None:
    visitor = Visitor(a_clerk(company), company)
    customers = Customer.objects.filter(company=company)
    customers.update(currency=company.accounting_currency)
    settled = {"customer": customers[0], "currency_id": "GBP", "is_debit": True, "month": None}
    nothing = {"transaction_currency_amount": 0, "accounting_currency_amount": 0}
    CustomerBalance.objects.create(company=company, **settled, **nothing)
    asked = visitor.get("revaluations/new/").content.decode()
    offered = [f'<option value="{currency}">' in asked for currency in ("USD", "GBP")]
    assert offered == [True, False]  # USD is owed, though nobody buys in it
    visitor.post("revaluations/new/", method="standard", considered_date="2026-10-31", customers="")
    run = Run.objects.get(company=company)
    story.invoice(date(2026, 10, 5), "10")
    said = text_of(visitor.post(f"revaluations/{run.pk}/post/", key=page_key(1)))
    assert f"1 document was posted: {story.invoices[-1].number}." in said


def test_a_run_without_anything_stands_beside_another(story: Story, company: Company) -> None:
    Story(untaxed(company, currency_id="USD")).invoice(date(2026, 10, 5), "500")
    visitor = Visitor(a_clerk(company), company)
    for day in ("2026-10-31", "2026-10-01"):
        visitor.post("revaluations/new/", method="standard", considered_date=day, customers="")
    run, empty = Run.objects.order_by("pk")
    assert "Total 2 1,200.00 \N{EN DASH} 50.00 50.00" in text_of(visitor.get(f"revaluations/{run.pk}/?by=customer"))
    assert "Nothing was left out" in text_of(visitor.get(f"revaluations/{run.pk}/left-out/"))
    said = text_of(visitor.get(f"revaluations/{empty.pk}/compare/?other={run.pk}"))
    assert "USD 1.2 : 1 \N{EN DASH} 50.00 \N{EN DASH}" in said
    beside = visitor.get(f"revaluations/{empty.pk}/compare/?other={run.pk}&export=csv")
    assert b",33.33,,-33.33" in b"".join(beside.streaming_content)


def test_what_is_left_out_stands_by_reason_and_as_a_list(story: Story, company: Company) -> None:
    ExchangeRate.objects.filter(currency="USD", rate_date__gte=date(2026, 10, 6)).delete()
    Company.objects.filter(pk=company.pk).update(rate_age_limit_days=3)
    run = a_run(Company.objects.get(pk=company.pk), OCTOBER)
    visitor = Visitor(a_clerk(company), company)
    said = text_of(visitor.get(f"revaluations/{run.pk}/"))
    assert "There is no rate that may be used. USD USD 1 1,000.00 Fetch or enter the rate, then compute anew." in said
    page = f"revaluations/{run.pk}/left-out/"
    assert story.invoices[0].number in text_of(visitor.get(f"{page}?reason=no_rate&currency=USD"))
    assert "Nothing matches this filter" in text_of(visitor.get(f"{page}?reason=not_monetary"))
    csv = b"".join(visitor.get(f"{page}?export=csv").streaming_content).decode()
    assert ",USD,1000.00,There is no rate that may be used. USD" in csv


def test_runs_of_another_company_are_not_there(story: Story, company: Company) -> None:
    other = Visitor(a_controller(a_company()), a_company())
    own = Visitor(a_controller(company), company)
    own.post("revaluations/new/", method="standard", considered_date="2026-10-31", customers="")
    run = Run.objects.get(company=company)
    alone = text_of(own.get(f"revaluations/{run.pk}/compare/"))
    assert ("There is no other run yet." in alone, "Compare with" in alone) == (True, False)
    visitor = Visitor(a_controller(elsewhere := a_company()), elsewhere)
    for page in (
        f"{run.pk}/",
        f"{run.pk}/compare/",
        f"{run.pk}/left-out/",
        f"transactions/{run.adjustment_set.lines.get().transaction_id}/",
    ):
        assert visitor.get(f"revaluations/{page}").status_code == 404
    for page in ("post", "job", "anew", "delete"):
        assert visitor.post(f"revaluations/{run.pk}/{page}/").status_code == 404
    assert other.get("revaluations/").status_code in (302, 404)


def packed(lines: str) -> BytesIO:
    """Give rates as the bank packs them."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("eurofxref-hist.csv", lines)
    file.seek(0)
    return file


def test_rates_are_fetched_or_entered_with_who_and_when(story: Story, company: Company, monkeypatch) -> None:
    controller = a_controller(company)
    visitor = Visitor(controller, company)
    assert "covered" in text_of(visitor.get("revaluations/rates/"))
    answers = {
        "cannot be reached": lambda *_args, **_more: (_ for _ in ()).throw(URLError("no route")),
        "is no file of rates": lambda *_args, **_more: BytesIO(b"<html>"),
        "1 rate is new, the last of 30 Dec 2026": lambda *_args, **_more: packed(
            "Date,USD,KWD,\n2026-12-30,N/A,0.35,\n"
        ),
    }
    for number, (said, answer) in enumerate(answers.items()):
        monkeypatch.setattr(ecb, "urlopen", answer)
        visitor.post("revaluations/rates/import/", key=page_key(number))
        job = worked(Job.objects.latest("pk"))
        assert said in text_of(visitor.get(f"jobs/{job.pk}/"))
    for units, said in (
        ("0", "A rate is above zero."),
        ("-1", "A rate is above zero."),
        ("1.3", "has a rate on that day"),
    ):
        page = visitor.post("revaluations/rates/enter/", currency="USD", rate_date="2026-10-31", units=units)
        assert page.status_code == 422
        assert said in page.content.decode()
    assert "is kept" in text_of(
        visitor.post("revaluations/rates/enter/", currency="USD", rate_date="2026-10-25", units="1.21")
    )
    kept = ExchangeRate.objects.get(currency="USD", rate_date=date(2026, 10, 25))
    assert (kept.entered_by, kept.units_per_base) == (controller, Decimal("1.21"))


def worked(job: Job) -> Job:
    while runner.take_one(job_id=job.pk):
        pass
    job.refresh_from_db()
    return job


def test_a_job_computes_and_another_posts(story: Story, company: Company) -> None:
    visitor = Visitor(a_clerk(company), company)
    values = {"method": "standard", "considered_date": "2026-10-31", "customers": "", "key": page_key(1), "job": "1"}
    visitor.post("revaluations/new/", **values)
    job = worked(Job.objects.get(tasks__kind=COMPUTE))
    run = Run.objects.get(company=company)
    visitor.post(f"revaluations/{run.pk}/job/", key=page_key(2))
    worked(Job.objects.get(tasks__kind=POST))
    assert standing(company) == Decimal("33.33")
    assert "waits as a preview" in text_of(visitor.get(f"jobs/{job.pk}/"))
    back = as_stored(Asked(method=Method.INVOICE_DATE, considered_date=OCTOBER), posts=True)
    of_job = {"company": company, "kind": COMPUTE, "submitted_by": job.submitted_by, "documents": None}
    posting = submit(description="Back", key="back", parameters=back, **of_job)
    worked(posting)
    assert standing(company) == 0
    assert "is posted: lines 1" in text_of(visitor.get(f"jobs/{posting.pk}/"))
    assert kinds.get(COMPUTE).task_form is not None
    for runs_on, considered in (
        ("2026-10-31", "2026-10-31"), ("2026-11-01", "2026-10-31"), ("2028-02-29", "2028-02-29"),
        ("2027-01-15", "2026-12-31"),
    ):  # fmt: skip
        asked = asked_of(company, {"method": "standard", "day": LAST_MONTH}, date.fromisoformat(runs_on))
        assert (asked.considered_date, asked.rates_on) == (date.fromisoformat(considered),) * 2, runs_on


def test_a_job_is_submitted_in_each_company_that_is_chosen(company: Company) -> None:
    clerk, other = a_clerk(company), a_company()
    Membership.objects.create(user=clerk, company=other, role=Role.CLERK)
    values = {"method": "standard", "considered_date": "2026-10-31", "customers": "", "companies": other.pk, "job": "1"}
    page = Visitor(clerk, company).post("revaluations/new/", key=page_key(1), **values)
    job = Job.objects.get(company=other, tasks__kind=COMPUTE)
    assert f"Job {job.pk} computes the revaluation of {other.code}." in text_of(page)
    assert Job.objects.filter(company=company, tasks__kind=COMPUTE).count() == 1
    october = FiscalPeriod.objects.get(company=other, name="2026-10")
    change_status(period=october, status="on_hold", changed_by=a_controller(other))
    del values["job"]
    page = Visitor(clerk, company).post("revaluations/new/", key=page_key(2), **values)
    assert f"{other.code}: 31 Oct 2026 lies in no open period." in text_of(page)
    assert Run.objects.get().company == company


def test_the_command_line_revalues(story: Story, company: Company, capsys) -> None:
    clerk = a_clerk(company)
    values = {"company": company.code, "user": clerk.username}
    call_command("revalue", on=OCTOBER, post=True, **values)
    assert "1 lines, 0 left out, posted" in capsys.readouterr().out
    with pytest.raises(CommandError, match="still to come"):
        call_command("revalue", on=date(2030, 1, 31), **values)
