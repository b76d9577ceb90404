"""What happens before the first page: each step asks for itself what is missing."""

from datetime import UTC, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Max, TextField, Value

from arclose.batch.models import Job, JobState
from arclose.demo.people import PEOPLE, create_people
from arclose.ledger.models import Company, ExchangeRate
from arclose.ledger.reference import ecb
from arclose.operations import production, starting
from arclose.operations.owner import connected_as_owner
from tests.builders import a_clerk, a_company

pytestmark = pytest.mark.django_db(transaction=True)


def started() -> list[str]:
    """Bring the database up to date and give what was said."""
    said: list[str] = []
    starting.bring_up_to_date(now=datetime(2026, 11, 1, tzinfo=UTC), say=said.append)
    return said


def few_days(zip_file: bytes) -> bytes:
    """The bank's file of rates with its newest days and its oldest ones only."""
    with ZipFile(BytesIO(zip_file)) as archive:
        [name] = archive.namelist()
        header, *days = archive.read(name).decode().splitlines()
    short = BytesIO()
    with ZipFile(short, "w") as archive:
        archive.writestr(name, "\n".join([header, *days[:3], *days[-3:]]))
    return short.getvalue()


def test_a_start_that_was_killed_before_the_rates_loads_them(db, monkeypatch):
    shipped = few_days(ecb.shipped_file())
    monkeypatch.setattr(ecb, "shipped_file", lambda: shipped)
    newest = ExchangeRate.objects.aggregate(Max("rate_date"))["rate_date__max"]
    lost = ExchangeRate.objects.filter(rate_date=newest)
    count = lost.count()
    lost.delete()
    assert started() == ["Loading currencies and published exchange rates"]
    assert ExchangeRate.objects.filter(rate_date=newest).count() == count > 10
    assert ExchangeRate.objects.filter(rate_date__year=1999).exists(), "though the tests' database begins in 2026"
    assert started() == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "books.example"])
def test_it_refuses_to_let_others_in_with_the_demo_passwords(settings, host):
    settings.EMBEDDED_DATABASE, settings.WEB_HOST = True, host
    create_people(with_passwords=True)
    [refusal] = production.database_refusals()
    assert "clerk, controller, admin, auditor" in refusal
    assert host in refusal
    for person in PEOPLE:
        user = User.objects.get(username=person.username)
        user.set_password("another-one-by-now")
        user.save()
    assert list(production.database_refusals()) == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_it_serves_this_machine_with_the_demo_passwords(settings, host):
    settings.EMBEDDED_DATABASE, settings.WEB_HOST = True, host
    create_people(with_passwords=True)
    assert list(production.database_refusals()) == []


def test_it_loads_no_demo_where_others_come_in(settings, cluster, database_name):
    connections.close_all()
    cluster.copy_database(database_name)  # without a company
    settings.EMBEDDED_DATABASE, settings.WEB_HOST = True, "0.0.0.0"
    said: list[str] = []
    starting.load_demo_once(say=said.append)
    assert "left out" in said[0]
    assert not Company.objects.exists()


def test_a_migration_with_nothing_to_do_makes_what_one_that_was_killed_had_not_come_to():
    late = Permission.objects.filter(codename="add_voucher")
    with connected_as_owner():
        late.delete()
    told = StringIO()
    call_command("migrate", stdout=told)
    assert told.getvalue() == "No migrations to apply.\n"
    assert late.exists()


def test_descriptions_of_an_older_release_stay_as_they_were_typed():
    typed = ['{"en": 1}', "{October", "October"]
    _jobs_described(typed)
    loader = MigrationLoader(connection)
    before = loader.project_state(("batch", "0013_sentences_in_each_language"))
    with connection.schema_editor() as editor:
        loader.get_migration("batch", "0014_typed_braces").apply(before, editor)
    assert [Job.objects.get(description__as_read=key).description for key in typed] == typed


def _jobs_described(descriptions):
    """Make jobs with these descriptions as they stand in the table, each with its description for a key."""
    company = a_company()
    clerk = a_clerk(company)
    for text in descriptions:
        Job.objects.create(
            company=company, description="", key=text, submitted_by=clerk, run_by=clerk, state=JobState.WITHHOLD
        )
        Job.objects.filter(key=text).update(description=Value(text, TextField()))
