"""What an update of orders prints: its documents together in one PDF, each in a file of its own, or pro forma."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction

from arclose.ledger.models import Company
from customers.free_text.posting import post_free_text_invoices
from customers.models import Invoice, OrderDocument
from customers.papers.invoices import papers_of_invoices
from customers.papers.order_documents import papers_of_order_documents
from customers.papers.paper import Paper
from customers.papers.pro_forma import as_pro_forma
from customers.papers.typesetting import pdf_of, pdf_of_all
from customers.update_parameters import UpdateParameters
from customers.updates import INVOICE, Update

# More documents than this are printed in parts, or by a job: nobody waits so long for a page.
PRINTED_AT_ONCE = 200
# More than this are not set together: typst keeps what it set in its last looks, so a worker that sets 1,000 documents
# ten at a time stays at 235 MB, and one that sets fifty at a time needs 490. Sets are put together afterwards.
SET_TOGETHER = 10
_BY_NUMBER = ("series", "fiscal_year", "sequence_number")


def documents_of(*, update: Update, company: Company, **narrowed: Any) -> Any:
    """Give the documents of an update, as a query in order of number."""
    if update is INVOICE:
        return Invoice.objects.filter(company=company, **narrowed).order_by(*_BY_NUMBER)
    of_type = {"document_type": update.document_type}
    return OrderDocument.objects.filter(company=company, **of_type, **narrowed).order_by(*_BY_NUMBER)


def papers_of(*, update: Update, company: Company, keys: Sequence[int]) -> list[Paper]:
    """Give the papers of documents of an update, in order of their numbers."""
    if update is INVOICE:
        invoices = Invoice.objects.filter(pk__in=keys).order_by(*_BY_NUMBER)
        return papers_of_invoices(company=company, invoices=invoices)
    documents = OrderDocument.objects.filter(pk__in=keys).order_by(*_BY_NUMBER)
    return papers_of_order_documents(company=company, documents=documents)


def pro_forma(
    *, update: Update, company: Company, orders: Sequence[int], parameters: UpdateParameters, printed_by: User
) -> list[Paper]:
    """Give what an update would print of orders, marked and without numbers; what it leaves out is not there.

    Computed by posting and taking it all back: nothing is written.

    :raises CannotPost: nothing could be posted at all.
    """
    with transaction.atomic():
        outcome = update.post(
            company=company,
            orders=orders,
            parameters=parameters,
            posted_by=printed_by,
            key=f"preview-{uuid4()}",
            is_preview=True,
        )
        made = documents_of(update=update, company=company, posting=outcome.posting_id or 0)
        papers = papers_of(update=update, company=company, keys=list(made.values_list("pk", flat=True)))
        transaction.set_rollback(True)
    return [as_pro_forma(paper, name=f"pro-forma-{place}") for place, paper in enumerate(papers, start=1)]


def pro_forma_of_free_text(
    *, company: Company, documents: Sequence[int], parameters: UpdateParameters, today: date, printed_by: User
) -> list[Paper]:
    """Give what posting free text invoices would print, as :func:`pro_forma` does of orders.

    :raises CannotPost: nothing could be posted at all.
    """
    with transaction.atomic():
        outcome = post_free_text_invoices(
            company=company,
            documents=documents,
            posted_by=printed_by,
            key=f"preview-{uuid4()}",
            today=today,
            credit_check=parameters.credit_check,
            is_preview=True,
        )
        made = documents_of(update=INVOICE, company=company, posting=outcome.posting_id or 0)
        papers = papers_of(update=INVOICE, company=company, keys=list(made.values_list("pk", flat=True)))
        transaction.set_rollback(True)
    return [as_pro_forma(paper, name=f"pro-forma-{place}") for place, paper in enumerate(papers, start=1)]


def in_order(papers: Sequence[Paper], keys: Sequence[int]) -> list[Paper]:
    """Give papers in the order of the keys of their documents."""
    place = {key: number for number, key in enumerate(keys)}
    return sorted(papers, key=lambda paper: place[paper.key])


def merged(papers: Sequence[Paper]) -> bytes:
    """Give papers, one at least, as one PDF, one after the other."""
    sets = [papers[first : first + SET_TOGETHER] for first in range(0, len(papers), SET_TOGETHER)]
    return one_after_the_other(pdf_of_all(one) for one in sets)


def one_after_the_other(pdfs: Iterable[bytes]) -> bytes:
    """Give PDFs, one at least, as one."""
    first, *others = pdfs
    if not others:
        return first
    from pypdf import PdfWriter  # not at every start: it is large, and few processes print

    writer = PdfWriter()
    for pdf in (first, *others):
        writer.append(BytesIO(pdf))
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def zipped(papers: Sequence[Paper]) -> bytes:
    """Give papers as a ZIP file with a PDF of each."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as folder:
        for paper in papers:
            folder.writestr(paper.file_name, pdf_of(paper))
    return made.getvalue()
