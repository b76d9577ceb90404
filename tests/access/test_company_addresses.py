"""Company and period stand in the address; those of others do not exist."""

import pytest

from arclose.access.models import Membership
from arclose.access.routes import Role
from tests import builders

LIST = "/NLWS/2026-10/gallery/"


@pytest.fixture
def clerk(client, company, gallery):
    user = builders.a_user(company, Role.CLERK)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    "address",
    ["/UKRT/2026-10/gallery/", "/NLWS/2031-10/gallery/", "/NONE/2026-10/gallery/", "/UKRT/", "/UKRT/2026-10/"],
)
def test_it_answers_404_for_what_is_not_the_users(address, client, clerk, other_company):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "UKRT" not in answer.content.decode().replace(address, "")


def test_it_answers_404_for_an_id_of_another_company(client, clerk, other_company):
    foreign = builders.an_order(builders.a_customer(other_company))
    assert client.get(f"{LIST}{foreign.pk}/").status_code == 404


def test_it_sends_a_stranger_to_sign_in_and_back(client, company, gallery):
    answer = client.get(LIST + "?status=open")
    assert answer["Location"] == "/login/?next=/NLWS/2026-10/gallery/%3Fstatus%3Dopen"


def test_it_tells_htmx_to_go_and_sign_in(client, company, gallery):
    answer = client.get(LIST, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/login/")


def test_it_goes_on_where_the_user_left_off(client, clerk, other_company):
    Membership.objects.create(user=clerk, company=other_company, role=Role.CLERK)
    client.get("/UKRT/2026-07/gallery/")
    home = client.get("/", follow=True)
    assert home.redirect_chain[0][0] == "/UKRT/"
    assert "/UKRT/2026-07/" in home.redirect_chain[-1][0]


def test_it_opens_the_same_page_in_another_company(client, clerk, other_company):
    Membership.objects.create(user=clerk, company=other_company, role=Role.AUDITOR)
    page = client.get(LIST).content.decode()
    assert 'href="/UKRT/?page=gallery%3Aorders"' in page
    answer = client.get("/UKRT/?page=gallery:orders&period=2026-03")
    assert answer["Location"] == "/UKRT/2026-03/gallery/"


def test_it_says_so_when_the_user_has_no_company(client, db):
    client.force_login(builders.a_user())
    assert "No company yet" in client.get("/").content.decode()


def test_it_says_why_a_role_is_missing_and_who_grants_it(client, company, gallery):
    client.force_login(builders.a_user(company, Role.AUDITOR))
    answer = client.post("/NLWS/2026-10/gallery/chosen/")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Clerk or Controller" in page
    assert "Auditor" in page


def test_it_says_which_methods_a_page_takes(client, clerk):
    answer = client.delete(LIST)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET"
    assert "DELETE" in answer.content.decode()


def test_it_lets_no_shared_cache_keep_a_page(client, clerk):
    assert "private" in client.get(LIST)["Cache-Control"]


def test_it_takes_no_nul_in_an_address(client, clerk):
    assert client.get("/NLWS%00/2026-10/gallery/").status_code == 404
    assert client.get("/NLWS/2026%00/gallery/").status_code == 404


def test_it_does_not_let_in_somebody_whose_role_was_taken_away(client, clerk):
    assert client.get(LIST).status_code == 200
    Membership.objects.filter(user=clerk).delete()
    assert client.get(LIST).status_code == 404
