"""A direct debit file tells the bank what to collect, by which mandate; it is kept as sent, and canceled as a whole."""

from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from lxml import etree

from customers.free_text.recurring import generate_recurring
from customers.models import CustomerTransaction, FreeTextInvoice, Mark
from customers.settling.reorganizing import WantedPart, reorganize
from journals import entering
from journals.acts import CannotEnter, approve
from journals.banking.statements import take_in
from journals.direct_debits.characters import plain
from journals.direct_debits.making import CannotMakeFile, PlanChanged, cancel_file, make_file
from journals.direct_debits.mandates import months_later, uses_of
from journals.direct_debits.planning import plan
from journals.direct_debits.target_days import is_target_day, last_target_day, next_target_day
from journals.models import (
    BankAccount,
    BankFile,
    BankStatus,
    CustomerBankAccount,
    DirectDebit,
    DirectDebitFile,
    FreeTextMethod,
    Journal,
    Mandate,
    Payment,
    PaymentStatusChange,
)
from journals.models.direct_debits import MessageVersion
from journals.payments.making import make_proposed
from journals.payments.paying import post_payments
from journals.payments.proposals import Terms
from journals.payments.proposing import propose
from journals.payments.statuses import change_bank_status, note_return
from tests.builders import a_clerk, a_company, a_controller, a_customer, a_recurring_invoice
from tests.cases import each
from tests.conftest import REAL_DATA
from tests.customers.pages import Visitor, page_key, text_of, value_of
from tests.customers.posting import findings
from tests.journals.direct_debits import IBAN, MOMENT, OTHER_IBAN, a_file, a_mandate, by_direct_debit
from tests.journals.payments import a_journal, a_payment, bank_of, invoices, meanwhile, untaxed
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db

SCHEMAS = REAL_DATA / "bank" / "xsd"


@pytest.fixture
def customer(db):
    return untaxed(number="C1", name="Bäckerei Österreich")


def elements(file: DirectDebitFile, *names: str) -> dict[str, list[str]]:
    root = Xml.fromstring(file.content)
    return {name: [found.text or "" for found in root.findall(f".//{{*}}{name}")] for name in names}


def test_it_collects_by_sequence_and_day_with_sums_that_agree(customer):
    [first, second] = invoices(customer, "100", "50.50")
    journal, method = by_direct_debit(customer)
    mandate = a_mandate(customer)
    other = untaxed(customer.company, number="C2")
    once = a_mandate(other, kind="one_off", scheme="B2B")
    early = a_payment(customer, None, {first: "100"}, journal=journal, method=method, on=date(2026, 10, 20))
    late = a_payment(customer, None, {second: "50.50"}, journal=journal, method=method, on=date(2026, 10, 28))
    single = a_payment(other, "7", journal=journal, method=method, on=date(2026, 10, 20))
    file = a_file(journal)
    found = elements(file, "SeqTp", "Cd", "ReqdColltnDt", "NbOfTxs", "CtrlSum", "InstdAmt", "MndtId", "Nm", "Ustrd")
    assert found["SeqTp"] == ["OOFF", "FRST", "RCUR"]
    assert found["Cd"] == ["SEPA", "B2B", "SEPA", "CORE", "SEPA", "CORE"]
    assert found["ReqdColltnDt"] == ["2026-10-20", "2026-10-20", "2026-10-28"]
    assert found["NbOfTxs"] == ["3", "1", "1", "1"]
    assert found["CtrlSum"] == ["157.50", "7.00", "100.00", "50.50"]
    assert found["InstdAmt"] == ["7.00", "100.00", "50.50"]
    assert found["MndtId"] == [once.number, mandate.number, mandate.number]
    assert found["Nm"].count("J. Muller + Sohne") == 3
    assert found["Ustrd"] == [str(single), first.number, second.number]
    assert (file.payment_count, file.amount) == (3, Decimal("157.50"))
    assert set(Payment.objects.filter(pk__in=[early.pk, late.pk, single.pk]).values_list("bank_status", flat=True)) == {
        "sent"
    }
    assert findings(customer.company) == {}


@pytest.mark.real_data
@pytest.mark.parametrize("version", ["pain.008.001.02", "pain.008.001.08"])
def test_its_files_are_valid_against_the_schema(customer, version):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    account = customer.bank_accounts.get()
    for bic, day in (("", 20), ("COBADEFFXXX", 21)):
        type(account).objects.filter(pk=account.pk).update(bic=bic)
        a_payment(customer, "10", journal=journal, method=method, on=date(2026, 10, day))
        schema = etree.XMLSchema(etree.parse(SCHEMAS / f"{version}.xsd"))
        schema.assertValid(etree.fromstring(a_file(journal, version).content.encode()))


# What is wrong with a payment or a mandate, and what is said of it.
LEFT_OUT = [
    ("UPDATE journals_mandate SET canceled_date = '2026-10-01', cancel_reason = 'asked'", "is canceled"),
    ("UPDATE journals_mandate SET signed_date = '2023-01-01'", "is expired"),
    ("UPDATE journals_mandate SET kind = 'one_off', last_collected_date = '2026-01-06'", "is used"),
    ("DELETE FROM journals_mandate", "has no mandate"),
    ("UPDATE journals_payment SET payment_date = '2026-10-12'", "from tomorrow on"),
    ("UPDATE journals_payment SET payment_date = '2026-12-25'", "give it the date 28 Dec 2026"),
    ("UPDATE journals_payment SET amount = -5", "0.01 up to"),
    ("UPDATE journals_payment SET currency_id = 'USD'", "collects euros"),
    ("UPDATE journals_bankaccount SET creditor_identifier = ''", "creditor identifier"),
    ("UPDATE journals_mandate SET signed_date = '2026-10-21'", "is not signed yet on that day"),
    ("UPDATE journals_journalname SET needs_approval = true", "not approved"),
]


def test_it_says_why_a_payment_is_left_out(customer):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    a_payment(customer, "10", journal=journal, method=method)
    for spoil, why in each(LEFT_OUT):
        with connection.cursor() as cursor:
            cursor.execute(spoil)
        spoiled = Journal.objects.get(pk=journal.pk)
        [(_payment, reason)] = plan(journal=spoiled, today=MOMENT.date(), made_by=spoiled.created_by).left_out
        assert why in reason
        with pytest.raises(CannotMakeFile, match="No payment"):
            a_file(spoiled)


# The last day of a month's end on which banks settle, and the first one again: weekends, and holidays of TARGET alone.
CLOSED = """
    last       | next       | because
    2025-12-31 | 2026-01-02 | New Year's Day
    2026-04-02 | 2026-04-07 | Easter 2026
    2027-03-25 | 2027-03-30 | Easter 2027
    2038-04-22 | 2038-04-27 | the latest Easter there is
    2026-04-30 | 2026-05-04 | 1 May, a Friday
    2026-12-24 | 2026-12-28 | Christmas, a weekend
    2024-12-24 | 2024-12-27 | Christmas
"""


@pytest.mark.parametrize("case", read_table(CLOSED), ids=lambda case: case["because"])
def test_banks_settle_in_euros_on_days_of_target(case):
    last, after = date.fromisoformat(case["last"]), date.fromisoformat(case["next"])
    closed = [last + timedelta(days=place) for place in range(1, (after - last).days)]
    assert [is_target_day(day) for day in (last, *closed, after)] == [True, *(False for _day in closed), True]
    assert {(last_target_day(day), next_target_day(day)) for day in closed} == {(last, after)}


def test_a_mandate_lives_from_its_first_to_its_final_collection(customer):
    journal, method = by_direct_debit(customer)
    mandate = a_mandate(customer)
    with pytest.raises(ValidationError, match="own bank account BANK"):
        CustomerBankAccount(company=customer.company, customer=customer, iban=IBAN).full_clean()
    own = BankAccount.objects.get(company=customer.company, code="BANK")
    own.iban = mandate.bank_account.iban
    with pytest.raises(ValidationError, match=f"bank account of customer {customer.number}"):
        own.full_clean()
    taken = []
    for day, is_final in ((20, False), (21, False), (22, True)):
        Mandate.objects.update(is_final_next=is_final)
        payment = a_payment(customer, "10", journal=journal, method=method, on=date(2026, 10, day))
        a_file(journal)
        taken.append(payment.direct_debits.get().sequence_type)
        if day == 20:
            # What the bank rejected did not happen: the next one is the first again.
            note_return(payment=payment, reason="AC04", noted_by=payment.entered_by)
    assert taken == ["FRST", "FRST", "FNAL"]
    [use] = uses_of(Mandate.objects.all()).values()
    assert use.state(date(2026, 10, 23)) == "used"
    with pytest.raises(Exception, match="stays as it was signed"), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(signed_date=date(2026, 1, 1))
    for changed in ({"iban": IBAN}, {"holder": "Somebody"}, {"customer": a_customer(customer.company)}):
        with pytest.raises(Exception, match="as its mandate was signed"), transaction.atomic():
            CustomerBankAccount.objects.filter(pk=mandate.bank_account_id).update(**changed)


def test_a_mandate_expires_36_months_after_it_was_used_last(customer):
    mandate = a_mandate(customer, last_collected_date=date(2026, 2, 28))
    use = uses_of(Mandate.objects.all())[mandate.pk]
    assert use.state(date(2029, 2, 28)) == "active"
    assert use.state(date(2029, 3, 1)) == "expired"
    assert months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)


def test_a_payment_is_in_one_file_until_that_is_canceled(customer):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    payment = a_payment(customer, "10", journal=journal, method=method)
    of_payment = {"company": customer.company, "payments": [payment.pk], "changed_by": payment.entered_by}
    seen = plan(journal=journal, today=MOMENT.date(), made_by=journal.created_by).fingerprint
    values = {"journal": journal, "moment": MOMENT, "made_by": journal.created_by, "seen": seen, "key": "one"}
    file = make_file(version=MessageVersion.V02, **values)
    assert make_file(version=MessageVersion.V02, **values) == file
    with pytest.raises(CannotMakeFile, match="sent before"):
        make_file(version=MessageVersion.V08, **values)
    assert plan(journal=journal, today=MOMENT.date(), made_by=journal.created_by).collections == []
    with pytest.raises(CannotEnter, match="stands in direct debit file"):
        entering.delete_payment(payment=payment, deleted_by=payment.entered_by)
    head = entering.PaymentHead(customer, payment.payment_date, payment.amount, payment.bank_account, method=method)
    with CaptureQueriesContext(connection) as asked, pytest.raises(CannotEnter, match="stands in direct debit file"):
        entering.change_payment(payment=payment, version=1, head=head, marks={}, changed_by=file.made_by)
    # The journal is held before the files are looked at: none is made between.
    place = {name: [name in one["sql"] for one in asked].index(True) for name in ('_journal"', '_directdebit"')}
    assert place['_journal"'] < place['_directdebit"']
    with pytest.raises(Exception, match="stays as the bank was told"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(amount=11)
    change_bank_status(**of_payment, status=BankStatus.RECEIVED, reason="")
    with pytest.raises(CannotMakeFile, match=f"The bank has {payment} already"):
        cancel_file(file=file, reason="not sent", canceled_by=payment.entered_by)
    change_bank_status(**of_payment, status=BankStatus.SENT, reason="wrong line")
    assert cancel_file(file=file, reason="not sent", canceled_by=payment.entered_by)
    assert not cancel_file(file=file, reason="not sent", canceled_by=payment.entered_by)
    again = a_file(journal)
    assert again.message_id != file.message_id
    assert list(PaymentStatusChange.objects.order_by("pk").values_list("status_after", flat=True)) == [
        "sent",
        "received",
        "sent",
        "none",
        "sent",
    ]
    post_payments(company=customer.company, documents=[payment.pk], posted_by=payment.entered_by, key="post")
    with pytest.raises(CannotMakeFile, match=f"Posted: {payment}"):
        cancel_file(file=again, reason="too late", canceled_by=payment.entered_by)
    assert findings(customer.company) == {}


def test_what_it_collects_stays_marked_and_what_waits_is_approved_anew(customer):
    told, waits = invoices(customer, "10", "20")
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    payment = a_payment(customer, None, {told: "10"}, journal=journal, method=method)
    a_file(journal)
    other = a_payment(customer, None, {waits: "20"})
    controller = a_controller(customer.company)
    for one in (journal, other.journal):
        one.refresh_from_db()
        approve(journal=one, version=one.version, approved_by=controller)
    visitor = Visitor(controller, customer.company)
    chosen = [one.customer_transaction.pk for one in (told, waits)]
    said = text_of(visitor.post("transactions/marked/release/", selected=chosen))
    assert f"{payment}: It stands in direct debit file" in said
    assert "1 transaction is free again" in said
    assert [mark.document_id for mark in Mark.objects.all()] == [payment.pk]
    for one, is_approved in ((journal, True), (other.journal, False)):
        one.refresh_from_db()
        assert (one.approved_at is not None) == is_approved


def test_a_payment_that_the_bank_rejected_is_deleted_and_collected_anew(customer):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    posted, rejected = (a_payment(customer, amount, journal=journal, method=method) for amount in ("10", "20"))
    a_file(journal)
    post_payments(company=customer.company, documents=[posted.pk], posted_by=posted.entered_by, key="post")
    note_return(payment=rejected, reason="AC04", noted_by=rejected.entered_by)
    [collection] = rejected.direct_debits.all()
    with pytest.raises(Exception, match="stays as the bank was told"), transaction.atomic():
        DirectDebit.objects.filter(pk=collection.pk).update(is_canceled=True)
    assert entering.delete_payment(payment=rejected, deleted_by=rejected.entered_by)
    collection.refresh_from_db()
    assert (collection.payment, collection.is_canceled, collection.amount) == (None, True, 20)
    assert findings(customer.company) == {}
    again = a_payment(customer, "20", journal=journal, method=method)
    a_file(journal)
    assert again.direct_debits.get().sequence_type == "RCUR"


def test_it_is_made_as_it_was_shown_or_not_at_all(customer):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    a_payment(customer, "10", journal=journal, method=method)
    seen = plan(journal=journal, today=MOMENT.date(), made_by=journal.created_by).fingerprint
    a_payment(customer, "20", journal=journal, method=method)
    values = {"journal": journal, "moment": MOMENT, "made_by": journal.created_by, "key": "file"}
    with pytest.raises(PlanChanged):
        make_file(version=MessageVersion.V08, seen=seen, **values)
    assert not DirectDebit.objects.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE journals_directdebitfile SET content = replace(content, '10.00', '90.00')",
        "UPDATE journals_directdebit SET amount = amount + 1",
        "UPDATE journals_directdebit SET is_canceled = true",
        "UPDATE journals_payment SET amount = amount + 1",
    ],
)
def test_the_database_keeps_what_the_bank_was_told(customer, spoil):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    a_payment(customer, "10", journal=journal, method=method)
    a_file(journal)
    with pytest.raises(Exception, match="arclose: "), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(spoil)


@pytest.mark.parametrize(
    ("text", "bank_text"),
    [("Łódź & Söhne", "Lodz + Sohne"), ("a//b", "a/b"), ("/ab/", "ab"), ("一", "."), ("x" * 80, "x" * 70)],
)
def test_it_writes_what_every_bank_can_read(text, bank_text):
    assert plain(text, longest=70) == bank_text


def test_the_pages_show_make_download_and_cancel_a_file(customer):
    company = customer.company
    visitor = Visitor(a_clerk(company), company)
    journal, method = by_direct_debit(customer)
    mandate = a_mandate(customer)
    other = untaxed(company, number="C2")
    a_payment(customer, "10", journal=journal, method=method, on=date(2099, 1, 5))
    Mandate.objects.update(signed_date=date(2098, 1, 1))
    a_payment(other, "20", journal=journal, method=method, on=date(2099, 1, 5))
    a_payment(other, "5", journal=a_journal(company))
    nothing = text_of(visitor.get(f"payment-journals/{Journal.objects.latest('pk').pk}/direct-debit/"))
    assert "a method that is a SEPA direct debit: 1. Choose one" in nothing
    page = visitor.get(f"payment-journals/{journal.pk}/direct-debit/")
    assert mandate.number in text_of(page)
    assert "has no mandate" in text_of(page)
    typed = {"key": page_key(1), "seen": value_of(page, "seen"), "version": "pain.008.001.08"}
    made = visitor.post(f"payment-journals/{journal.pk}/direct-debit/", **typed)
    assert "give it to the bank" in text_of(made)
    file = DirectDebitFile.objects.get()
    downloaded = visitor.get(f"direct-debits/{file.pk}/file/")
    assert downloaded.content.decode() == file.content
    assert file.message_id in downloaded["Content-Disposition"]
    listed = text_of(visitor.get("direct-debits/"))
    assert (file.message_id in listed, "10.00 EUR" in listed) == (True, True)
    assert "Sent EUR 10.00" in text_of(visitor.get(f"direct-debits/{file.pk}/"))
    assert file.message_id in text_of(visitor.get(f"payment-journals/{journal.pk}/"))
    changed = visitor.post(f"payment-journals/{journal.pk}/direct-debit/", **{**typed, "key": page_key(2)})
    assert (changed.status_code, "has changed since you looked" in changed.content.decode()) == (409, True)
    assert "its payments wait again" in text_of(visitor.post(f"direct-debits/{file.pk}/cancel/", reason="not sent"))
    stranger = a_company()
    outside = Visitor(a_clerk(stranger), stranger)
    for page in (f"direct-debits/{file.pk}/", f"direct-debits/{file.pk}/file/"):
        assert outside.get(page).status_code == 404
    assert OTHER_IBAN in file.content


REPORT = """<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-10-13T09:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.008</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>
{batches}</CstmrPmtStsRpt></Document>"""
BATCH = "<OrgnlPmtInfAndSts><OrgnlPmtInfId>{}</OrgnlPmtInfId>{}</OrgnlPmtInfAndSts>"
PAYMENT = "<TxInfAndSts><OrgnlEndToEndId>{}</OrgnlEndToEndId>{}</TxInfAndSts>"
REASON = "<StsRsnInf><Rsn><Cd>{}</Cd></Rsn><AddtlInf>as asked</AddtlInf></StsRsnInf>"

# What a bank says of the file, of its first batch (the first payment) and its second one, and of the second and third
# payment; and the status that the three have then.
ANSWERED = """
    version | file | batches   | payments       | statuses
    03      | RCVD |           |                | received, received, received
    03      | ACSP | , ACSC    |                | received, approved, approved
    10      | PART | , ACSP    | ACSC, RJCT     | sent, approved, rejected
    10      | RJCT |           |                | rejected, rejected, rejected
    10      | ACSC | RJCT,     | , PART         | rejected, approved, approved
    12      |      | ACSC, NEW |                | approved, sent, sent
"""


def test_the_answer_of_the_bank_gives_payments_their_status(customer, tmp_path):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    payments = [
        a_payment(customer, "10", journal=journal, method=method, on=date(2026, 10, day)) for day in (20, 21, 21)
    ]
    file = a_file(journal)
    for case in each(read_table(ANSWERED)):
        gives_statuses(case, journal=journal, file=file, payments=payments, path=tmp_path / "answer.xml")


def gives_statuses(case, *, journal, file, payments, path):
    company = journal.company

    def said(tag: str, status: str) -> str:
        return f"<{tag}>{status}</{tag}>{REASON.format('MD01') if status == 'RJCT' else ''}" if status else ""

    batch = [*case["batches"].split(", "), ""] if case["batches"] else ["", ""]
    of_payments = case["payments"].split(", ") if case["payments"] else ["", ""]
    references = [payment.direct_debits.get().end_to_end_id for payment in payments]
    inner = "".join(
        PAYMENT.format(reference, said("TxSts", status))
        for reference, status in zip(references[1:], of_payments, strict=True)
    )
    names = elements(file, "PmtInfId")["PmtInfId"]
    batches = BATCH.format(names[0], said("PmtInfSts", batch[0].strip(", "))) + BATCH.format(
        names[1], said("PmtInfSts", batch[1].strip(", ")) + inner
    )
    values = {"version": case["version"], "message": file.message_id, "group": said("GrpSts", case["file"])}
    path.write_text(REPORT.format(batches=batches, **values))
    taken = take_in(company=company, path=path, file_name="answer.xml", user=journal.created_by)
    found = [Payment.objects.get(pk=payment.pk).bank_status for payment in payments]
    assert ", ".join(found) == case["statuses"], case
    assert taken.answered == sum(status != "sent" for status in found)
    for change in PaymentStatusChange.objects.filter(status_after="rejected"):
        assert change.reason == "MD01 as asked"
    again = take_in(company=company, path=path, file_name="answer.xml", user=journal.created_by)
    assert again.is_repeated
    # Nothing goes back on its way, and what was rejected stays so.
    path.write_text(REPORT.format(batches="", **{**values, "group": "<GrpSts>RCVD</GrpSts>"}))
    if "sent" not in found and case["file"] != "RCVD":
        assert take_in(company=company, path=path, file_name="x", user=journal.created_by).answered == 0


def test_an_answer_changes_no_status_that_somebody_sets_meanwhile(customer, tmp_path):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    payment = a_payment(customer, "10", journal=journal, method=method)
    file, path = a_file(journal), tmp_path / "answer.xml"
    path.write_text(REPORT.format(version="03", message=file.message_id, group="<GrpSts>RCVD</GrpSts>", batches=""))
    told = {"payments": [payment.pk], "status": "rejected", "reason": "AM04", "changed_by": journal.created_by}
    with meanwhile("journals_payment", change_bank_status, company=customer.company, **told):
        taken = take_in(company=customer.company, path=path, file_name="answer.xml", user=journal.created_by)
    assert (taken.answered, Payment.objects.get(pk=payment.pk).bank_status) == (0, "rejected")


def test_an_answer_to_something_else_is_refused_by_name(customer, tmp_path):
    journal, method = by_direct_debit(customer)
    a_mandate(customer)
    a_payment(customer, "10", journal=journal, method=method)
    file, path = a_file(journal), tmp_path / "answer.xml"
    visitor = Visitor(a_clerk(customer.company), customer.company)

    def read(message: str, batches: str) -> str:
        path.write_text(REPORT.format(version="03", message=message, group="<GrpSts>ACSP</GrpSts>", batches=batches))
        sent = {"bank_files": SimpleUploadedFile("answer.xml", path.read_bytes())}
        return text_of(visitor.post("bank-statements/read/", **sent))

    assert "OTHER, which is no direct debit file of" in read("OTHER", "")
    assert "It names MINE, which direct debit file" in read(file.message_id, BATCH.format("MINE", ""))
    assert "does not say what it is about (OrgnlEndToEndId)" in read(
        file.message_id, BATCH.format("MINE", "<TxInfAndSts></TxInfAndSts>")
    )
    assert not BankFile.objects.exists()
    assert "payments with another payment status 1." in read(file.message_id, "")
    assert BankFile.objects.get().version == "pain.002.001.03"
    DirectDebitFile.objects.update(canceled_at=Now(), canceled_by=journal.created_by, cancel_reason="x")
    assert "which is canceled" in read(f"{file.message_id} ", "")


def test_a_free_text_invoice_says_by_which_method_and_mandate_it_is_collected(customer):
    company, clerk = customer.company, Visitor(a_clerk(customer.company), customer.company)
    journal, method = by_direct_debit(customer, code="DEBIT")
    first, last = a_mandate(customer), a_mandate(customer, signed_date=date(2026, 9, 1))
    foreign = a_mandate(untaxed(company))
    line = {"description": "Service", "account": "8100", "quantity": "1", "unit_price": "50", "item_type": "service"}
    form = {f"lines-0-{name}": value for name, value in line.items()} | {
        "customer": customer.number, "invoice_date": "15-10-2026", "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0",
        "method_of_payment": "", "mandate": first.number,
    }  # fmt: skip
    refused = text_of(clerk.post("free-text/new/", **form))
    assert "Only a direct debit is collected by a mandate" in refused
    form["method_of_payment"] = "DEBIT"
    assert "was signed by customer" in text_of(clerk.post("free-text/new/", **{**form, "mandate": foreign.number}))
    for number, mandate in enumerate((first.number, last.number, "", first.number)):
        clerk.post("free-text/new/", key=page_key(number), **{**form, "mandate": mandate})
    documents = FreeTextInvoice.objects.order_by("pk")
    again = {"template": a_recurring_invoice(customer, is_stopped=True).template.code, "every": "1", "unit": "months"}
    again |= {name: form[name] for name in ("customer", "method_of_payment", "mandate")} | {"start_date": "31-10-2026"}
    assert first.number in text_of(clerk.post("recurring/new/", key=page_key(7), **again))
    assert clerk.post("recurring/new/", key=page_key(7), **again | {"mandate": ""}).status_code == 409
    [made] = generate_recurring(company=company, until=date(2026, 10, 31), generated_by=clerk.user).documents
    assert made.own_method.mandate == first
    made.delete()
    assert first.number in text_of(clerk.get(f"free-text/{documents[0].pk}/"))
    assert value_of(clerk.get(f"free-text/{documents[0].pk}/change/"), "mandate") == first.number
    clerk.post(f"free-text/{documents[3].pk}/change/", **{**form, "method_of_payment": "", "mandate": ""})
    clerk.post("free-text/post/", selected=[one.pk for one in documents], key=page_key(9))
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        FreeTextMethod.objects.update(mandate=last)
    # What a document says holds for what it is split into.
    [owed] = CustomerTransaction.objects.filter(invoice__free_text=documents[0])
    later = [WantedPart(Decimal(50), date(2026, 12, 20), customer)]
    values = {"company": company, "posted_by": clerk.user, "day": date(2026, 10, 18), "key": "later"}
    reorganize(transaction_id=owed.pk, parts=later, **values)
    terms = Terms(method=method, bank_account=bank_of(company), until=date(2026, 12, 31), earliest=date(2026, 10, 19))
    found = propose(company=company, terms=terms)
    assert [(len(one.parts), one.amount) for one in found.payments] == [(1, 50)] * 3
    make_proposed(journal=journal, terms=terms, seen=found.fingerprint, made_by=clerk.user, key="proposed")
    planned = plan(journal=journal, today=MOMENT.date(), made_by=journal.created_by)
    assert sorted(one.mandate.pk for one in planned.collections) == [first.pk, last.pk, last.pk]
    Mark.objects.update(document_id=Payment.objects.latest("pk").pk)
    reasons = {why for _one, why in plan(journal=journal, today=MOMENT.date(), made_by=journal.created_by).left_out}
    assert reasons == {"It settles invoices that name different mandates: pay them apart."}
    assert findings(company) == {}
