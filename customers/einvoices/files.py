"""Electronic invoices as files, several at once; those that would be refused are left out by name."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from arclose.ledger.models import Company
from arclose.ledger.outcomes import Fact, Refusal
from customers.einvoices.reading import electronic_invoices
from customers.einvoices.rules import RULES, breaches
from customers.einvoices.ubl import xml_of
from customers.models import Invoice
from customers.papers.paper import file_name_of


@dataclass(frozen=True)
class UblFile:
    """An invoice or credit note, by its key, as the XML that the customer's program reads."""

    key: int
    name: str
    content: bytes


def ubl_files(*, company: Company, keys: Sequence[int]) -> tuple[list[UblFile], list[Refusal]]:
    """Give invoices and credit notes of a company as UBL, in the order of their keys, and why others are left out."""
    rows = Invoice.objects.filter(company=company, pk__in=keys)
    found = sorted(rows.values_list("pk", flat=True))
    documents = dict(zip(found, electronic_invoices(company=company, invoices=rows.order_by("pk")), strict=True))
    files, refused = [], []
    for key in sorted(documents, key=list(keys).index):
        document = documents[key]
        if broken := breaches(document):
            refused += [_refusal(key, rule.name) for rule in broken]
        else:
            name = file_name_of(number=document.number, key=key, ending="xml")
            files.append(UblFile(key, name, xml_of(document)))
    return files, refused


def _refusal(key: int, rule: str) -> Refusal:
    words = in_words(rule, ())
    assert words, rule
    return Refusal(key, rule, *words)


def in_words(code: str, _facts: Sequence[Fact]) -> tuple[str, str] | None:
    """Give what is wrong by the rule of this name, and what to do, in the active language; None where there is none."""
    rule = next((one for one in RULES if one.name == code), None)
    return (f"{rule.name}: {rule.what}", str(rule.remedy)) if rule else None


def zipped(files: Iterable[UblFile]) -> bytes:
    """Give files as a ZIP file."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for file in files:
            folder.writestr(file.name, file.content)
    return made.getvalue()


def zips_as_one(zips: Iterable[bytes]) -> bytes:
    """Give the files of several ZIP files as one."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for content in zips:
            with zipfile.ZipFile(BytesIO(content)) as part:
                for name in part.namelist():
                    folder.writestr(name, part.read(name))
    return made.getvalue()
