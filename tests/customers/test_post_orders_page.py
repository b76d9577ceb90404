"""Posting orders from their pages: preview, at once, as a job."""

import pytest

from arclose.batch.models import Job
from arclose.ledger.models import Company, Posting, Voucher
from arclose.ledger.seen import NAMED, Seen
from customers.models import Customer, Invoice
from customers.previewing import differences
from customers.screens import order_posting
from tests.builders import a_clerk, a_company, a_customer, an_order
from tests.customers.pages import Visitor, invoiced, page_key, text_of, value_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


def a_refused_order(company, **values):
    """An order that needs a VAT number its customer has not."""
    return an_order(a_customer(company, tax_group="EU", country="DE"), **values)


def post_from_preview(clerk, preview, *orders):
    return clerk.post(
        "orders/post/",
        selected=[order.pk for order in orders],
        key=value_of(preview, "key"),
        seen=value_of(preview, "seen"),
    )


def test_a_preview_shows_what_would_be_made_and_makes_nothing(clerk, company):
    good, refused = an_order(a_customer(company), ("1", "100"), number="SO-1"), a_refused_order(company, number="SO-2")

    text = text_of(clerk.post("orders/preview/", selected=[good.pk, refused.pk]))

    assert "Invoice 1 100.00 21.00 121.00 EUR" in text
    assert "1100 Trade receivables customer balance 121.00 – – 121.00" in text
    assert "8000 Revenue from goods revenue – 100.00 – −100.00" in text
    assert "Left out: VAT number missing, 1 order" in text
    assert "Enter the VAT number" in text
    assert f"The address of {company.name} is empty. 2 customers have no address." in text
    assert not Invoice.objects.exists()
    assert not Voucher.objects.exists()
    assert not Posting.objects.exists()


def test_it_posts_from_the_preview_exactly_what_was_shown(clerk, company):
    order = an_order(a_customer(company), ("1", "100"))
    preview = clerk.post("orders/preview/", selected=order.pk)

    text = text_of(post_from_preview(clerk, preview, order))

    assert "1 document is posted." in text
    assert "INV2026-000001" in text
    assert Invoice.objects.get(order=order).total_amount == 121


def test_it_says_what_changed_since_the_preview_and_posts_nothing(clerk, company):
    order, other = an_order(a_customer(company), ("1", "100"), number="SO-1"), an_order(a_customer(company))
    preview = clerk.post("orders/preview/", selected=[order.pk, other.pk])
    order.lines.update(unit_price=50)

    response = post_from_preview(clerk, preview, order, other)

    text = text_of(response)
    assert "Nothing was posted: something changed since the preview" in text
    assert "SO-1 : It was EUR 121.00, 15 Oct 2026, and is EUR 60.50, 15 Oct 2026 now." in text
    assert not Invoice.objects.exists()
    assert "2 documents are posted." in text_of(post_from_preview(clerk, response, order, other))


def test_it_says_when_an_order_of_the_preview_was_invoiced_meanwhile(clerk, company):
    order = an_order(a_customer(company), number="SO-1")
    preview = clerk.post("orders/preview/", selected=order.pk)
    invoiced(order)

    text = text_of(post_from_preview(clerk, preview, order))

    assert "SO-1 : It is done by now." in text
    assert Invoice.objects.count() == 1


def test_it_names_the_first_that_changed_and_counts_the_others():
    told = differences(seen=Seen(made={str(pk): ["made"] for pk in range(1, NAMED + 4)}), now=Seen())
    assert (len(told), told[-1]) == (NAMED + 1, (0, "3 more documents are not as they were."))


def test_it_refuses_what_was_seen_when_that_was_tampered_with(clerk, company):
    order = an_order(a_customer(company))

    text = text_of(clerk.post("orders/post/", selected=order.pk, key="k", seen="forged"))

    assert "Nothing was posted" in text
    assert not Invoice.objects.exists()


def test_it_posts_now_and_names_what_was_left_out(clerk, company):
    good, refused = an_order(a_customer(company), number="SO-1"), a_refused_order(company, number="SO-2")

    text = text_of(clerk.post("orders/post/", selected=[good.pk, refused.pk], key=page_key(1)))

    assert "1 document is posted." in text
    assert "INV2026-000001 SO-1" in text
    assert "Left out: VAT number missing, 1 order" in text
    assert "SO-2" in text


def test_a_form_sent_twice_posts_once(clerk, company):
    order = an_order(a_customer(company))

    answers = [text_of(clerk.post("orders/post/", selected=order.pk, key=page_key(1))) for _attempt in range(2)]

    assert Invoice.objects.count() == 1
    assert all("INV2026-000001" in answer for answer in answers)


def test_a_form_sent_again_with_other_orders_is_refused_and_shows_them(clerk, company):
    order, other = an_order(a_customer(company)), an_order(a_customer(company), number="SO-2")
    clerk.post("orders/post/", selected=order.pk, key=page_key(1))

    response = clerk.post("orders/post/", selected=other.pk, key=page_key(1))

    assert response.status_code == 409
    assert "SO-2" in response.content.decode()
    assert Invoice.objects.count() == 1


def test_an_order_invoiced_before_keeps_its_invoice(clerk, company):
    order = an_order(a_customer(company), number="SO-1")
    [invoice] = invoiced(order)

    text = text_of(clerk.post("orders/post/", selected=order.pk, key=page_key(2)))

    assert f"Done already, and left as they are: SO-1 {invoice.number}" in text


def test_it_submits_the_whole_filter_as_one_job(clerk, company):
    for _number in range(3):
        an_order(a_customer(company))
    data = {"selection": "filter", "key": page_key(1)}

    clerk.post("orders/job/?status=open", **data)
    clerk.post("orders/job/?status=open", **data)

    [job] = Job.objects.all()
    assert (job.document_count, job.tasks.get().kind, job.company) == (3, "sales-invoices", company)
    assert not Invoice.objects.exists()


def test_more_than_can_be_posted_at_once_is_offered_as_a_job(clerk, company, monkeypatch):
    monkeypatch.setattr(order_posting, "POSTED_NOW_AT_MOST", 1)
    monkeypatch.setattr(order_posting, "PREVIEWED_AT_MOST", 1)
    done, left = (an_order(a_customer(company)) for _number in range(2))

    response = clerk.post("orders/post/?status=open", selection="filter", key=page_key(1))

    text = text_of(response)
    assert "At once, up to 1 orders are posted." in text
    assert "The first 1 of 2 orders are previewed." in text
    assert "Post this document" not in text
    clerk.post("orders/job/?status=open", selection="filter", key=value_of(response, "key"))
    assert Job.objects.get().document_count == 2
    type(done).objects.filter(pk=done.pk).update(status="invoiced")
    preview = clerk.post("orders/preview/", selection="filter").content.decode()
    assert (done.number in preview, left.number in preview) == (False, True), "what is done comes last"


def test_a_key_that_is_none_does_no_harm(clerk, company):
    customer, none = a_customer(company), ["", "a\x00b", "k" * 500, "job-1-1-0a", "page-import-1"]

    for key in none:
        clerk.post("orders/post/", selected=an_order(customer).pk, key=key)

    assert Posting.objects.count() == len(none)
    assert all(made.key.startswith("page-") and made.key not in none for made in Posting.objects.all())


def test_choosing_nothing_is_said_and_keeps_the_filter(clerk):
    response = clerk.post("orders/post/?status=open")

    assert "No order was chosen." in text_of(response)
    assert response.request["QUERY_STRING"] == "status=open"


def test_it_invoices_one_order_from_its_page(clerk, company):
    order = an_order(a_customer(company), number="SO-1")

    first = text_of(clerk.post(f"orders/{order.pk}/update/", key=page_key(1)))
    second = text_of(clerk.post(f"orders/{order.pk}/update/", key=page_key(2)))

    assert "INV2026-000001 is posted." in first
    assert "Nothing is left to do of order SO-1: INV2026-000001." in second


def test_it_says_why_one_order_cannot_be_invoiced(clerk, company):
    order = a_refused_order(company)

    text = text_of(clerk.post(f"orders/{order.pk}/update/", key=page_key(1)))

    assert "has no VAT number" in text
    assert "Enter the VAT number" in text
    Customer.objects.filter(pk=order.customer_id).update(vat_number="DE123456788")
    assert "is posted." in text_of(clerk.post(f"orders/{order.pk}/update/", key=page_key(2)))
