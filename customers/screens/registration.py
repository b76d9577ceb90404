"""What the pages of customers add to every page: navigation, kinds of documents, search."""

from dataclasses import replace
from functools import partial

from django.utils.translation import gettext_lazy as _

from arclose.batch import kinds
from arclose.batch.models import JobTask
from arclose.batch.screens import late_selection
from arclose.batch.screens.narrowing import Narrowing
from arclose.ledger import documents
from arclose.ledger.documents import DocumentKind
from arclose.web import pages
from arclose.web.days import format_day
from arclose.web.pages import Page
from customers.deferral_entries import DEFERRAL, DEFERRAL_TAKEN_BACK
from customers.delivery_entries import PACKING_SLIP
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.dunning.jobs import COLLECTION_LETTERS_JOB, INTEREST_NOTES_JOB
from customers.entries import EXCHANGE, INVOICE, REORGANIZATION, SETTLEMENT
from customers.jobs import FREE_TEXT_JOB, JOBS
from customers.papers.print_jobs import AS_OF, PRINT_JOBS, as_of
from customers.screens import finding, interest, letters
from customers.screens.chosen import kept_of
from customers.screens.fix_pages import fix_page, fix_page_of_free_text
from customers.screens.late_selection import select_free_text, select_orders
from customers.screens.printed_runs import downloads_of
from customers.screens.update_form import parameters_in_words
from customers.screens.waiting_tasks import WaitingFreeText, waiting_for
from customers.sending.jobs import AGAIN, SENDING_JOBS, STATEMENTS_JOB
from customers.sending.jobs import as_of as day_of_statements
from customers.settling.concession_entries import CONCESSION
from customers.settling.reserving import RESERVED_BY, called_order
from customers.update_parameters import from_stored
from customers.updates import UPDATES, Update


def register() -> None:
    """Put jobs, pages and search on their lists."""
    _register_jobs()
    _register_pages()
    _register_documents()
    finding.register()


def _register_jobs() -> None:
    kinds.register(
        replace(
            FREE_TEXT_JOB,
            select=select_free_text,
            task_form=WaitingFreeText,
            facts=_facts_of_free_text,
            downloads=downloads_of,
            fix_page=fix_page_of_free_text,
        )
    )
    for kind, note_pages in ((INTEREST_NOTES_JOB, interest.PAGES), (COLLECTION_LETTERS_JOB, letters.PAGES)):
        kinds.register(
            replace(
                kind,
                select=note_pages.select,
                task_form=late_selection.narrowed_to(Narrowing(note_pages.filters, ["text", "date"])),
                facts=late_selection.facts_of,
            )
        )
    for kind in PRINT_JOBS:
        kinds.register(replace(kind, downloads=kept_of, facts=_facts_of_printing))
    for kind in SENDING_JOBS:
        is_of_statements = kind is STATEMENTS_JOB
        kinds.register(
            replace(kind, facts=_facts_of_sending, downloads=kept_of)
            if is_of_statements
            else replace(kind, facts=_facts_of_sending)
        )
    for name, kind in JOBS.items():
        kinds.register(
            replace(
                kind,
                select=partial(select_orders, update=UPDATES[name]),
                task_form=waiting_for(UPDATES[name]),
                facts=partial(_facts_of_task, update=UPDATES[name]),
                downloads=downloads_of,
                fix_page=fix_page,
            )
        )


def _facts_of_free_text(task: JobTask) -> list[tuple[str, str]]:
    return [*late_selection.facts_of(task), *parameters_in_words(None, from_stored(task.parameters))]


def _facts_of_printing(task: JobTask) -> list[tuple[str, str]]:
    return [(str(_("As of")), format_day(as_of(task)))] if AS_OF in task.parameters else []


def _facts_of_sending(task: JobTask) -> list[tuple[str, str]]:
    facts = [(str(_("As of")), format_day(day_of_statements(task)))] if task.kind == STATEMENTS_JOB.name else []
    return [*facts, (str(_("Send again")), str(_("yes")))] if AGAIN in task.parameters else facts


def _facts_of_task(task: JobTask, *, update: Update) -> list[tuple[str, str]]:
    parameters = replace(from_stored(task.parameters), late_selection=False)
    return [*late_selection.facts_of(task), *parameters_in_words(update, parameters)]


def _register_documents() -> None:
    undone_by_opposite = _("An issued document is undone by its opposite only: credit it.")
    undone_by_settlement = _("It is undone by reversing the settlement, which takes this voucher back too.")
    documents.register(DocumentKind(INVOICE, _("Invoice"), "customers:invoice", undone_by_opposite))
    documents.register(
        DocumentKind(RESERVED_BY, _("Order"), "customers:order", called=called_order, has_vouchers=False)
    )
    undone_by_correction = _("A packing slip is undone by its correction, which takes this voucher back too.")
    documents.register(DocumentKind(PACKING_SLIP, _("Packing slip"), "customers:order_document", undone_by_correction))
    deferred = _("Deferred revenue")
    documents.register(DocumentKind(DEFERRAL, deferred, "customers:order_document", undone_by_correction))
    taken_back, undone_with_invoice = (
        _("Deferred revenue taken back"),
        _("It is undone with its invoice, by undoing it."),
    )
    documents.register(DocumentKind(DEFERRAL_TAKEN_BACK, taken_back, "customers:invoice", undone_with_invoice))
    documents.register(DocumentKind(EXCHANGE, _("Currency exchange"), undone_by=undone_by_settlement))
    arranged = _("Reorganization")
    documents.register(DocumentKind(REORGANIZATION, arranged, "customers:reorganization", undone_by_settlement))
    documents.register(DocumentKind(CONCESSION, _("Concession"), "customers:concession", undone_by_settlement))
    undone_by_reversal = _("An interest note is reversed on its own page.")
    note = INTEREST_NOTES.document_type
    documents.register(DocumentKind(note, _("Interest note"), "customers:interest_note", undone_by_reversal))
    undone_by_reversal, letter = _("A collection letter is reversed on its own page."), COLLECTION_LETTERS.document_type
    documents.register(DocumentKind(letter, _("Collection letter"), "customers:collection_letter", undone_by_reversal))
    documents.register(DocumentKind(SETTLEMENT, _("Settlement"), "customers:settlement", undone_by_settlement))


def _register_pages() -> None:
    for page in (
        Page(
            "customers:orders",
            label=_("Orders"),
            section=pages.SALES,
            position=10,
            icon="order",
            keywords=_("sales orders, returned orders, confirm, pick, deliver, post invoices"),
            names=tuple(update.action for update in UPDATES.values()),
            highlights=(
                "customers:order",
                "customers:new_order",
                "customers:change_order",
                "customers:cancel_order",
                "customers:give_up_rest",
                "customers:place_hold",
                "customers:clear_hold",
                "customers:post_orders",
                "customers:posted_orders",
            ),
        ),
        Page(
            "customers:credit_holds",
            label=_("Orders on credit hold"),
            section=pages.SALES,
            position=12,
            icon="pause",
            keywords=_("credit limit, release, reject, blocked orders"),
            highlights=("customers:decide_credit", "customers:put_on_hold"),
        ),
        Page(
            "customers:order_documents",
            label=_("Order documents"),
            section=pages.SALES,
            position=15,
            icon="order",
            keywords=_("confirmations, picking lists, packing slips, deliveries"),
            highlights=(
                "customers:order_document",
                "customers:correct_packing_slip",
                "customers:invoice_slips",
                "customers:email_confirmations",
            ),
        ),
        Page(
            "customers:free_text_invoices",
            label=_("Free text invoices"),
            section=pages.SALES,
            position=18,
            icon="invoice",
            keywords=_("post free text invoices, invoices without an order"),
            names=(_("Post free text invoices"),),
            highlights=(
                "customers:free_text_invoice",
                "customers:new_free_text",
                "customers:change_free_text",
                "customers:preview_free_text",
            ),
        ),
        Page(
            "customers:recurring_invoices",
            label=_("Recurring invoices"),
            section=pages.SALES,
            position=19,
            icon="invoice",
            keywords=_("generate recurring invoices, subscriptions, contracts"),
            highlights=(
                "customers:recurring_invoice",
                "customers:new_recurring",
                "customers:change_recurring",
                "customers:generate_recurring",
            ),
        ),
        Page(
            "customers:invoices",
            label=_("Invoices"),
            section=pages.SALES,
            position=20,
            icon="invoice",
            keywords=_("credit notes"),
            highlights=(
                "customers:invoice",
                "customers:credit_invoice",
                "customers:ubl_invoices",
                "customers:email_invoices",
                "customers:print_made",
            ),
        ),
        Page(
            "customers:sent_documents",
            label=_("Sent documents"),
            section=pages.SALES,
            position=25,
            icon="invoice",
            keywords=_("e-mail, mail, statements sent, not sent, send again"),
            highlights=("customers:send_again",),
        ),
        Page(
            "customers:items",
            label=_("Items"),
            section=pages.SALES,
            position=30,
            icon="item",
            keywords=_("articles, products, goods, services, prices, on hand, stock"),
            highlights=("customers:item",),
        ),
        Page(
            "customers:customers",
            label=_("Customers"),
            section=pages.CUSTOMERS,
            position=10,
            icon="customers",
            highlights=("customers:customer", "customers:statements"),
        ),
        Page(
            "customers:transactions",
            label=_("Transactions"),
            section=pages.CUSTOMERS,
            position=20,
            icon="transactions",
            keywords=_("open transactions, settle, settlement"),
            highlights=(
                "customers:mark",
                "customers:settlement",
                "customers:reverse_settlement",
                "customers:write_off",
                "customers:settle_across",
            ),
        ),
        Page(
            "customers:marked_transactions",
            label=_("Marked transactions"),
            section=pages.CUSTOMERS,
            position=25,
            icon="transactions",
            keywords=_("marks, locks, held, release, unmark"),
        ),
        Page(
            "customers:interest_notes",
            label=_("Interest notes"),
            section=pages.CUSTOMERS,
            position=25,
            icon="transactions",
            keywords=_("interest on arrears, late payment, overdue, fee, calculate interest, post interest notes"),
            highlights=(
                "customers:interest_note",
                "customers:calculate_interest",
                "customers:preview_interest_notes",
                "customers:reverse_interest_note",
                "customers:reinstate_interest_note",
            ),
        ),
        Page(
            "customers:collection_letters",
            label=_("Collection letters"),
            section=pages.CUSTOMERS,
            position=26,
            icon="transactions",
            keywords=_("reminders, dunning, overdue, fee, make collection letters, post collection letters"),
            highlights=(
                "customers:collection_letter",
                "customers:write_collection_letters",
                "customers:preview_collection_letters",
                "customers:reverse_collection_letter",
                "customers:reinstate_collection_letter",
                "customers:email_collection_letters",
            ),
        ),
        Page(
            "customers:ageing",
            label=_("Ageing"),
            section=pages.CUSTOMERS,
            position=30,
            icon="ageing",
            keywords=_("reconciliation, subledger, control account"),
        ),
        Page(
            "customers:sales",
            label=_("Sales by country"),
            section=pages.SALES,
            position=90,
            icon="chart",
            keywords=_("sales by month, revenue, turnover, chart, statistics"),
        ),
        Page(
            "customers:books",
            label=_("Export of the books"),
            section=pages.LEDGER,
            position=40,
            icon="download",
            keywords=_("audit file XAF auditfile entries transactions CSV XLSX JSON"),
            highlights=("customers:export_books",),
        ),
    ):
        pages.register(page)
