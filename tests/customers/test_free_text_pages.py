"""The pages of free text invoices: entered, refused beside what was typed, changed, posted now or as a job."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from arclose.batch import runner
from arclose.batch.models import Job, JobState
from arclose.checklist.checks import all_left, named
from arclose.ledger.models import Company, FiscalPeriod
from customers.jobs import post_free_text
from customers.models import (
    AccountTaxDefault,
    ChargeCode,
    CreditReason,
    Customer,
    DistributionTemplate,
    DistributionTemplateLine,
    FreeTextChange,
    FreeTextInvoice,
    Invoice,
    ItemTaxGroup,
    SalesParameters,
)
from customers.screens import free_text_entry, free_text_posting
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_free_text_invoice, a_user
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.pdf_reading import with_letterhead
from tests.ecsales.lists import a_list, an_eu_customer, declares, reported

pytestmark = pytest.mark.django_db
APPROVALS = "free-text-approvals"


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


def typed(company: Company, **values: str) -> dict[str, str]:
    customer = values.pop("customer", "") or a_customer(company).number
    line = {"description": "Annual service", "account": "8100", "quantity": "2", "unit_price": "50", "amount": "",
            "distribution": ""}  # fmt: skip
    lines = {f"lines-0-{name}": values.pop(name, value) for name, value in line.items()}
    return {
        "key": page_key(1), "customer": customer, "invoice_date": "15-10-2026", "lines-TOTAL_FORMS": "2",
        "lines-INITIAL_FORMS": "0", "lines-0-item_type": "service", "lines-1-item_type": "service", **lines, **values,
    }  # fmt: skip


def test_it_is_entered_shown_and_posted(company: Company, clerk: Visitor) -> None:
    only_amount = typed(company, amount="99,95", quantity="", unit_price="", supply_date="30-9-2026")
    wrong_year = clerk.post("free-text/new/", **only_amount | {"supply_date": "30-9-2025"})
    assert "The supply lies more than a year before the invoice" in text_of(wrong_year)
    refused = text_of(clerk.post("free-text/new/", **only_amount | {"lines-0-amount": ""}))
    beyond = {"lines-0-quantity": "0.0001", "lines-0-amount": "99999999999"}
    assert "The price that makes this amount is too large" in text_of(
        clerk.post("free-text/new/", **only_amount | beyond)
    )
    assert all(f"Line 1, {name}: This field is required" in refused for name in ("Quantity", "Price"))
    shown = text_of(clerk.post("free-text/new/", **only_amount))
    document = FreeTextInvoice.objects.get()
    assert (document.net_amount, "Annual service" in shown, "99.95" in shown) == (Decimal("99.95"), True, True)
    assert "Date of supply 30 Sep 2026" in shown
    assert document.lines.values_list("quantity", "unit_price").get() == (1, Decimal("99.95"))
    page = clerk.get(f"free-text/{document.pk}/")
    posted = text_of(clerk.post("free-text/post/", selected=document.pk, key=value_of(page, "key")))
    assert "1 invoice is posted. INV2026-000001" in posted
    assert "Credit or correct" in posted
    assert "Posted as invoice INV2026-000001" in posted
    invoice = text_of(clerk.get(f"invoices/{Invoice.objects.get().pk}/"))
    assert "Annual service" in invoice
    assert clerk.get(f"invoices/{Invoice.objects.get().pk}/pdf").status_code == 200
    assert "INV2026-000001" in text_of(clerk.get("free-text/"))
    assert "INV2026-000001" in clerk.get("free-text/?export=csv").getvalue().decode()


def test_its_head_is_distributed_over_its_lines_and_charges_come_on_top(company: Company, clerk: Visitor) -> None:
    tax_group = ItemTaxGroup.objects.get(company=company, code="STD")
    usual = {"company": company, "account": company.accounts.get(number="8810"), "item_tax_group": tax_group}
    ChargeCode.objects.create(code="FREIGHT", name="Freight", value=Decimal("12.50"), **usual)
    ChargeCode.objects.create(code="FEE", name="Fee", value=3, is_percent=True, **usual)
    profile = company.posting_profiles.get()
    form = typed(company, account="", posting_profile=profile.code) | {
        "lines-1-description": "Goods", "lines-1-account": "8100", "lines-1-amount": "50",
        "charges-TOTAL_FORMS": "3", "charges-INITIAL_FORMS": "0", "charges-0-charge_code": "FREIGHT",
        "charges-1-charge_code": "FEE", "charges-1-value": "2.125", "distribution": "8100 60; 8000 40",
    }  # fmt: skip
    assert "All lines are distributed by percentages" in text_of(clerk.post("free-text/new/", **form))
    form |= {"distribution": "8100 60%; 8000 40%", "lines-1-account": ""}
    for value in ("99999999999", "-9999999"):
        assert "more than the books can hold" in text_of(
            clerk.post("free-text/new/", **form | {"charges-1-value": value})
        )
    shown = text_of(clerk.post("free-text/new/", **form))
    document = FreeTextInvoice.objects.get()
    rows = document.lines.order_by("line_number").values_list("description", "amount", "charge_percent")
    assert list(rows) == [
        ("Annual service", 100, None), ("Goods", 50, None), ("Freight", Decimal("12.50"), None),
        ("Fee", Decimal("3.19"), Decimal("2.125")),
    ]  # fmt: skip
    assert shown.count("(60 %)") == 2
    page = clerk.get(f"free-text/{document.pk}/change/")
    names = ("distribution", "lines-0-distribution", "charges-0-value", "charges-1-charge_code", "charges-1-value")
    found = [value_of(page, name) if f'name="{name}" value' in page.content.decode() else "" for name in names]
    assert found == ["8100 60%; 8000 40%", "", "12.5", "FEE", "2.125"]
    assert [document.posting_profile, document.changes.get().changed_by] == [profile, clerk.user]


def test_a_controller_approves_what_was_looked_at_on_the_list_or_its_page(company: Company, clerk: Visitor) -> None:
    SalesParameters.objects.update_or_create(company=company, defaults={"approves_free_text": True})
    [own, other, changed] = [a_free_text_invoice(a_customer(company)) for _n in range(3)]
    controller = Visitor(a_controller(company), company)
    FreeTextChange.objects.create(company=company, document=own, changed_by=controller.user)
    assert "Approve" not in text_of(clerk.get(f"free-text/{other.pk}/"))
    assert clerk.post("free-text/approve/", selected=other.pk).status_code == 403
    page = controller.get("free-text/?unapproved=on")
    assert str(other) in text_of(page)
    FreeTextInvoice.objects.filter(pk=changed.pk).update(version=2)
    versions = {f"version-{one.pk}": value_of(page, f"version-{one.pk}") for one in (own, other, changed)}
    assert "tick the invoices" in text_of(controller.post("free-text/approve/", selection="filter", **versions))
    told = text_of(controller.post("free-text/approve/", selected=[own.pk, other.pk, changed.pk], **versions))
    assert "1 invoice is approved." in told
    assert f"{own}: Who entered or changed it does not approve it." in told
    assert f"{changed}: Somebody changed it since you opened this page." in told
    shown = controller.get(f"free-text/{changed.pk}/")
    assert "has approved it" in text_of(shown)
    version = {f"version-{changed.pk}": value_of(shown, f"version-{changed.pk}")}
    assert "Approved by" in text_of(controller.post("free-text/approve/", selected=changed.pk, **version))
    october = FiscalPeriod.objects.get(company=company, name="2026-10")
    assert all_left(company=company, period=october, checks=[named(APPROVALS)])[APPROVALS].count == 1


@pytest.mark.whole_pages
def test_a_controller_rejects_one_with_a_reason_that_its_author_reads(company: Company, clerk: Visitor) -> None:
    SalesParameters.objects.update_or_create(company=company, defaults={"approves_free_text": True})
    document = a_free_text_invoice(a_customer(company))
    FreeTextChange.objects.create(company=company, document=document, changed_by=clerk.user)
    controller, page = Visitor(a_controller(company), company), f"free-text/{document.pk}/"
    assert clerk.post(f"{page}reject/", reason="no").status_code == 403
    assert "Reject" in text_of(controller.get(page))
    assert "This field is required" in text_of(controller.post(f"{page}reject/", version=1, reason=" "))
    overtaken = text_of(controller.post(f"{page}reject/", version=7, reason="Not ordered"))
    assert f"{document}: Somebody changed it since you opened this page." in overtaken
    assert f"{document} is rejected." in text_of(controller.post(f"{page}reject/", version=1, reason="Not ordered"))
    assert "1 free text invoice that you entered or changed is rejected." in text_of(clerk.get("free-text/"))
    listed = clerk.get("free-text/?period=all&rejected=on")
    assert all(word in text_of(listed) for word in (str(document), "Rejected"))
    shown = text_of(clerk.get(page))
    assert "rejected it on" in shown
    assert "“Not ordered”. Change what is wrong" in shown
    assert "it then waits for approval anew" in shown
    assert str(document) not in text_of(controller.get("free-text/?unapproved=on"))
    assert "1 unread alert" in shown
    told = clerk.get("jobs/alerts/")
    assert f"{controller.user} rejected free text invoice {document}: Not ordered" in text_of(told)
    assert f'href="/{company.code}/2026-10/{page}"' in told.content.decode()
    assert "0 unread alerts" in text_of(controller.get(page))
    clerk.post(f"{page}delete/")
    assert "No alerts" in text_of(clerk.get("jobs/alerts/"))


def test_a_preview_is_posted_as_it_was_seen_or_says_what_changed(company: Company, clerk: Visitor) -> None:
    good, held = (a_free_text_invoice(a_customer(company)) for _n in range(2))
    FreeTextInvoice.objects.filter(pk=held.pk).update(release_date="2099-01-01")
    page = clerk.post("free-text/preview/", selection="filter")
    shown = text_of(page)
    assert all(words in shown for words in ("1100", "121.00", "Held until its release date", "Nothing is posted yet"))
    assert "2 customers have no address." in shown
    assert not Invoice.objects.exists()
    form = {name: value_of(page, name) for name in ("key", "seen")} | {"selected": [good.pk, held.pk]}
    FreeTextInvoice.objects.filter(pk=good.pk).update(invoice_date="2026-10-16")
    changed = clerk.post("free-text/post/", **form)
    assert "something changed since the preview" in text_of(changed)
    assert "It was EUR 121.00, 15 Oct 2026, and is EUR 121.00, 16 Oct 2026 now." in text_of(changed)
    assert not Invoice.objects.exists()
    clerk.post("free-text/post/", **form | {name: value_of(changed, name) for name in ("key", "seen")})
    assert Invoice.objects.get().free_text == good


def test_one_that_is_posted_is_credited_from_its_page(company: Company, clerk: Visitor) -> None:
    clerk.post("free-text/post/", selected=a_free_text_invoice(a_customer(company)).pk, key=page_key(1))
    invoice = Invoice.objects.get()
    page = clerk.get(f"invoices/{invoice.pk}/credit/")
    assert "A credit note over all of the invoice is posted at once" in text_of(page)
    typed = {"key": value_of(page, "key"), "invoice_date": "20-10-2026", "reason": ""}
    CreditReason.objects.create(company=company, code="ACC", name="Posted to the wrong account")
    assert "Choose a reason code, or say why." in text_of(clerk.post(f"invoices/{invoice.pk}/credit/", **typed))
    typed |= {"reason_code": "ACC", "reason": "meant for training"}
    shown = text_of(clerk.post(f"invoices/{invoice.pk}/credit/", **typed))
    assert "CN2026-000001 is posted." in shown
    assert "Posted to the wrong account: meant for training" in shown


def test_a_correction_opens_its_draft_and_the_three_stand_in_one_chain(
    company: Company, clerk: Visitor, django_assert_max_num_queries: Any
) -> None:
    declares(company)
    clerk.post("free-text/post/", selected=a_free_text_invoice(an_eu_customer(company)).pk, key=page_key(1))
    invoice, october = Invoice.objects.get(), a_list(company)
    reported(october, moment=timezone.now())
    form = {"key": page_key(2), "invoice_date": "20-10-2026", "reason": "wrong price", "correct": "1"}
    opened = clerk.post(f"invoices/{invoice.pk}/credit/", **form)
    assert "CN2026-000001 is posted. Change what was wrong" in text_of(opened)
    draft = FreeTextInvoice.objects.get(corrects=invoice)
    assert "Corrects invoice INV2026-000001" in text_of(clerk.get(f"free-text/{draft.pk}/"))
    note = invoice.credit_notes.get()
    reported(october, moment=timezone.now())
    shown = [clerk.get(f"free-text/{draft.pk}/")]
    for pk in (invoice.pk, note.pk):
        with django_assert_max_num_queries(QUERIES_AT_MOST):
            shown.append(clerk.get(f"invoices/{pk}/"))
    for page in shown:
        chain = text_of(page).partition("The chain it belongs to")[2]
        listed = "Reported on EC sales list 2026-10"
        assert re.search(f"INV2026-000001.*{listed}.*CN2026-000001.*Correction {draft}.*{listed} CN2026-000001", chain)


def test_a_copy_begins_with_what_was_entered(company: Company, clerk: Visitor) -> None:
    document = a_free_text_invoice(a_customer(company), "77", reason="first")
    page = clerk.get(f"free-text/new/?copy={document.pk}").content.decode()
    assert all(f'value="{value}"' in page for value in (document.customer.number, "first", "77.00", "8100", "Service"))
    other = a_free_text_invoice(a_customer(a_company()))
    assert clerk.get(f"free-text/new/?copy={other.pk}").status_code == 404


def test_the_form_sent_twice_makes_one(company: Company, clerk: Visitor) -> None:
    form = typed(company, customer=a_customer(company).number)
    for _time in range(2):
        clerk.post("free-text/new/", **form)
    assert FreeTextInvoice.objects.count() == 1
    assert clerk.post("free-text/new/", **{**form, "reason": "another"}).status_code == 409


# The head of a form, and of each of its lines: what was typed | what is said.
REFUSED = [
    ({}, [
        ({"account": "1100"}, "Line 1, Ledger account: Account 1100 is a control account"),
        ({"account": "9999"}, "There is no “9999”"), ({"account": ""}, "or a distribution"),
        ({"description": ""}, "Line 4, Description: This field is required"),
        ({"distribution": "PARTS"}, "There is no distribution template “PARTS”"),
        ({"distribution": "1100 100%"}, "Line 6, Distribution: Account 1100 is a control account"),
        ({"distribution": "8100 0%"}, "more than 0 %"),
    ]),
    ({}, [({"distribution": "8100 60%; 8000 30%"}, "The shares add up to 90 %, not to 100 %.")]),
    ({}, [({"distribution": "8100 60; 8000 30"}, "The shares add up to EUR 90.00, the line to EUR 198.00.")]),
    ({}, [({"distribution": "8100 197.995; 8000 0.005"}, "A share is finer than the currency.")]),
    ({}, [({"quantity": "99999999999999"}, "more than the books can hold")]),
    ({"customer": "nobody"}, [({}, "There is no “nobody”")]),
    ({"invoice_date": "32-13-2026"}, [({}, "day")]),
]  # fmt: skip


def test_it_refuses_beside_what_was_typed(company: Company, clerk: Visitor) -> None:
    number = a_customer(company).number
    for head, lines in REFUSED:
        form = typed(company, **{"customer": number} | head) | {"lines-TOTAL_FORMS": str(len(lines))}
        usual = {name.removeprefix("lines-0-"): value for name, value in form.items() if name.startswith("lines-0-")}
        for place, (values, _words) in enumerate(lines):
            line = usual | {"unit_price": "99"} | values
            form |= {f"lines-{place}-{name}": value for name, value in line.items()}
        page = clerk.post("free-text/new/", **form)
        said = text_of(page)
        assert [words for _values, words in lines if words not in said] == [], lines
        assert page.content.decode().count('value="99"') == len(lines), lines
        assert not FreeTextInvoice.objects.exists(), lines


def test_it_is_changed_and_deleted_while_it_waits(company: Company, clerk: Visitor) -> None:
    document = a_free_text_invoice(a_customer(company))
    address = f"free-text/{document.pk}/change/"
    assert "Service" in clerk.get(address).content.decode()
    clerk.post(address, **typed(company, quantity="3", unit_price="3.335"))
    document.refresh_from_db()
    assert document.net_amount == Decimal("10.01")
    assert 'name="lines-0-amount" value' not in clerk.get(address).content.decode()
    clerk.post(address, **typed(company, quantity="0", unit_price="", amount="12"))
    assert document.lines.values_list("unit_price", "amount").get() == (0, 12)
    assert value_of(clerk.get(address), "lines-0-amount") == "12.00"
    assert "had no number yet" in text_of(clerk.post(f"free-text/{document.pk}/delete/"))


def test_a_template_distributes_a_line_and_an_account_says_its_tax_group(company: Company, clerk: Visitor) -> None:
    template = DistributionTemplate.objects.create(company=company, code="HALF", name="In two")
    for number in ("8100", "8000"):
        account = company.accounts.get(number=number)
        DistributionTemplateLine.objects.create(company=company, template=template, account=account, percent=50)
    group = ItemTaxGroup.objects.get(company=company, code="STD")
    AccountTaxDefault.objects.create(company=company, account=company.accounts.get(number="8100"), item_tax_group=group)
    shown = text_of(clerk.post("free-text/new/", **typed(company, distribution="HALF", account="")))
    line = FreeTextInvoice.objects.get().lines.get()
    assert (line.account.number, line.item_tax_group) == ("8100", group)
    assert list(line.distribution.values_list("amount", flat=True)) == [50, 50]
    assert shown.count("50.00 (50 %)") == 2
    page = clerk.get(f"free-text/{FreeTextInvoice.objects.get().pk}/change/").content.decode()
    assert 'value="8100 50%; 8000 50%"' in page


# What is typed of a line for a customer in another member state: type, account, item tax group | the type it gets, and
# the tax code that lists it otherwise.
TYPES = """
            | 8000 |      | goods   |
            | 8100 |      | service |
            | 8100 | STD  | goods   |
    service | 8000 |      | service | EUG lists it as goods
    goods   | 8100 |      | goods   | EUS lists it as a service
    service | 8000 | SERV | service |
"""


def test_a_line_is_goods_or_a_service_as_it_is_taxed_and_otherwise_says_so(
    company: Company, clerk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    abroad = a_customer(company, tax_group="EU", country="DE", vat_number="DE136695976").number
    for number, row in enumerate(TYPES.strip("\n").splitlines()):
        asked, account, group, becomes, otherwise = (cell.strip() for cell in row.split("|"))
        form = typed(company, customer=abroad, account=account, key=page_key(number))
        page = clerk.post("free-text/new/", **form | {"lines-0-item_type": asked, "lines-0-item_tax_group": group})
        assert FreeTextInvoice.objects.latest("pk").lines.get().item_type == becomes, row
        said = text_of(page)
        assert (otherwise in said, "lists it as" in said) == (True, bool(otherwise)), row
    monkeypatch.setattr(free_text_entry, "REASONS_SHOWN", 1)
    twice = typed(company, customer=abroad, account="8000", key=page_key(9))
    twice |= {name.replace("-0-", "-1-"): value for name, value in twice.items() if "-0-" in name}
    said = text_of(clerk.post("free-text/new/", **twice))
    assert "takes 2 lines in all for another type" in said
    assert said.count("lists it as goods") == 1


def test_a_form_that_somebody_overtook_is_told_and_loses_nothing(company: Company, clerk: Visitor) -> None:
    address = f"free-text/{a_free_text_invoice(a_customer(company)).pk}/change/"
    stale = {**typed(company, quantity="7"), "version": value_of(clerk.get(address), "version")}
    clerk.post(address, **typed(company, quantity="3"), version="1")
    page = clerk.post(address, **stale)
    assert page.status_code == 409
    assert "was changed by somebody else meanwhile" in page.content.decode()
    assert 'value="7"' in page.content.decode()
    clerk.post(address, **{**stale, "version": value_of(page, "version")})
    assert FreeTextInvoice.objects.get().net_amount == 350


def test_what_the_filter_finds_is_posted_as_a_job_but_for_what_is_posted(
    company: Company, clerk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted, *documents = [a_free_text_invoice(a_customer(company)) for _n in range(3)]
    clerk.post("free-text/post/", selected=posted.pk, key=page_key(1))
    monkeypatch.setattr(free_text_posting, "PREVIEWED_AT_MOST", 1)
    previewed = clerk.post("free-text/preview/", selection="filter")
    assert "1 was posted before and stays so." in text_of(previewed)
    assert "The first 1 of 2 free text invoices are previewed." in text_of(previewed)
    assert [str(one) for one in previewed.context["preview"].documents] == [str(documents[0])]
    submitted = clerk.post("free-text/job/", selection="filter", key=page_key(2))
    assert "1 was posted before and stays so." in text_of(submitted)
    [task] = Job.objects.get().tasks.all()
    assert list(task.items.order_by("position").values_list("label", flat=True)) == [str(one) for one in documents]
    outcome = post_free_text(task, [one.pk for one in documents], clerk.user)
    assert outcome.posted == [one.pk for one in documents]
    nothing_left = clerk.post("free-text/job/", selection="filter", key=page_key(3))
    assert "3 were posted before and stay so." in text_of(nothing_left)
    assert Job.objects.count() == 1


def test_a_job_that_is_asked_to_stops_at_the_first_that_cannot_be_posted(company: Company, clerk: Visitor) -> None:
    first, blocked, last = (a_free_text_invoice(a_customer(company, is_blocked=n == 1)) for n in range(3))
    clerk.post("free-text/job/", selection="filter", key=page_key(2), stop_at_first_error="1")
    runner.look()
    page = text_of(clerk.get(f"jobs/{Job.objects.get().pk}/"))
    assert f"Stopped at the first error, {blocked}: Customer {blocked.customer.number} is blocked." in page
    assert "1 document was not tried." in page
    assert list(FreeTextInvoice.objects.filter(invoice__isnull=False)) == [first]
    assert last.status == "in_process"


def test_a_job_starts_when_it_is_told_and_finds_its_documents_then(company: Company, clerk: Visitor) -> None:
    customer = a_customer(company)
    first, posted = a_free_text_invoice(customer), a_free_text_invoice(customer)
    clerk.post("free-text/post/", selected=posted.pk, key=page_key(1))
    asked = {"selection": "filter", "options": "1", "late_selection": "on"}
    assert "Start of the job" in text_of(clerk.get("free-text/"))

    refused = clerk.post("free-text/job/", key=page_key(2), start="at six", **asked)
    assert "Start of the job: “at six” is not a day with a time." in text_of(refused)
    assert not Job.objects.exists()
    preview = clerk.post("free-text/preview/", key=page_key(2), start="1/1/2099 6:30", **asked)
    assert (value_of(preview, "start"), value_of(preview, "late_selection")) == ("1/1/2099 6:30", "on")
    page = text_of(clerk.post("free-text/job/?period=all", key=page_key(2), priority="30", is_planned="on", **asked))
    assert "Save and release" in page
    second = a_free_text_invoice(customer)
    job = Job.objects.get()
    assert (job.state, job.priority, job.document_count) == (JobState.WITHHOLD, 30, 0)
    clerk.post(f"jobs/{job.pk}/plan/", description="Nightly", release="1")
    runner.look()
    assert list(FreeTextInvoice.objects.filter(invoice=None)) == []
    [task] = job.tasks.all()
    assert list(task.items.order_by("document_id").values_list("document_id", flat=True)) == [first.pk, second.pk]
    assert "Late selection as of period 2026-10" in text_of(clerk.get(f"jobs/{job.pk}/"))


def test_a_task_on_the_page_of_a_job_takes_a_part_of_what_waits(company: Company, clerk: Visitor) -> None:
    customer, other = a_customer(company), a_customer(company)
    wanted = a_free_text_invoice(customer, invoice_date=date(2026, 10, 20))
    left = [a_free_text_invoice(customer, invoice_date=date(2026, 10, 21)), a_free_text_invoice(other),
            a_free_text_invoice(customer, "20000")]  # fmt: skip
    address = "jobs/new/?kind=free-text-invoices"
    typed = {"description": "Some", "text": customer.number, "date_until": "20/10/2026", "amount_until": "1.000,50"}
    refused = text_of(clerk.post(address, **typed | {"date_until": "40/10"}))
    assert "40/10" in refused
    page = text_of(clerk.post(address, **typed))
    assert f"Number or customer {customer.number}" in page
    assert "Invoice date … 20 Oct 2026" in page
    job = Job.objects.get()
    task = clerk.get(f"jobs/{job.pk}/tasks/1/")
    assert [value_of(task, name) for name in ("text", "date_until", "amount_until")] == [
        customer.number, "20 Oct 2026", "1000.5",
    ]  # fmt: skip
    clerk.post(f"jobs/{job.pk}/tasks/1/", **typed | {"amount_until": "1000.50"})
    clerk.post(f"jobs/{job.pk}/release/")
    runner.look()
    assert list(FreeTextInvoice.objects.filter(invoice=None).order_by("pk")) == left
    assert FreeTextInvoice.objects.get(pk=wanted.pk).invoice


def test_an_auditor_reads_and_enters_nothing(company: Company) -> None:
    document = a_free_text_invoice(a_customer(company))
    auditor = Visitor(a_user(company, "auditor"), company)
    assert "Post now" not in text_of(auditor.get(f"free-text/{document.pk}/"))
    assert auditor.get("free-text/new/").status_code == 403
    assert auditor.post("free-text/post/", selected=document.pk).status_code == 403


def test_one_of_another_company_is_not_found(clerk: Visitor) -> None:
    other = a_free_text_invoice(a_customer(a_company()))
    assert clerk.get(f"free-text/{other.pk}/").status_code == 404
    assert clerk.post(f"free-text/{other.pk}/delete/").status_code == 404
    clerk.post("free-text/post/", selected=other.pk, key=page_key(3))
    assert not Invoice.objects.exists()


def test_a_run_is_printed_pro_forma_or_when_it_is_posted() -> None:
    company = with_letterhead(a_company())
    clerk = Visitor(a_clerk(company), company)
    customer = a_customer(company, language="en", credit_limit_amount=1)
    drafts = [a_free_text_invoice(customer), a_free_text_invoice(a_customer(company, language="en"))]
    chosen = {"selected": [draft.pk for draft in drafts], "options": "1", "credit_check": "balance"}

    preview = text_of(clerk.post("free-text/preview/", pro_forma="on", **chosen))
    pro_forma = clerk.post("free-text/post/", key=page_key(1), pro_forma="on", **chosen)

    assert "Pro forma: yes · Credit check: Balance" in preview
    assert "Over the credit limit" in preview
    assert text_of_pdf(pro_forma.content).count("Pro forma invoice") == 1
    assert not Invoice.objects.exists()
    posted = clerk.post("free-text/post/", key=page_key(2), printing="after", **chosen)
    assert "All documents in one PDF" in text_of(posted)
    Customer.objects.filter(pk=customer.pk).update(credit_limit_amount=None)
    clerk.post("free-text/job/", key=page_key(3), printing="after", **chosen)
    runner.look()
    page = text_of(clerk.get(f"jobs/{Job.objects.get().pk}/"))
    assert "Documents 1 to 1 (PDF)" in page
    assert "Print All documents in one, sorted" in page
    assert Invoice.objects.count() == 2
