"""Lists that are due are collected and reported together: by a job, and on the command line."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from arclose.batch import jobs, runner
from arclose.ledger.models import VatRegistration
from ecsales.due_lists import begin_due_lists
from ecsales.formats.listing import Period
from ecsales.jobs import COLLECT, REPORT
from ecsales.models import Declaration, Frequency, ListParameters, SalesList
from tests.builders import a_clerk, a_company, a_controller, an_order
from tests.customers.pages import Visitor, text_of
from tests.customers.posting import posted
from tests.ecsales.lists import BELGIAN, an_eu_customer, declares

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    """Give one with a list for October, and one for September that cannot name all that it has to."""
    made = a_company(name="Groothandel")
    declares(made)
    wrong = an_eu_customer(made, "DE000000000")
    posted(
        an_order(an_eu_customer(made, BELGIAN), ("1", "20")),
        an_order(wrong, ("1", "50"), on=date(2026, 9, 15)),
    )
    return made


def worked(kind, user, company):
    """Submit a job of one act, let it work, and give its page."""
    until = {"until": "2026-10-31"}
    asked = {"kind": kind, "description": kind, "documents": None, "parameters": until, "key": kind}
    job = jobs.submit(company=company, submitted_by=user, **asked)
    while runner.take_one(job_id=job.pk):
        pass
    return text_of(Visitor(user, company).get(f"jobs/{job.pk}/"))


def test_a_job_reports_what_can_be_and_names_the_rest(company):
    controller = a_controller(company)
    assert "2026-09" in worked(COLLECT, a_clerk(company), company)
    assert [one.period for one in SalesList.objects.order_by("start_date")] == [Period(2026, 9), Period(2026, 10)]
    page = worked(REPORT, controller, company)
    declared = Declaration.objects.get()
    assert (declared.sales_list.period, declared.reported_by) == (Period(2026, 10), controller)
    assert declared.files.get().name in page
    assert "Give the number that the list takes instead" in page


def test_a_quarter_that_began_with_a_list_of_a_month_goes_on_by_month(company):
    controller, october = a_controller(company), date(2026, 10, 31)
    begin_due_lists(company=company, until=october, made_by=controller)
    ListParameters.objects.update(frequency=Frequency.QUARTER)
    posted(an_order(an_eu_customer(company, BELGIAN), ("1", "20"), on=date(2026, 11, 2)))
    irish = {"country": "IE", "vat_number": "IE6433435F", "currency_id": "EUR", "valid_from": date(2026, 11, 1)}
    VatRegistration.objects.create(company=company, **irish)
    begun = begin_due_lists(company=company, until=date(2026, 12, 31), made_by=controller)
    # Ireland wants a list of nothing too.
    made = [(one.registration.country, str(one.period)) for one in begun]
    assert made == [("NL", "2026-11"), ("IE", "2026-11"), ("IE", "2026-12")]
    VatRegistration.objects.filter(country="IE").update(valid_from=date(2010, 1, 1))
    begun = begin_due_lists(company=company, until=date(2026, 2, 28), made_by=controller)
    assert [str(one.period) for one in begun] == ["2026-01", "2026-02"], "the books begin in 2026"


def test_the_command_line_collects_reports_and_writes_files(company, tmp_path):
    clerk, out = a_clerk(company), StringIO()
    asked = {"company": company.code, "until": date(2026, 10, 31)}
    call_command("ec_sales_lists", **asked, user=clerk.username, stdout=out)
    assert "2026-10: Included, due 30 Nov 2026; lines 1, listed" in out.getvalue()
    assert "1 x The VAT number on the document cannot be right" in out.getvalue()
    with pytest.raises(CommandError, match="Controller"):
        call_command("ec_sales_lists", **asked, user=clerk.username, report=True)
    controller = a_controller(company)
    with pytest.raises(CommandError, match="Lists that are not reported: 1"):
        call_command("ec_sales_lists", **asked, user=controller.username, report=True, folder=tmp_path, stderr=out)
    [file] = Declaration.objects.get().files.all()
    own = tmp_path / f"{company.vat_registrations.get().vat_number}-2026-10"
    assert (own / file.name).read_bytes() == bytes(file.content)
