"""Sending again what somebody chose, and nothing else; and what waits where there is no server."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from arclose.batch import runner
from arclose.batch.models import Job, JobItem, JobTask
from arclose.ledger.models import Company
from customers.models import Customer, EmailSender, PrintedPart, SentDocument
from customers.models.sending import SendingState
from customers.sending import outbox
from customers.sending.jobs import INVOICES_JOB
from tests.builders import a_clerk, a_company
from tests.customers.mailings import NO_SERVER, SERVER, an_invoice, retry, send, sent, set_aside
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import with_letterhead

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company())


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


def again(clerk: Visitor, *rows: SentDocument, key: int) -> None:
    clerk.post("sent/again/", selected=[row.pk for row in rows], sure="1", key=page_key(key))
    runner.look()


def test_without_a_server_documents_wait_and_the_pages_say_so(clerk: Visitor, company: Company, settings: Any) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    invoice = an_invoice(company)
    said = "so nothing goes out by e-mail until operations have set one up."

    assert said in text_of(clerk.post("invoices/email/", selected=invoice.pk))
    assert said in text_of(clerk.post("customers/statements/", selected=invoice.invoice_account_id))
    send(clerk, invoice)

    assert said in text_of(clerk.post("sent/again/", selected=SentDocument.objects.get().pk))
    assert sent() == [("buyer@example.com", "waiting", 1)]
    assert set_aside() == ["No e-mail server is set up, so nothing went out."]
    settings.EMAIL_TO_LOG = True
    retry(clerk)
    assert sent() == [("buyer@example.com", "sent", 1)]


def test_what_another_job_sent_meanwhile_is_not_sent_again(clerk: Visitor, company: Company, settings: Any) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    invoice = an_invoice(company)
    send(clerk, invoice, again="1")
    asked_again = Job.objects.get()
    settings.EMAIL_BACKEND = SERVER
    send(clerk, invoice, key=2)

    retry(clerk, asked_again)

    assert len(mail.outbox) == 1
    assert sent() == [("buyer@example.com", "sent", 1)]
    assert JobItem.objects.get(task__job=asked_again).reason_code == "already_posted"


def test_only_the_chosen_get_it_again_and_a_former_address_is_named(clerk: Visitor, company: Company) -> None:
    invoice = an_invoice(company, number="K-1", name="Hotel", invoice_emails="one@x.nl, two@x.nl, gone@x.nl")
    send(clerk, invoice)
    Customer.objects.update(invoice_emails="one@x.nl, two@x.nl, new@x.nl")
    one, _two, gone = SentDocument.objects.order_by("pk")

    again(clerk, one, gone, key=2)

    assert [message.to for message in mail.outbox[3:]] == [["one@x.nl"]]
    assert [row[0] for row in sent()] == ["one@x.nl", "two@x.nl", "gone@x.nl", "one@x.nl"]
    assert set_aside() == ["The customer no longer has this e-mail address: K-1 Hotel, gone@x.nl"]


def test_a_statement_sent_again_is_never_printed_instead(clerk: Visitor, company: Company) -> None:
    customer = an_invoice(company, number="K-1", name="Hotel").invoice_account
    clerk.post("customers/statements/", selected=customer.pk, on="2026-10-31", way="email", key=page_key(1))
    runner.look()
    Customer.objects.update(email="")

    again(clerk, SentDocument.objects.get(), key=2)

    assert set_aside() == ["Customer K-1 Hotel has no e-mail address."]
    assert not PrintedPart.objects.exists()


def test_a_late_word_about_an_e_mail_changes_nothing(clerk: Visitor, company: Company, settings: Any) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    send(clerk, an_invoice(company))
    late = SentDocument.objects.get()
    settings.EMAIL_BACKEND = SERVER
    retry(clerk)

    assert not outbox.note(late, SendingState.FAILED, error="too late")
    assert sent() == [("buyer@example.com", "sent", 1)]


def test_all_of_a_filter_is_sent_as_the_page_showed_it(clerk: Visitor, company: Company) -> None:
    an_invoice(company)
    seen = value_of(clerk.post("invoices/email/", selection="filter"), "seen")
    an_invoice(company)
    asked = {"selection": "filter", "sure": "1", "key": page_key(1)}

    changed = clerk.post("invoices/email/", seen=seen, again="1", **asked)
    unsigned = clerk.post("invoices/email/", seen="2", **asked)

    assert (changed.status_code, unsigned.status_code) == (409, 409)
    assert "The filter holds other documents by now" in changed.content.decode()
    assert not Job.objects.exists()
    clerk.post("invoices/email/", seen=value_of(changed, "seen"), **asked)
    runner.look()
    assert len(mail.outbox) == 2


def test_a_sender_may_have_an_international_domain(clerk: Visitor, company: Company) -> None:
    EmailSender.objects.create(company=company, name="Müller", address="info@müller.de")
    send(clerk, an_invoice(company))

    [message] = mail.outbox
    assert message.from_email.endswith("<info@xn--mller-kva.de>")
    assert message.extra_headers["Message-ID"].endswith("@xn--mller-kva.de>")
    with pytest.raises(ValidationError, match="cannot be the sender"):
        EmailSender(company=company, address=f"info@{'ü' * 60}.de").clean()


def test_the_answer_names_an_address_that_came_in_while_it_was_sent(clerk: Visitor, company: Company) -> None:
    invoice = an_invoice(company)
    send(clerk, invoice)

    for emails, told in (("buyer@example.com, new@x.nl", ["It has not been sent to new@x.nl yet."]), ("", [])):
        Customer.objects.update(invoice_emails=emails, email="")
        outcome = INVOICES_JOB.post(JobTask.objects.get(), [invoice.pk], clerk.user)
        assert [one.reason for one in outcome.left_out] == told
