"""Which documents go to whom by e-mail, and why others do not."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Refusal
from customers.einvoices.files import UblFile, ubl_files
from customers.email_addresses import addresses_of
from customers.models import CollectionLetter, Customer, Invoice, OrderDocument
from customers.models.dunning import NoteStatus
from customers.models.invoices import InvoiceType
from customers.models.order_documents import OrderDocumentType
from customers.models.sending import LetterKind, SentType
from customers.papers.collection_letters import numbers_of, papers_of_collection_letters
from customers.papers.invoices import papers_of_invoices
from customers.papers.order_documents import papers_of_order_documents
from customers.papers.paper import Paper
from customers.papers.statements import papers_of_statements
from customers.sending.refusals import refusal

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Letter:
    """A document that goes to a customer: ``recipients`` are its addresses for documents of this kind."""

    kind: LetterKind
    document_type: SentType
    document_id: int
    day: date
    number: str
    customer: Customer
    recipients: Sequence[str]
    due_day: date | None = None


@dataclass(frozen=True)
class Addressed:
    """Letters, and the documents that have none, or do not go to all who were chosen, by name."""

    letters: Sequence[Letter]
    refused: Sequence[Refusal]


@dataclass(frozen=True)
class Content:
    """What an e-mail carries: the paper, and the electronic invoice where the customer wants it."""

    paper: Paper
    ubl: UblFile | None = None


def invoice_addresses(customer: Customer) -> list[str]:
    """Give where invoices, credit notes and confirmations of a customer go."""
    return addresses_of(customer.invoice_emails or customer.email)


def statement_addresses(customer: Customer) -> list[str]:
    """Give where statements of a customer go."""
    return addresses_of(customer.statement_emails or customer.email)


def letters_of_invoices(*, company: Company, keys: Sequence[int]) -> Addressed:
    """Give the letters that bring invoices and credit notes to their invoice accounts."""
    rows = Invoice.objects.filter(company=company, pk__in=keys).select_related("invoice_account")
    return _addressed([_letter_of_invoice(invoice) for invoice in _in_order(rows, keys)])


def _letter_of_invoice(invoice: Invoice) -> Letter:
    is_invoice = invoice.invoice_type == InvoiceType.INVOICE
    return Letter(
        kind=LetterKind.INVOICE if is_invoice else LetterKind.CREDIT_NOTE,
        document_type=SentType.INVOICE,
        document_id=invoice.pk,
        day=invoice.invoice_date,
        number=invoice.number,
        customer=invoice.invoice_account,
        recipients=invoice_addresses(invoice.invoice_account),
        due_day=invoice.due_date,
    )


def letters_of_confirmations(*, company: Company, keys: Sequence[int]) -> Addressed:
    """Give the letters that bring confirmations to who ordered; other documents of an order are not e-mailed."""
    rows = OrderDocument.objects.filter(company=company, pk__in=keys).select_related("customer")
    documents = _in_order(rows, keys)
    confirmations = [one for one in documents if one.document_type == OrderDocumentType.CONFIRMATION]
    addressed = _addressed(
        [
            Letter(
                kind=LetterKind.CONFIRMATION,
                document_type=SentType.ORDER_DOCUMENT,
                document_id=one.pk,
                day=one.document_date,
                number=one.number,
                customer=one.customer,
                recipients=invoice_addresses(one.customer),
            )
            for one in confirmations
        ]
    )
    others = [refusal(one.pk, "no_confirmation") for one in documents if one not in confirmations]
    return Addressed(addressed.letters, [*addressed.refused, *others])


def letters_of_statements(*, company: Company, keys: Sequence[int], on: date) -> Addressed:
    """Give the letters that bring customers their statements as of a day."""
    with override(company.language):
        statement = str(_("statement"))
    return _addressed(
        [
            Letter(
                kind=LetterKind.STATEMENT,
                document_type=SentType.STATEMENT,
                document_id=customer.pk,
                day=on,
                number=f"{statement}-{customer.number}-{on.isoformat()}",
                customer=customer,
                recipients=statement_addresses(customer),
            )
            for customer in _in_order(Customer.objects.filter(company=company, pk__in=keys), keys)
        ]
    )


def letters_of_collection_letters(*, company: Company, keys: Sequence[int]) -> Addressed:
    """Give the e-mails that bring collection letters to who is asked, where statements go; those posted alone."""
    rows = CollectionLetter.objects.filter(company=company, pk__in=keys).select_related("customer")
    found = _in_order(rows, keys)
    posted = [one for one in found if one.status == NoteStatus.POSTED]
    numbers = numbers_of(company, posted)
    addressed = _addressed(
        [
            Letter(
                kind=LetterKind.COLLECTION_LETTER,
                document_type=SentType.COLLECTION_LETTER,
                document_id=one.pk,
                day=one.note_date,
                number=numbers[one.pk],
                customer=one.customer,
                recipients=statement_addresses(one.customer),
            )
            for one in posted
        ]
    )
    others = [refusal(one.pk, "letter_not_posted") for one in found if one not in posted]
    return Addressed(addressed.letters, [*addressed.refused, *others])


def only_to(chosen: Mapping[int, Collection[str]], addressed: Addressed) -> Addressed:
    """Narrow letters to chosen recipients, by document; one that is no address of the customer by now is refused."""
    letters, refused = [], list(addressed.refused)
    for letter in addressed.letters:
        recipients = chosen.get(letter.document_id, ())
        former = [one for one in recipients if one not in letter.recipients]
        refused += [refusal(letter.document_id, "former_address", str(letter.customer), one) for one in former]
        letters.append(replace(letter, recipients=[one for one in letter.recipients if one in recipients]))
    return Addressed([letter for letter in letters if letter.recipients], refused)


def _in_order(rows: "QuerySet[Row]", keys: Sequence[int]) -> list[Row]:
    place = {key: number for number, key in enumerate(keys)}
    return sorted(rows, key=lambda row: place[row.pk or 0])


def _addressed(letters: Sequence[Letter]) -> Addressed:
    refused = [refusal(one.document_id, "no_address", str(one.customer)) for one in letters if not one.recipients]
    return Addressed([one for one in letters if one.recipients], refused)


# --- contents ---------------------------------------------------------------------------------------------------------


def contents_of(*, company: Company, letters: Sequence[Letter]) -> tuple[dict[int, Content], list[Refusal]]:
    """Give what letters of one type carry, by the keys of their documents, and the reasons of those without.

    One whose customer wants the electronic invoice is left out where the standard forbids that; one of which there is
    no paper too.
    """
    if not letters:
        return {}, []
    keys = [letter.document_id for letter in letters]
    papers = {paper.key: paper for paper in _PAPERS[letters[0].document_type](company, keys, letters[0].day)}
    wanting = [
        letter.document_id
        for letter in letters
        if letter.customer.is_ubl_attached and letter.document_type == SentType.INVOICE
    ]
    files, refused = ubl_files(company=company, keys=wanting) if wanting else ([], [])
    ubl = {file.key: file for file in files}
    left_out = {one.document_id for one in refused}
    contents = {key: Content(paper, ubl.get(key)) for key, paper in papers.items() if key not in left_out}
    no_ubl = [refusal(one.document_id, "no_ubl", one.reason) for one in refused]
    return contents, [*no_ubl, *(refusal(key, "no_paper") for key in keys if key not in papers)]


def _papers_of_invoices(company: Company, keys: Sequence[int], _day: date) -> list[Paper]:
    return papers_of_invoices(company=company, invoices=Invoice.objects.filter(pk__in=keys))


def _papers_of_confirmations(company: Company, keys: Sequence[int], _day: date) -> list[Paper]:
    return papers_of_order_documents(company=company, documents=OrderDocument.objects.filter(pk__in=keys))


def _papers_of_statements(company: Company, keys: Sequence[int], day: date) -> list[Paper]:
    customers = Customer.objects.filter(pk__in=keys)
    return papers_of_statements(company=company, customers=customers, on=day, at=timezone.now())


def _papers_of_letters(company: Company, keys: Sequence[int], _day: date) -> list[Paper]:
    return papers_of_collection_letters(company=company, notes=CollectionLetter.objects.filter(pk__in=keys))


_PAPERS: dict[str, Callable[[Company, Sequence[int], date], list[Paper]]] = {
    SentType.INVOICE: _papers_of_invoices,
    SentType.ORDER_DOCUMENT: _papers_of_confirmations,
    SentType.STATEMENT: _papers_of_statements,
    SentType.COLLECTION_LETTER: _papers_of_letters,
}
