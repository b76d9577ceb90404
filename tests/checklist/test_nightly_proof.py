"""The books are proved each night by themselves: once, on the clock of the company, and who controls it is told."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.test import Client

from arclose.access.models import Membership
from arclose.access.routes import Role
from arclose.batch import alerting, runner, starting, upkeep
from arclose.batch.models import Alert, Job
from arclose.ledger.models import AccountBalance, Company
from customers.models import SalesOrder
from tests import builders
from tests.checklist.conftest import post


def test_it_plans_the_coming_night_of_each_company_once(
    company: Company, controller: User, caplog: pytest.LogCaptureFixture
):
    Company.objects.filter(pk=company.pk).update(time_zone="America/New_York")
    broken = builders.a_company(code="BROKEN")
    builders.a_user(broken, "clerk", name="bert")
    Company.objects.filter(pk=broken.pk).update(time_zone="Nowhere/Land")
    other = builders.a_company(code="OTHER")
    builders.a_user(other, "clerk", name="otto")
    builders.a_company(code="EMPTY")  # nobody has a role in it
    upkeep.see_to_it()
    Job.objects.update(request_digest="planned otherwise, by another release")
    upkeep.see_to_it()
    assert caplog.text.count("the upkeep goes on without the nightly proof of BROKEN") == 2
    planned = Job.objects.select_related("company").order_by("company__code")
    assert {(job.company.code, job.run_by) for job in planned} == {
        (one, None) for one in (company.code, "EMPTY", "OTHER")
    }
    for job in planned:
        due = job.scheduled_start
        assert due
        assert due.astimezone(ZoneInfo(job.company.time_zone)).strftime("%H:%M") == "03:00"
        assert timedelta(0) < due - job.created_at <= timedelta(hours=25)


def test_it_shows_and_tells_every_controller_what_it_found(
    client: Client, company: Company, controller: User, order: SalesOrder
):
    post(order, builders.a_user(company, "clerk", name="clara"))
    builders.a_user(company, "controller", name="cora")
    AccountBalance.objects.filter(company=company).update(accounting_currency_amount=1)
    upkeep.see_to_it()
    Job.objects.update(scheduled_start=Now())
    starting.start_due_jobs()
    runner.look()

    assert sorted(str(alert.user) for alert in Alert.objects.select_related("user")) == ["carla", "cora"]
    client.force_login(controller)
    page = client.get(f"/{company.code}/2026-10/close/task/proof/").content.decode()
    assert "Proved by itself, as each night" in page
    job = Job.objects.get()
    assert "The proof of the books found" in job.tasks.get().result
    page = client.get(f"/{company.code}/2026-10/jobs/{job.pk}/").content.decode()
    assert page.count("the program, by itself") == 2

    builders.a_user(company, "administrator", name="anna")
    for role, told in ((Role.CONTROLLER, "clara"), (Role.CLERK, "anna")):
        Membership.objects.filter(role=role).delete()
        assert [str(alert.user) for alert in alerting.raise_alert(job_id=job.pk)] == [told], f"without any {role}"
