"""What lets every form of a company be shown: jobs in every state, and documents that wait for each act."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from arclose.batch import composing, runner
from arclose.batch.jobs import Draft, Plan, submit
from arclose.batch.models import Job, JobState, JobTask
from arclose.batch.schedule.recurrence import Recurrence
from arclose.ledger.models import Company
from customers.free_text.recurring import RECURRING_INVOICES
from customers.models import SalesOrder, SalesParameters, SentDocument
from ecsales.formats.listing import Period
from ecsales.list_states import close
from journals.banking.payments import explain
from journals.bills.entering import Terms, enter_steps
from journals.bills.remitting import close_remittance
from journals.models import JournalName, JournalType, Remittance, RemittanceType, StepType
from journals.payments.paying import post_payments
from tests import builders
from tests.bills.bills import OCTOBER, a_bill, a_bill_journal, entered_by_word, taken
from tests.customers.posting import posted
from tests.ecsales.lists import a_list, reported
from tests.journals.direct_debits import a_mandate, by_direct_debit
from tests.journals.payments import a_method, a_payment, bank_of, invoices, untaxed
from tests.revaluation.runs import a_run


def jobs_in_every_state(company: Company, anna: builders.User) -> None:
    """Let a job fail, one be canceled while a worker is at it, and two be to come, one of them of two tasks."""
    blocked = builders.an_order(builders.a_customer(company, is_blocked=True))
    values: dict[str, Any] = {"company": company, "kind": "sales-invoices", "submitted_by": anna}
    failing = SalesOrder.objects.filter(pk=blocked.pk).values_list("pk", "invoice_date", "number")
    submit(**values, description="Fails", key="fails", documents=failing)
    runner.look()
    late = {**values, "documents": None, "parameters": {"filter": "period=all", "period": "2026-10"}}
    canceled = submit(**late, description="Canceled at work", key="canceled", plan=Plan(is_withheld=True))
    Job.objects.filter(pk=canceled.pk).update(state=JobState.CANCELING)
    comes_again = Recurrence(unit="months", every=1, start=datetime.combine(date(2099, 1, 1), time(6)))
    submit(**late, description="To come", key="to come", plan=Plan(recurrence=comes_again))
    withheld = submit(**late, description="Late", key="late", plan=Plan(is_withheld=True))
    composing.add(job=withheld, draft=Draft(kind=RECURRING_INVOICES), added_by=anna)


def what_waits(company: Company, anna: builders.User) -> None:
    """Let an e-mail wait, a revaluation be previewed, transactions be settled in two ways, and a payment be bridged."""
    sent = company.invoices.latest("pk")
    SentDocument.objects.create(
        company=company, document_type="invoice", document_id=sent.pk, document_date=sent.invoice_date,
        number=sent.number, customer=sent.invoice_account, recipient="buyer@example.com",
        task=JobTask.objects.filter(company=company).latest("pk"), requested_by=anna,
    )  # fmt: skip
    a_run(company, date(2026, 10, 31))
    buyer = untaxed(company, name="Settles")
    invoices(buyer, "30", "-10")
    posted(builders.an_order(buyer, ("1", "20"), currency_id="USD"))
    bridged = a_payment(buyer, "20", method=a_method(company, bridging_account="1010"))
    _post(bridged)
    a_payment(buyer, "5")


def what_waits_for_approval(company: Company) -> None:
    """Let free text invoices be approved before they are posted, and journals of payments."""
    SalesParameters.objects.update_or_create(company=company, defaults={"approves_free_text": True})
    journal = a_payment(untaxed(company), "6").journal
    JournalName.objects.filter(pk=journal.name_id).update(needs_approval=True)


def what_is_at_the_bank(company: Company) -> None:
    """Let lines of statements pay invoices, return a payment, and be explained otherwise."""
    buyer = untaxed(company, name="Pays by bank")
    first, second = invoices(buyer, "110", "120")
    returned = a_payment(buyer, "42")
    _post(returned)
    statement = builders.a_bank_statement(
        company,
        ("110", "Pays by bank", first.number),
        ("120", "Pays by bank", second.number),
        ("-42", "Pays by bank", f"terug /EREF/{company.code}-PM-{returned.pk}/RTRN/MD01"),
        on=date(2026, 10, 22),
    )
    charged = builders.a_bank_statement(company, "7", on=date(2026, 10, 23))
    explain(company=company, lines=[charged.lines.get().pk], reason="rent", explained_by=statement.file.read_by)


def a_payment_to_collect(company: Company) -> None:
    """Let a payment wait that the bank is to be told to collect some days from now."""
    buyer = untaxed(company, name="Is collected from")
    journal, method = by_direct_debit(buyer)
    a_mandate(buyer)
    a_payment(buyer, "5", journal=journal, method=method, on=timezone.localdate() + timedelta(days=10))


def bills_on_their_way(company: Company) -> None:
    """Let a bill wait in a remittance, one for one that is not made, and one for its acceptance; one is closed."""
    buyer = untaxed(company, name="Draws bills")
    owed = invoices(buyer, *["100"] * 4)
    closed, sent, to_send, drawn = (a_bill(buyer, {one: "100"}) for one in owed)
    [remittance] = Remittance.objects.filter(bills=taken(closed, "collection settle"))
    close_remittance(remittance=remittance, closed_by=remittance.made_by)
    entered_by_word(sent, RemittanceType.COLLECTION)
    journal = a_bill_journal(company, JournalType.REMITTANCE)
    terms = Terms(
        step_type=StepType.REMIT, step_date=OCTOBER, remittance_type=RemittanceType.COLLECTION,
        bank_account=bank_of(company),
    )  # fmt: skip
    enter_steps(journal=journal, bills=[to_send.pk], terms=terms, entered_by=journal.created_by, key="to send")
    assert drawn.accepted_date is None


def a_closed_list(company: Company) -> None:
    """Close the list of August."""
    august = a_list(company, Period(2026, 8))
    reported(august)
    august.refresh_from_db()
    close(sales_list=august, receipt="", changed_by=builders.a_controller(company))


def _post(payment: Any) -> None:
    post_payments(
        company=payment.company, documents=[payment.pk], posted_by=payment.entered_by, key=f"post {payment.pk}"
    )
