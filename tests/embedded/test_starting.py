"""What happens before the first page: each step asks for itself what is missing."""

import pytest
from django.contrib.auth.models import User

from arclose.demo.people import PEOPLE, create_people
from arclose.ledger.models import Company
from arclose.operations import production, starting

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_it_loads_no_demo_where_others_come_in(settings):
    settings.EMBEDDED_DATABASE, settings.WEB_HOST = True, "0.0.0.0"
    said: list[str] = []
    starting.load_demo_once(say=said.append)
    assert "left out" in said[0]
    assert not Company.objects.exists()
