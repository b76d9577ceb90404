"""Setup is for administrators, who see and change the rows of their own companies only."""

import re
from datetime import date

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client

from arclose.access.models import Membership
from arclose.access.routes import Role
from customers.models import InterestRate
from tests import builders
from tests.ecsales.lists import declares
from tests.journals.direct_debits import a_mandate
from tests.journals.intercompany import a_group, the_same
from tests.journals.payments import discounted

MEMBERSHIPS = "/admin/access/membership/"
PEOPLE = "/admin/auth/user/"
# Of these, neither a new company has rows nor what is added to it below.
WITHOUT_ROWS = {
    "CustomerMethod", "BillTerms", "DistributionTemplate", "DistributionTemplateLine",
    "DeliveryAddress", "SettlementPriority", "CurrencyAccounts", "ChargeCode", "CreditBlockingRule",
    "CreditExclusionRule", "CreditGroup", "UpdateDefaults", "EmailSender", "EmailText", "CreditReason", "Site",
    "JobGroup", "InterestMinimum", "RecurringTemplateCharge", "MethodFee", "CollectionLetterFee",
    "CollectionLetterText",
}  # fmt: skip


@pytest.fixture
def administrator(client, company):
    user = builders.a_user(company, Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", [Role.CLERK, Role.CONTROLLER, Role.AUDITOR])
def test_it_lets_in_no_other_role(client, company, role):
    client.force_login(builders.a_user(company, role))
    assert client.get("/admin/").status_code == 403
    assert client.post(MEMBERSHIPS + "add/").status_code == 403


def test_it_grants_a_role_in_the_own_company(client, administrator, company):
    anna = builders.a_user(name="anna")
    answer = client.post(MEMBERSHIPS + "add/", {"user": anna.pk, "company": company.pk, "role": "clerk"})
    assert answer.status_code == 302
    granted = Membership.objects.get(user=anna)
    assert granted.role == "clerk"
    client.post(f"{MEMBERSHIPS}{granted.pk}/change/", {"user": anna.pk, "role": "controller"})
    history = client.get(f"{MEMBERSHIPS}{granted.pk}/history/").content.decode()
    assert re.search(rf"{administrator.username}</td>.*Role: clerk → controller", history, re.DOTALL)


def test_it_grants_no_role_in_another_company_nor_to_oneself(client, administrator, company, other_company):
    anna = builders.a_user(name="anna")
    for user, where in ((anna, other_company), (administrator, company)):
        answer = client.post(MEMBERSHIPS + "add/", {"user": user.pk, "company": where.pk, "role": "controller"})
        assert answer.status_code == 200
        assert "Select a valid choice" in answer.content.decode()
    assert not Membership.objects.filter(role="controller").exists()


def test_it_shows_no_row_of_another_company(client, administrator, other_company):
    stranger = builders.a_user(other_company, Role.CLERK, name="stranger")
    foreign = Membership.objects.get(user=stranger)
    assert "stranger" not in client.get(MEMBERSHIPS).content.decode()
    for page in (f"{foreign.pk}/change/", f"{foreign.pk}/delete/"):
        assert client.get(MEMBERSHIPS + page).status_code == 302
    client.post(f"{MEMBERSHIPS}{foreign.pk}/delete/", {"post": "yes"})
    client.post(MEMBERSHIPS, {"action": "delete_selected", "_selected_action": [foreign.pk], "post": "yes"})
    assert Membership.objects.filter(pk=foreign.pk).exists()
    assert "stranger" not in client.get(PEOPLE).content.decode()


def test_it_changes_no_password_of_somebody_who_works_elsewhere_too(client, administrator, company, other_company):
    both = builders.a_user(company, Role.CLERK)
    Membership.objects.create(user=both, company=other_company, role=Role.CONTROLLER)
    answer = client.post(f"{PEOPLE}{both.pk}/password/", {"password1": "gotcha gotcha", "password2": "gotcha gotcha"})
    assert answer.status_code == 403
    assert not User.objects.get(pk=both.pk).check_password("gotcha gotcha")


def test_it_makes_nobody_a_superuser(client, administrator):
    anna = builders.a_user(name="anna")
    values = {"username": "anna", "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    assert client.post(f"{PEOPLE}{anna.pk}/change/", values).status_code == 302
    anna.refresh_from_db()
    assert (anna.is_superuser, anna.is_staff) == (False, False)


def test_it_unlocks_who_typed_too_many_wrong_passwords(client, administrator, company, settings):
    anna, visitor = builders.a_user(company, Role.CLERK, name="anna"), Client()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        visitor.post("/login/", {"username": "anna", "password": "wrong"})
    right = {"username": "anna", "password": "correct horse battery"}
    assert "unlock it in Setup" in visitor.post("/login/", right).content.decode()
    page = client.post(PEOPLE, {"action": "unlock", "_selected_action": [anna.pk]}, follow=True).content.decode()
    assert "1 person may sign in again." in page
    assert visitor.post("/login/", right).status_code == 302


def test_it_unlocks_nobody_of_another_company(client, administrator, other_company, settings):
    stranger, visitor = builders.a_user(other_company, Role.CLERK, name="stranger"), Client()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        visitor.post("/login/", {"username": "stranger", "password": "wrong"})
    client.post(PEOPLE, {"action": "unlock", "_selected_action": [stranger.pk]})
    assert visitor.post("/login/", {"username": "stranger", "password": "correct horse battery"}).status_code == 429


def test_it_deletes_nobody(client, administrator):
    anna = builders.a_user(name="anna")
    assert client.post(f"{PEOPLE}{anna.pk}/delete/", {"post": "yes"}).status_code == 403


def test_it_lets_the_superuser_make_the_first_administrator(client, company):
    root = User.objects.create_superuser("root", password="correct horse battery")
    client.force_login(root)
    client.post(MEMBERSHIPS + "add/", {"user": builders.a_user().pk, "company": company.pk, "role": "administrator"})
    assert Membership.objects.filter(role="administrator").count() == 1
    assert client.get("/NLWS/2026-10/search/").status_code == 404, "the superuser belongs to no company"


def master_data_that_no_company_begins_with(company):
    customer = discounted(company)
    builders.an_item(company)
    builders.a_recurring_invoice(customer)
    builders.a_collection_sequence(company)
    code = builders.an_interest_note(customer).interest_code
    InterestRate.objects.create(company=company, interest_code=code, valid_from=date(2020, 1, 1), annual_percent=10)
    a_mandate(customer)
    declares(company)
    a_group(paid=company)
    the_same(customer)


def test_it_opens_every_page_of_master_data(client, administrator, company, bare_pages):
    master_data_that_no_company_begins_with(company)
    opened = set()
    for model, page in site._registry.items():
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answer = client.get(address)
        assert answer.status_code == 200, address
        if row := page.get_queryset(answer.wsgi_request).first():
            assert client.get(f"{address}{row.pk}/change/").status_code == 200, address
            opened.add(model.__name__)
    assert {model.__name__ for model in site._registry} - opened == WITHOUT_ROWS


def test_it_changes_a_customer_and_a_rate_of_the_own_company(client, administrator, company):
    customer = builders.a_customer(company, name="Bakkerij")
    page = client.get(f"/admin/customers/customer/{customer.pk}/change/")
    values = form_values(page)
    typed = {"name": "De Vries", "vat_number": "it 00743110158"}
    for country in (customer.country, "IT"):
        answer = client.post(page.wsgi_request.path, {**values, **typed, "country": country})
        said = " ".join(str(one) for one in get_messages(answer.wsgi_request))
        assert (answer.status_code, "The check digits of VAT number IT00743110158 are wrong" in said) == (302, True)
        typed["vat_number"] = "IT00743110158"
    customer.refresh_from_db()
    assert customer.name == "De Vries"


def test_it_points_to_no_row_of_another_company(client, administrator, company, other_company):
    customer = builders.a_customer(company)
    foreign = builders.a_customer(other_company)
    page = client.get(f"/admin/customers/customer/{customer.pk}/change/")
    pointing = {
        name: getattr(foreign, f"{name}_id") for name in ("group", "payment_terms", "posting_profile", "tax_group")
    }
    answer = client.post(page.wsgi_request.path, {**form_values(page), **pointing})
    refused = answer.context["adminform"].form.errors
    assert {name for name, errors in refused.items() if "Select a valid choice" in str(errors)} == set(pointing)


def test_it_mixes_no_rows_of_two_companies_that_one_person_administers(client, administrator, company, other_company):
    Membership.objects.create(user=administrator, company=other_company, role=Role.ADMINISTRATOR)
    customer, foreign = builders.a_customer(company), builders.a_customer(other_company)
    page = client.get(f"/admin/customers/customer/{customer.pk}/change/")
    answer = client.post(page.wsgi_request.path, {**form_values(page), "group": foreign.group_id})
    assert "This belongs to UKRT" in answer.content.decode()


def form_values(page):
    """What a browser would send back of an admin form, with its lines."""
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    for lines in page.context["inline_admin_formsets"]:
        management = lines.formset.management_form
        values |= {management.add_prefix(name): management[name].value() for name in management.fields}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}
