"""What a person reads in a PDF."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from customers.models import Customer, Invoice, OrderDocument
from customers.papers.invoices import papers_of_invoices
from customers.papers.order_documents import papers_of_order_documents
from customers.papers.typesetting import pdf_of


def pages_of(pdf: bytes) -> list[str]:
    """Give the text of each page, its white space narrowed to single spaces."""
    return [_narrowed(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    """Give the text of all pages."""
    return " ".join(pages_of(pdf))


def _narrowed(text: str) -> str:
    return " ".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


def typefaces_of(pdf: bytes) -> set[str]:
    """Give the names of the typefaces that a PDF carries along, without the mark of the part it needs of each."""
    resources: list[Any] = [page["/Resources"] for page in PdfReader(BytesIO(pdf)).pages]
    fonts = [font.get_object() for one in resources for font in one["/Font"].values()]
    return {str(font["/BaseFont"]).partition("+")[2].split("-")[0] for font in fonts}


def invoice_text(invoice: Invoice) -> str:
    """Give what stands on an invoice or credit note."""
    [paper] = papers_of_invoices(company=invoice.company, invoices=Invoice.objects.filter(pk=invoice.pk))
    return text_of(pdf_of(paper))


def order_document_text(document: OrderDocument) -> str:
    """Give what stands on a confirmation, picking list or packing slip."""
    documents = OrderDocument.objects.filter(pk=document.pk)
    [paper] = papers_of_order_documents(company=document.company, documents=documents)
    return text_of(pdf_of(paper))


def with_letterhead(company: Any, **values: Any) -> Any:
    """Give the company with everything that stands on its paper."""
    filled = {
        "name": "Keukengroothandel B.V.",
        "address": "Keukenkade 18\n3011 AB Rotterdam",
        "email": "sales@example.com",
        "trade_register_number": "62819482",
        "iban": "NL91ABNA0417164300",
        "bic": "ABNANL2A",
        **values,
    }
    for name, value in filled.items():
        setattr(company, name, value)
    company.save()
    return company


def assert_stands(text: str, *phrases: str) -> None:
    """Assert that every phrase is there; say which are not, and what is."""
    missing = [phrase for phrase in phrases if phrase not in text]
    assert missing == [], text


def speaking(language: str, customers: Sequence[Customer]) -> None:
    """Let customers get their documents in a language."""
    Customer.objects.filter(pk__in=[customer.pk for customer in customers]).update(language=language)
