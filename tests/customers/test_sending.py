"""Documents by e-mail: once per document and recipient, recorded, and never twice where nobody knows."""

import hashlib
import socket
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import InternalError, transaction
from django.db.models import QuerySet
from django.db.utils import DatabaseError

from arclose.access.routes import Role
from arclose.batch import claiming, jobs, runner, steering
from arclose.batch.following import following_jobs
from arclose.batch.models import Job, JobTask
from arclose.ledger.models import Company
from customers.email_addresses import validate_addresses
from customers.models import Customer, EmailSender, EmailText, Invoice, SentDocument
from customers.sending.jobs import SEND_STATEMENTS
from tests.builders import a_clerk, a_company, a_free_text_invoice, a_user, an_order
from tests.customers.mailings import a_reader, an_invoice, retry, send, sent, set_aside
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import text_of as text_of_pdf
from tests.customers.pdf_reading import with_letterhead
from tests.customers.smtp_server import smtp_server
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db


def followers(job: Job) -> "QuerySet[Job]":
    return following_jobs(company=job.company, job_id=job.pk)


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company())


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


def test_an_invoice_goes_to_each_address_with_the_pdf_and_is_recorded(clerk: Visitor, company: Company) -> None:
    EmailSender.objects.create(company=company, name="Sales, Kitchen", address="sales@example.com", reply_to="a@b.nl")
    invoice = an_invoice(company, invoice_emails="one@example.com, two@example.com")

    asking = clerk.post("invoices/email/", selected=invoice.pk, key=page_key(1))
    assert "2 e-mails are sent by a job" in text_of(asking)
    assert "one@example.com, two@example.com" in text_of(asking)
    assert mail.outbox == []
    send(clerk, invoice)

    first, second = mail.outbox
    assert (first.to, second.to) == (["one@example.com"], ["two@example.com"])
    assert first.from_email == '"Sales, Kitchen" <sales@example.com>'
    assert first.reply_to == ["a@b.nl"]
    assert first.subject == "Invoice INV2026-000001 of Keukengroothandel B.V."
    assert "attached invoice INV2026-000001 of 15 October 2026 for EUR 70.00" in first.body
    [(name, pdf, kind)] = first.attachments
    assert (name, kind) == ("INV2026-000001.pdf", "application/pdf")
    row = SentDocument.objects.order_by("pk")[0]
    assert (row.state, row.file_digest) == ("sent", hashlib.sha256(pdf).hexdigest())
    assert (row.requested_by, row.customer) == (clerk.user, invoice.invoice_account)
    page = text_of(clerk.get(f"invoices/{invoice.pk}/"))
    assert "E-mail to one@example.com Sent" in page
    assert "E-mail to one@example.com" in text_of(clerk.get(f"customers/{invoice.invoice_account_id}/"))
    listed = Visitor(a_user(company, Role.AUDITOR), company).get("sent/?text=INV")
    assert "one@example.com Sent" in text_of(listed)
    assert '<span class="state state-good">' in listed.content.decode(), "it is done, nothing is waited for"


def test_what_was_sent_is_sent_again_only_where_somebody_says_so(clerk: Visitor, company: Company) -> None:
    invoice = an_invoice(company)
    send(clerk, invoice)

    send(clerk, invoice, key=2)
    assert sent() == [("buyer@example.com", "sent", 1)]
    assert "1 was sent before, or may have been" in text_of(clerk.post("invoices/email/", selected=invoice.pk))
    send(clerk, invoice, key=3, again="1")
    assert sent() == [("buyer@example.com", "sent", 1), ("buyer@example.com", "sent", 2)]
    row = SentDocument.objects.latest("pk").pk
    assert "Who got one before gets a second one." in text_of(clerk.post("sent/again/", selected=row))
    clerk.post("sent/again/", selected=row, sure="1", key=page_key(4))
    runner.look()
    assert len(mail.outbox) == len(sent()) == 3


def test_who_has_no_address_is_named_and_left_out_until_there_is_one(clerk: Visitor, company: Company) -> None:
    nowhere, somewhere = an_invoice(company, "", number="K-1", name="Hotel"), an_invoice(company)

    asking = text_of(clerk.post("invoices/email/", selected=[nowhere.pk, somewhere.pk]))
    send(clerk, nowhere, somewhere)

    assert "Left out: Customer K-1 Hotel has no e-mail address." in asking
    assert set_aside() == ["Customer K-1 Hotel has no e-mail address."]
    Customer.objects.filter(number="K-1").update(email="hotel@example.com")
    retry(clerk)
    assert [message.to for message in mail.outbox] == [["buyer@example.com"], ["hotel@example.com"]]
    assert set_aside() == []


def test_a_server_of_its_own_takes_refuses_and_hangs_up(clerk: Visitor, company: Company, settings: Any) -> None:
    refused, vanished = an_invoice(company, "refused@example.com"), an_invoice(company, "vanish@example.com")
    good = an_invoice(company, name="Bäckerei", invoice_emails="taken@example.com")

    with smtp_server(settings) as taken:
        send(clerk, refused, vanished, good)
        assert sent() == [
            ("refused@example.com", "failed", 1), ("vanish@example.com", "unknown", 1), ("taken@example.com", "sent", 1)
        ]  # fmt: skip
        assert [str(message["To"]) for message in taken] == ["vanish@example.com", "taken@example.com"]
        assert "Invoice INV2026-000003" in str(taken[1]["Subject"])
        assert "Bäckerei" in text_of_pdf(next(taken[1].iter_attachments()).get_content())
        first, second = set_aside()
        assert first == "Not sent: refused@example.com: 550 no such mailbox"
        assert second.startswith("It may have gone out, nobody knows: vanish@example.com: SMTPServerDisconnected")
        Customer.objects.filter(email="refused@example.com").update(email="right@example.com")
        retry(clerk)
        assert [str(message["To"]) for message in taken[2:]] == ["right@example.com"], "the other one is not sent again"


@pytest.fixture
def without_server(settings: Any) -> Iterator[None]:
    """A port at which nobody answers: taken, and not listened at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
        yield


def test_a_server_that_is_away_has_taken_nothing(
    without_server: None, clerk: Visitor, company: Company, settings: Any
) -> None:
    send(clerk, an_invoice(company), an_invoice(company))

    assert [state for _recipient, state, _attempt in sent()] == ["waiting", "waiting"]
    assert all("so nothing went out: ConnectionRefusedError" in reason for reason in set_aside())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    retry(clerk)
    assert [state for _recipient, state, _attempt in sent()] == ["sent", "sent"]


def test_what_was_claimed_by_who_is_gone_may_have_gone_out(
    without_server: None, clerk: Visitor, company: Company, settings: Any
) -> None:
    send(clerk, an_invoice(company))
    SentDocument.objects.update(state="claimed")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    retry(clerk)

    assert (mail.outbox, sent()) == ([], [("buyer@example.com", "unknown", 1)])
    assert "The program ended while it was being sent." in set_aside()[0]
    for values in ({"state": "waiting"}, {"state": "sent"}, {"recipient": "x@example.com"}):
        with pytest.raises((InternalError, DatabaseError), match="stays as it is"), transaction.atomic():
            SentDocument.objects.update(**values)


TEXTS = """
what            | language | subject              | body          | said                            | first line
usual           | nl       |                      |               | Factuur INV2026-000001 van {co} | Geachte klant,
its own         | en       | {number}, {customer} | Pay {total}.  | INV2026-000001, {total} Ltd     | Pay EUR 70.00.
never a program | en       | {number!r} {}        | {0.__class__} | {number!r} {}                   | {0.__class__}
"""


@pytest.mark.parametrize("case", read_table(TEXTS), ids=lambda case: case["what"])
def test_texts_are_in_the_customers_language_and_never_evaluated(
    clerk: Visitor, company: Company, case: dict[str, str]
) -> None:
    if case["subject"]:
        EmailText.objects.create(
            company=company, kind="invoice", language="en", subject=case["subject"], body=case["body"]
        )
    send(clerk, an_invoice(company, language=case["language"], name="{total} Ltd"))

    [message] = mail.outbox
    assert message.subject == case["said"].replace("{co}", company.name)
    assert message.body.splitlines()[0] == case["first line"]


def test_nothing_that_somebody_typed_becomes_a_header(clerk: Visitor, company: Company) -> None:
    EmailText.objects.create(company=company, kind="invoice", language="en", subject="For {customer}", body="x")
    send(clerk, an_invoice(company, name="Evil\r\nBcc: all@example.com"))

    [message] = mail.outbox
    assert message.subject == "For Evil Bcc: all@example.com"
    assert message.recipients() == ["buyer@example.com"]
    for hostile in ("a@example.com\nBcc: b@example.com", "a@example.com b@example.com", "a@", "<a@example.com>"):
        with pytest.raises(ValidationError, match="is no e-mail address"):
            validate_addresses(hostile)
    for field, text in (("subject", "one\ntwo"), ("subject", "{password}"), ("body", "{settings.SECRET_KEY}")):
        written = {"subject": "s", "body": "b", field: text}
        with pytest.raises(ValidationError, match=r"one line|stands for nothing"):
            EmailText(company=company, kind="invoice", language="en", **written).full_clean()


def test_the_electronic_invoice_goes_along_where_it_is_wanted_and_allowed(clerk: Visitor, company: Company) -> None:
    wanted = {"is_ubl_attached": True, "address": "Weg 1\n1000 AA Delft"}
    allowed, forbidden = (
        an_invoice(company, **wanted),
        an_invoice(company, "", invoice_emails="x@example.com", **wanted),
    )

    send(clerk, allowed, forbidden)

    [message] = mail.outbox
    name, xml, kind = message.attachments[1]
    assert (name, kind) == ("INV2026-000001.xml", "application/xml")
    content = xml if isinstance(xml, bytes) else xml.encode()
    assert SentDocument.objects.get(state="sent").ubl_digest == hashlib.sha256(content).hexdigest()
    assert "The customer wants the electronic invoice, which the standard forbids here" in set_aside()[0]


def test_of_the_documents_of_an_order_the_confirmation_is_sent(clerk: Visitor, company: Company) -> None:
    order = an_order(a_reader(company))
    for key, update in enumerate(("sales-confirmations:all", "picking-lists:all"), start=1):
        clerk.post("orders/post/", selected=order.pk, key=page_key(key), options="1", update=update)

    seen = value_of(clerk.post("documents/email/", selection="filter"), "seen")
    clerk.post("documents/email/", selection="filter", sure="1", seen=seen, key=page_key(3))
    runner.look()

    [message] = mail.outbox
    assert message.subject == "Order confirmation CNF2026-000001 of Keukengroothandel B.V."
    assert set_aside() == ["Of the documents of an order only the confirmation is e-mailed."]


def test_statements_go_by_e_mail_and_those_without_an_address_into_one_pdf(clerk: Visitor, company: Company) -> None:
    mailed = an_invoice(company, statement_emails="books@example.com").invoice_account
    printed = [an_invoice(company, "", number=number).invoice_account for number in ("K-1", "K-2")]
    chosen = [mailed.pk, *(one.pk for one in printed), a_reader(company).pk]

    clerk.post("customers/statements/", selected=chosen, on="2026-10-31", way="email", key=page_key(1))
    runner.look()

    [message] = mail.outbox
    assert message.to == ["books@example.com"]
    assert "Send statement" in text_of(clerk.get(f"customers/{mailed.pk}/"))
    assert "what was open at the end of 31 October 2026: EUR 70.00" in message.body
    assert "Statement of account" in text_of_pdf(message.attachments[0][1])
    job = Job.objects.get()
    assert (job.document_count, set_aside()) == (3, [])
    page = text_of(clerk.get(f"jobs/{job.pk}/"))
    assert "As of 31 Oct 2026" in page
    assert "Documents 1 to 2 (PDF)" in page
    text = text_of_pdf(clerk.get(f"jobs/{job.pk}/file").content)
    assert text.index("Statement of account K-1") < text.index("Statement of account K-2")


def test_a_job_that_comes_again_finds_who_owes_something(clerk: Visitor, company: Company) -> None:
    an_invoice(company)
    a_reader(company)

    jobs.submit(
        company=company, kind=SEND_STATEMENTS, description="Month", submitted_by=clerk.user, documents=None, key="m"
    )
    runner.look()

    assert JobTask.objects.get().document_count == len(mail.outbox) == 1


def test_the_command_sends_and_prints(company: Company, clerk: Visitor, tmp_path: Path) -> None:
    an_invoice(company)
    an_invoice(company, "")
    options = {"company": company.code, "on": date(2026, 10, 31), "user": clerk.user.username, "folder": tmp_path}
    out = StringIO()

    call_command("send_statements", **options, stdout=out)

    assert out.getvalue().strip() == "Statements: 2, files printed: 1."
    assert len(mail.outbox) == len(list(tmp_path.glob("*.pdf"))) == 1
    call_command("send_statements", **{**options, "on": date(2026, 9, 30)}, stdout=out)
    assert "Nothing was open on that day." in out.getvalue()


@pytest.mark.parametrize("page", ["post", "job"])
def test_what_is_posted_goes_to_those_who_want_it(clerk: Visitor, company: Company, page: str) -> None:
    orders = [an_order(a_reader(company, is_emailed=wants)).pk for wants in (True, False)]
    asked = {"options": "1", "credit_remaining_quantity": "on", "update": "sales-invoices:all", "emailing": "on"}

    for _twice in range(2):
        answer = clerk.post(f"orders/{page}/", selected=orders, key=page_key(1), **asked)
        runner.look()

    assert Invoice.objects.count() == 2
    [row] = SentDocument.objects.all()
    assert row.customer.is_emailed
    assert len(mail.outbox) == 1
    assert page == "job" or "1 document goes by e-mail: E-mail invoices" in text_of(answer)
    assert Job.objects.filter(description__as_read__startswith=f"E-mail invoices, {company.code}").count() == 1


def test_all_that_a_job_posts_goes_by_one_job_when_it_ends(clerk: Visitor, company: Company, settings: Any) -> None:
    settings.BATCH_CHUNK_SIZE = 1
    reader = a_reader(company, is_emailed=True)
    stopped = a_reader(company, "other@example.com", is_emailed=True, is_blocked=True)
    orders = [an_order(reader), an_order(reader), an_order(stopped)]
    asked = {"options": "1", "credit_remaining_quantity": "on", "update": "sales-invoices:all", "emailing": "on"}
    clerk.post("orders/job/", selected=[order.pk for order in orders], key=page_key(1), **asked)
    posting = Job.objects.get()

    while claim := claiming.claim_next(job_id=posting.pk):  # every worker dies before it ends the job
        runner._execute(claim)
        runner._unlock(claim)
    assert (Invoice.objects.count(), Job.objects.count()) == (2, 1)
    runner.look()
    [first] = followers(posting)
    Customer.objects.filter(pk=stopped.pk).update(is_blocked=False)
    retry(clerk, posting)

    assert [job.document_count for job in followers(posting)] == [2, 1]
    assert str(first.description) in text_of(clerk.get(f"jobs/{posting.pk}/"))
    assert sorted(row.number for row in SentDocument.objects.all()) == sorted(i.number for i in Invoice.objects.all())
    assert len(mail.outbox) == 3


def test_what_a_job_posted_before_it_was_canceled_is_emailed(clerk: Visitor, company: Company, settings: Any) -> None:
    settings.BATCH_CHUNK_SIZE = 1
    reader = a_reader(company, is_emailed=True)
    asked = {"options": "1", "credit_remaining_quantity": "on", "update": "sales-invoices:all", "emailing": "on"}
    clerk.post("orders/job/", selected=[an_order(reader).pk, an_order(reader).pk], key=page_key(1), **asked)
    posting = Job.objects.get()
    assert runner.take_one(job_id=posting.pk)
    steering.cancel(job=posting, canceled_by=clerk.user)
    runner.look()
    assert [(job.document_count, job.state) for job in followers(posting)] == [(1, "ended")]
    assert len(mail.outbox) == Invoice.objects.count() == 1


def test_free_text_invoices_are_emailed_after_posting_too(clerk: Visitor, company: Company) -> None:
    reader = a_reader(company, is_emailed=True)
    for page, emailing in (("post", {"emailing": "1"}), ("job", {"emailing": "1"}), ("post", {})):
        draft = a_free_text_invoice(reader)
        asked = {"selected": draft.pk, "key": page_key(draft.pk), "options": "1", **emailing}
        clerk.post(f"free-text/{page}/", **asked)
        runner.look()
    assert "E-mail after posting" in text_of(clerk.get("free-text/"))
    assert (Invoice.objects.count(), len(mail.outbox)) == (3, 2)


def test_who_only_reads_sends_nothing_and_another_company_is_not_there(clerk: Visitor, company: Company) -> None:
    send(clerk, invoice := an_invoice(company))
    row = SentDocument.objects.get().pk
    auditor = Visitor(a_user(company, Role.AUDITOR), company)
    stranger = Visitor(a_clerk(other := a_company()), other)

    for page, pk in (("invoices/email/", invoice.pk), ("sent/again/", row), ("documents/email/", 1)):
        assert auditor.post(page, selected=pk).status_code == 403
        assert stranger.post(page, selected=pk).status_code == 404
    assert "buyer@example.com" not in text_of(stranger.get("sent/"))
    assert "Choose from one up to 200 e-mails." in text_of(clerk.post("sent/again/"))
    assert date(2026, 10, 15) == SentDocument.objects.get().document_date
