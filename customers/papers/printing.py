"""Invoices by the thousand into a folder, a file each, by several processes.

A file has its whole content or is not there, and what is there already is left alone: a run that was stopped is
simply started again.
"""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from pathlib import Path

from django.db import connections

from arclose.ledger.models import Company
from customers.models import Invoice
from customers.papers.invoices import papers_of_invoices
from customers.papers.paper import file_name_of
from customers.papers.typesetting import pdf_of

CHUNK = 100


@dataclass(frozen=True)
class Printed:
    """How many invoices a run printed, and how many it found printed already."""

    new: int
    there_already: int


def print_invoices(
    *, company: Company, until: date, folder: Path, workers: int = 1, since: date | None = None
) -> Printed:
    """Print the invoices and credit notes of a company dated until a day that the folder does not hold yet."""
    rows = Invoice.objects.filter(company=company, invoice_date__lte=until)
    dated = rows.filter(invoice_date__gte=since) if since else rows
    folder.mkdir(parents=True, exist_ok=True)
    known = {file.name for file in folder.iterdir()}
    found = list(dated.order_by("invoice_date", "pk").values_list("pk", "number"))
    keys = [key for key, number in found if file_name_of(number=number, key=key) not in known]
    _print(company, keys, folder, workers)
    return Printed(len(keys), len(found) - len(keys))


def _print(company: Company, keys: Sequence[int], folder: Path, workers: int) -> None:
    chunks = [keys[first : first + CHUNK] for first in range(0, len(keys), CHUNK)]
    if workers == 1:
        for chunk in chunks:
            _print_chunk(company, chunk, folder)
        return
    # A process of its own needs a connection of its own.
    connections.close_all()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        for _printed in pool.map(_print_chunk, repeat(company), chunks, repeat(folder)):
            pass


def _print_chunk(company: Company, keys: Sequence[int], folder: Path) -> None:
    invoices = Invoice.objects.filter(pk__in=keys).order_by("pk")
    for paper in papers_of_invoices(company=company, invoices=invoices):
        unfinished = folder / f".{paper.file_name}.part"
        unfinished.write_bytes(pdf_of(paper))
        unfinished.replace(folder / paper.file_name)
