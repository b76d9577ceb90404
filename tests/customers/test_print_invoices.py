"""Printing invoices into a folder: what is there, what is left alone, who may."""

import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from arclose.ledger.models import Company
from customers.papers.printing import Printed, print_invoices
from tests.builders import a_clerk, a_company, a_customer, a_user, an_order
from tests.cluster import ROOT
from tests.customers.pages import invoiced
from tests.customers.pdf_reading import assert_stands, text_of

pytestmark = pytest.mark.django_db


def a_company_with_invoices() -> Company:
    company = a_company()
    customer = a_customer(company, language="en")
    invoiced(an_order(customer, on=date(2026, 9, 30)), an_order(customer, on=date(2026, 10, 1)))
    invoiced(an_order(a_customer(a_company())))
    return company


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_it_prints_what_is_dated_until_the_day(tmp_path: Path) -> None:
    company = a_company_with_invoices()
    folder = tmp_path / "new" / "folder"

    assert print_invoices(company=company, until=date(2026, 9, 30), folder=folder) == Printed(1, 0)
    assert names(folder) == ["INV2026-000001.pdf"]
    assert_stands(text_of((folder / "INV2026-000001.pdf").read_bytes()), "Invoice INV2026-000001")


def test_it_leaves_alone_what_is_there(tmp_path: Path) -> None:
    company = a_company_with_invoices()
    (tmp_path / "INV2026-000001.pdf").write_text("kept")

    assert print_invoices(company=company, until=date(2026, 12, 31), folder=tmp_path) == Printed(1, 1)
    assert (tmp_path / "INV2026-000001.pdf").read_text() == "kept"
    assert names(tmp_path) == ["INV2026-000001.pdf", "INV2026-000002.pdf"]


def test_it_starts_where_it_is_told(tmp_path: Path) -> None:
    company = a_company_with_invoices()

    print_invoices(company=company, since=date(2026, 10, 1), until=date(2026, 12, 31), folder=tmp_path)

    assert names(tmp_path) == ["INV2026-000002.pdf"]


def command(company: Company, folder: Path, user: str) -> list[str]:
    options = {"--company": company.code, "--until": "2026-12-31", "--to": str(folder), "--user": user}
    return ["print_invoices", *[word for option in options.items() for word in option]]


def test_only_who_has_a_role_in_the_company_may(tmp_path: Path) -> None:
    company = a_company_with_invoices()
    a_user(a_company(), "controller", name="stranger")

    for user, reason in (("stranger", "may not do this"), ("nobody", "no active user")):
        with pytest.raises(CommandError, match=reason):
            call_command(*command(company, tmp_path, user), stdout=StringIO())
    assert names(tmp_path) == []


def test_an_unknown_company_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no company NOWHERE"):
        call_command(*command(Company(code="NOWHERE"), tmp_path, "clerk"))


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_with_two_processes(tmp_path: Path, program_environment: dict[str, str]) -> None:
    company = a_company_with_invoices()
    user = a_clerk(company)
    words = [sys.executable, "manage.py", *command(company, tmp_path, user.username)]

    done = subprocess.run(
        words, cwd=ROOT, env=program_environment, capture_output=True, text=True, check=False, timeout=120
    )

    assert (done.returncode, done.stdout.strip()) == (0, "printed: 2, there already: 0"), done.stderr
    assert names(tmp_path) == ["INV2026-000001.pdf", "INV2026-000002.pdf"]
