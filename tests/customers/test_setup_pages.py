"""Master data in Setup: history, export and import."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.forms import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.functional import Promise
from openpyxl import load_workbook

from arclose.access.routes import Role
from arclose.ledger.models import AutomaticAccount, Company, Currency, ExchangeRate, UnionMembership
from arclose.ledger.setup_help import help_of
from customers.models import (
    CollectionLetterText,
    Customer,
    DistributionTemplate,
    DistributionTemplateLine,
    Item,
    PaymentTerms,
    RecurringTemplate,
    RecurringTemplateLine,
    SalesParameters,
    TaxCode,
    TaxRate,
)
from tests.builders import a_collection_sequence, a_company, a_customer, a_user, an_item, an_order
from tests.customers.pages import text_of
from tests.customers.test_fulfilment import CONFIRM, made
from tests.journals.payments import a_method

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def setup(company) -> Client:
    client = Client()
    client.force_login(a_user(company, Role.ADMINISTRATOR, name="ada"))
    return client


def imported(setup: Client, *lines: str, page: str = "/admin/customers/paymentterms/"):
    """Upload rows, and confirm where the check run found nothing wrong."""
    file = SimpleUploadedFile("rows.csv", "\n".join(lines).encode(), "text/csv")
    checked = setup.post(f"{page}import/", {"import_file": file, "format": "0", "resource": ""})
    assert checked.status_code == 200
    form = checked.context.get("confirm_form")
    if form is None:
        return checked
    return setup.post(f"{page}process_import/", {**form.initial, "resource": ""}, follow=True)


def packed(**parts: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: packed(sheet=bytes(50_000_001)), "The workbook is too large"),
        (lambda: packed(sheet=b"rows").replace(b"PK\x01\x02", b"PK\x01\x00"), "The spreadsheet is damaged"),
    ],
)
def test_it_reads_no_workbook_that_unfolds_too_far_or_is_damaged(setup, content, reason):
    file = SimpleUploadedFile("rows.xlsx", content())
    answer = setup.post("/admin/customers/paymentterms/import/", {"import_file": file, "format": "1", "resource": ""})
    assert answer.status_code == 200
    assert reason in text_of(answer)


def test_it_refuses_a_code_that_another_row_has_when_one_is_changed_too(setup, company):
    terms = PaymentTerms.objects.get(company=company, code="N30")
    answer = setup.post(
        f"/admin/customers/paymentterms/{terms.pk}/change/", {"code": "N14", "name": "14 days", "net_days": "14"}
    )
    assert "already exists" in text_of(answer)


def test_it_shows_who_changed_what(setup, company):
    terms = PaymentTerms.objects.get(company=company, code="N30")
    page = f"/admin/customers/paymentterms/{terms.pk}/"
    setup.post(f"{page}change/", {"code": "N30", "name": "Thirty days", "net_days": "30"})

    text = text_of(setup.get(f"{page}history/"))

    assert "ada Name: 30 days → Thirty days" in text


def test_a_row_older_than_its_history_says_so(setup, company, monkeypatch):
    terms = PaymentTerms.objects.get(company=company, code="N30")
    monkeypatch.setattr("arclose.access.versions.VERSIONS_SHOWN", -1)

    text = text_of(setup.get(f"/admin/customers/paymentterms/{terms.pk}/history/"))

    assert "It was made before its history was kept." in text


def test_days_are_typed_and_shown_day_first_and_a_tax_code_has_the_history_of_its_rates(setup, company):
    code = TaxCode.objects.filter(company=company, rates__percent=21)[0]
    setup.post(
        "/admin/customers/taxrate/add/",
        {"company": company.pk, "tax_code": code.pk, "valid_from": "1/2/2027", "percent": "22"},
    )
    rate = code.rates.get(percent=22)
    setup.post(
        f"/admin/customers/taxrate/{rate.pk}/change/",
        {"tax_code": code.pk, "valid_from": "1 Feb 2027", "percent": "23"},
    )

    assert 'value="1 Feb 2027"' in setup.get(f"/admin/customers/taxcode/{code.pk}/change/").content.decode()
    text = text_of(setup.get(f"/admin/customers/taxcode/{code.pk}/history/"))

    assert "ada Tax rate (valid from 1 Feb 2027, percent 22.000): Percent: 22.000 → 23.000" in text
    assert "ada Tax rate (valid from 1 Feb 2027, percent 22.000): made" in text


def test_rates_go_out_and_come_in_as_a_workbook(setup, company):
    page = "/admin/customers/taxrate/"
    exported = setup.post(f"{page}export/", {"format": "1", "resource": ""})
    workbook = load_workbook(BytesIO(exported.content))
    sheet = workbook.active
    head = [cell.value for cell in sheet[1]]
    code = TaxCode.objects.filter(company=company, rates__percent=21)[0].code
    new = {"company": company.code, "tax_code": code, "valid_from": "2027-01-01", "percent": 22}
    sheet.append([new[name] for name in head])
    workbook.save(typed := BytesIO())
    file = SimpleUploadedFile("rows.xlsx", typed.getvalue())
    checked = setup.post(f"{page}import/", {"import_file": file, "format": "1", "resource": ""})
    form = checked.context["confirm_form"]
    setup.post(f"{page}process_import/", {**form.initial, "resource": ""}, follow=True)

    assert TaxRate.objects.get(company=company, valid_from=date(2027, 1, 1)).percent == 22


@pytest.mark.parametrize(("page", "heading"), [("taxrate", "Btw-code"), ("taxrule", "Artikel-btw-groep")])
def test_rates_and_rules_are_listed_in_dutch(setup, company, page, heading):
    setup.cookies["django_language"] = "nl"

    assert heading in text_of(setup.get(f"/admin/customers/{page}/"))


def test_every_field_has_a_name_to_be_translated_and_says_what_it_is_for():
    fields = {
        field: page
        for page in site._registry.values()
        for kept in (page, *page.inlines)
        for field in kept.model._meta.concrete_fields
        if field.editable and not field.auto_created and field.name not in (kept.exclude or ())
    }
    assert [str(field) for field in fields if not isinstance(field.verbose_name, Promise)] == []
    unexplained = [
        str(field)
        for field, page in fields.items()
        if not (field.help_text or help_of(field.model).get(field.name))
        # A line takes company and row from where it stands; people and their roles explain themselves.
        and field.related_model not in (Company, page.model)
        and field.name not in page.readonly_fields
        and field.model._meta.app_label not in ("auth", "access")
    ]
    assert unexplained == []


def test_numbers_are_typed_in_dutch_and_errors_lead_to_their_fields(setup, company):
    setup.cookies["django_language"] = "nl"
    code = TaxCode.objects.filter(company=company, rates__percent=21)[0]
    page = f"/admin/customers/taxrate/{code.rates.get(percent=21).pk}/change/"
    typed = {"tax_code": code.pk, "valid_from": "2020-01-01", "percent": "een vijfde"}
    answer = setup.post(page, typed)
    assert re.search(r'href="#id_percent">Procent: .een vijfde. is geen bedrag', answer.content.decode())
    assert setup.post(page, {**typed, "percent": "20,5"}).status_code == 302
    assert TaxRate.objects.get(tax_code=code, valid_from=date(2020, 1, 1)).percent == Decimal("20.5")
    assert 'value="20,5"' in setup.get(page).content.decode()


def test_lines_of_letters_and_fees_are_imported_by_the_row_they_belong_to(setup, company):
    a_collection_sequence(company)
    a_collection_sequence(company, code="OTHER", is_usual=False)
    page = "/admin/customers/collectionlettertext/"
    line = f"{company.code},OTHER,1,nl,Vriendelijk verzoek"
    imported(setup, "company,sequence,letter_code,language,text", line, page=page)
    text = CollectionLetterText.objects.get(company=company)
    assert (text.letter_code.sequence.code, text.text) == ("OTHER", "Vriendelijk verzoek")
    exported = setup.post(f"{page}export/", {"format": "0", "resource": ""}).content.decode()
    assert "OTHER" in exported

    named = "1 Letter 1 · Dutch"
    assert setup.get(f"{page}{text.pk}/change/").context["subtitle"] == named
    assert setup.get(f"{page}{text.pk}/history/").context["title"] == f"History of {named}"
    step = f"/admin/customers/collectionlettercode/{text.letter_code_id}/change/"
    typed = {f"{lines}-{count}_FORMS": "0" for lines in ("fees", "texts") for count in ("TOTAL", "INITIAL")}
    typed |= {"texts-TOTAL_FORMS": "1", "texts-INITIAL_FORMS": "1", "texts-0-id": text.pk, "texts-0-language": ""}
    for deleted in ({}, {"texts-0-DELETE": "on"}):
        refused = setup.post(step, typed | deleted).content.decode()
        assert ('href="#id_texts-0-language"' in refused) == (not deleted), "what goes has nothing to be put right"

    method = a_method(company, code="CARD")
    head = "company,method,name,currency,charged_to,remittance_type,percent,from_amount,below_amount,account"
    fees = [f"{company.code},CARD,Card,EUR,customer,none,1,{start},{end},8000" for start, end in (("", 90), (80, ""))]
    refused = text_of(imported(setup, head, *fees, page="/admin/journals/methodfee/"))
    assert "hold for some of the same payments" in refused
    assert not method.fees.exists()


def test_fields_say_what_they_are_for(setup, company):
    account = company.accounts.get(number="8000")
    page = text_of(setup.get(f"/admin/ledger/ledgeraccount/{account.pk}/change/"))

    assert "Has to be at zero when a period closes." in page
    assert text_of(setup.get("/admin/ledger/unionmembership/?q=HR")).count("HR") >= 2


def test_history_of_another_company_does_not_exist(setup):
    other = a_customer(a_company())

    for row in (other.pk, "nobody"):
        assert setup.get(f"/admin/customers/customer/{row}/history/").status_code == 404


def test_it_exports_the_rows_of_the_company_by_code(setup, company):
    a_customer(company, number="C-1", name="=1+1")
    a_customer(a_company(), number="C-ELSEWHERE")

    response = setup.post("/admin/customers/customer/export/", {"format": "0", "resource": ""})
    content = response.content.decode()

    assert "C-1,'=1+1,TRADE," in content
    assert "C-ELSEWHERE" not in content


def test_it_imports_rows_by_company_and_code(setup, company):
    imported(setup, "company,code,name,net_days,is_from_end_of_month", f"{company.code},N45,45 days,45,0")

    assert PaymentTerms.objects.get(company=company, code="N45").net_days == 45


def test_its_own_export_brings_every_name_back(setup, company):
    a_customer(company, number="C-1", name="@Home")
    export = setup.post("/admin/customers/customer/export/", {"format": "0", "resource": ""}).content.decode()
    assert "C-1,'@Home," in export
    Customer.objects.update(name="changed")

    imported(setup, *export.splitlines(), page="/admin/customers/customer/")

    assert Customer.objects.get(number="C-1").name == "@Home"


@pytest.fixture
def operator(db) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", password="correct horse battery"))
    return client


RATE = ("rate_type,currency,rate_date,units_per_base", "ECB,USD,2026-10-30,1.25")
RATES = "/admin/ledger/exchangerate/"
DAY = "?rate_date__year=2026&rate_date__month=10&rate_date__day=30"


def test_the_operator_imports_and_exports_rates_and_sees_their_history(operator):
    imported(operator, *RATE, page=RATES)
    imported(operator, RATE[0], "ECB,USD,2026-10-30,1.5", page=RATES)

    rate = ExchangeRate.objects.get(rate_type__code="ECB", currency="USD", rate_date="2026-10-30")
    assert (rate.units_per_base, rate.entered_by.username) == (Decimal("1.5"), "root")
    assert (
        "ECB,USD,2026-10-30,1.5"
        in operator.post(f"{RATES}export/{DAY}", {"format": "0", "resource": ""}).content.decode()
    )
    assert "root Units per base currency" in text_of(operator.get(f"{RATES}{rate.pk}/history/"))
    page = "/admin/ledger/exchangeratetype/"
    refused = imported(operator, "code,name,base_currency", "ECB,Another,USD", page=page)
    assert "The rates of this list are quoted against another currency." in text_of(refused)
    assert (rate.rate_type.code, rate.rate_type.base_currency_id) == ("ECB", "EUR")


def test_the_operator_imports_currencies(operator):
    imported(operator, "code,name,decimals,end_date", "XTS,Test,2,", page="/admin/ledger/currency/")

    assert Currency.objects.get(code="XTS").events.count() == 1
    assert "root made" in text_of(operator.get("/admin/ledger/currency/XTS/history/"))


@pytest.mark.parametrize("model", ["currency", "exchangerate"])
def test_an_administrator_only_looks_at_what_belongs_to_no_company(setup, model):
    page = f"/admin/ledger/{model}/"
    assert setup.get(page).status_code == 200
    assert [setup.get(f"{page}{way}/").status_code for way in ("add", "import", "export")] == [403, 403, 403]


def test_the_operator_imports_memberships_and_sees_their_history(operator, setup):
    page = "/admin/ledger/unionmembership/"
    imported(operator, "union,country,valid_from,valid_to", "EU,MD,2030-01-01,", page=page)
    refused = imported(operator, "union,country,valid_from,valid_to", "EU,MD,2030-01-01,2029-01-01", page=page)
    imported(operator, "union,country,valid_from,valid_to", "EU,MD,2030-01-01,2035-12-31", page=page)

    kept = UnionMembership.objects.get(country="MD")
    assert kept.valid_to == date(2035, 12, 31)
    assert "The last day cannot be before the first day" in text_of(refused)
    assert "root Valid until: – → 31 Dec 2035" in text_of(operator.get(f"{page}{kept.pk}/history/"))
    assert [setup.get(f"{page}{way}").status_code for way in ("", "import/")] == [200, 403]


def test_the_lines_of_templates_come_in_by_their_codes_and_add_up_or_none_does(setup, company):
    DistributionTemplate.objects.create(company=company, code="RENT", name="Rent")
    RecurringTemplate.objects.create(company=company, code="SUPP", name="Support")
    shares, lines = "/admin/customers/distributiontemplateline/", "/admin/customers/recurringtemplateline/"
    head = "company,template,account,percent"
    row = f"{company.code},RENT,{{}},{{}}".format

    imported(setup, head, row("8000", "60"), row("8100", "40"), page=shares)
    broken = imported(setup, head, row("8000", "50"), page=shares)
    control = imported(setup, head, row("1100", "1"), page=shares)
    head = "company,template,line_number,description,account,distribution,item_type,item_tax_group,quantity,unit_price"
    imported(setup, head, f"{company.code},SUPP,1,Support,8100,RENT,service,SERV,2,50", page=lines)
    unplaced = imported(setup, head, f"{company.code},SUPP,2,More,,,service,SERV,1,5", page=lines)

    assert "template RENT would add up to 90 %, not to 100 %" in text_of(broken)
    assert "is a control account" in text_of(control)
    assert "the template has no distribution of all lines" in text_of(unplaced)
    kept = DistributionTemplateLine.objects.order_by("account").values_list("account__number", "percent")
    assert list(kept) == [("8000", 60), ("8100", 40)]
    line = RecurringTemplateLine.objects.get(template__code="SUPP")
    assert (line.distribution.code, line.quantity, line.account.number) == ("RENT", 2, "8100")
    exported = setup.post(f"{lines}export/", {"format": "0", "resource": ""}).content.decode()
    assert "SUPP,1,Support,8100,RENT" in exported
    assert "template RENT" not in text_of(imported(setup, *exported.splitlines(), page=lines))
    assert setup.get(f"{shares}add/").status_code == 403


def test_it_imports_what_a_row_points_to_by_its_code(setup, company):
    a_customer(company, number="C-1")
    lines = ("company,number,name,group", f"{company.code},C-1,Bakker,CASH")

    imported(setup, *lines, page="/admin/customers/customer/")

    changed = Customer.objects.get(company=company, number="C-1")
    assert (changed.name, changed.group.code) == ("Bakker", "CASH")


def test_it_imports_nothing_into_another_company(setup):
    other = a_company()

    answer = imported(setup, "company,code,name,net_days,is_from_end_of_month", f"{other.code},N45,45 days,45,0")

    assert "You do not administer the company" in text_of(answer)
    assert not PaymentTerms.objects.filter(code="N45").exists()


def test_nobody_but_an_administrator_sees_it(company):
    client = Client()
    client.force_login(a_user(company, Role.CONTROLLER))

    assert client.get("/admin/customers/customer/").status_code == 403


@pytest.mark.parametrize(
    ("page", "code", "field", "account", "reason"),
    [
        ("itemgroup", "GOODS", "revenue_account", "1100", "is a control account"),
        ("itemgroup", "GOODS", "line_discount_account", "1100", "is a control account"),
        ("itemgroup", "GOODS", "inventory_account", "1100", "is a control account"),
        ("taxcode", "STD", "tax_account", "1100", "is a control account"),
        ("postingprofile", "GEN", "summary_account", "8000", "is no control account"),
    ],
)
def test_control_accounts_stand_apart(setup, company, page, code, field, account, reason):
    line = f"{company.code},{code},{account}"

    answer = imported(setup, f"company,code,{field}", line, page=f"/admin/customers/{page}/")

    assert reason in text_of(answer)


def test_an_automatic_account_is_no_control_account(setup, company):
    gain = AutomaticAccount.objects.get(company=company, purpose="realized_gain")
    receivables = company.accounts.get(number="1100")
    page = f"/admin/ledger/automaticaccount/{gain.pk}/change/"

    refused = setup.post(page, {"purpose": gain.purpose, "account": receivables.pk})

    assert "is a control account" in text_of(refused)


@pytest.mark.parametrize(("typed", "kept", "said"), [("EL", "GR", ""), ("ZZ", "NL", "“ZZ” is no ISO country code")])
def test_setup_takes_iso_countries(setup, company, typed, kept, said):
    registration = company.vat_registrations.get()
    values = {"country": typed, "vat_number": "X1", "currency": "EUR", "valid_from": "2026-01-01"}
    page = setup.post(f"/admin/ledger/vatregistration/{registration.pk}/change/", values, follow=True)
    registration.refresh_from_db()
    assert registration.country == kept
    assert said in text_of(page)


@pytest.mark.parametrize(("country", "said"), [("UK", ""), ("Z9", "is no ISO country code")])
def test_a_file_of_customers_has_iso_countries(setup, company, country, said):
    a_customer(company, number="C-9")
    line = f"{company.code},C-9,{country}"
    answer = imported(setup, "company,number,country", line, page="/admin/customers/customer/")
    assert said in text_of(answer)
    assert Customer.objects.get(number="C-9").country == ("NL" if said else "GB")


def test_sites_and_sales_parameters_are_set_up(setup, company):
    for code in ("WEST", "EAST"):
        setup.post("/admin/customers/site/add/", {"company": company.pk, "code": code, "name": code})
    decided = {
        "defers_revenue": "on",
        "posts_cost_of_goods": "on",
        "credit_limit_type": "packing_slip",
        "limit_exceeded": "warning",
    }
    page = f"/admin/customers/salesparameters/{company.sales_parameters.pk}/change/"
    assert setup.get(page).context["subtitle"] == company.code
    setup.post(page, decided)

    listed = text_of(setup.get("/admin/customers/site/"))
    assert listed.index("EAST") < listed.index("WEST")
    kept = SalesParameters.objects.get(company=company)
    assert kept.posts_cost_of_goods
    assert kept.defers_revenue
    assert (kept.credit_limit_type, kept.limit_exceeded) == ("packing_slip", "warning")


@pytest.mark.parametrize("model", ["ledger/voucher", "ledger/ledgerentry", "customers/invoice", "customers/settlement"])
def test_there_is_no_way_to_posted_rows(setup, model):
    assert setup.get(f"/admin/{model}/").status_code == 404


def test_an_item_is_written_where_it_was_changed_and_not_over_its_stock(setup, company):
    item = an_item(company, name="Lamp", on_hand_quantity=10)
    page = f"/admin/customers/item/{item.pk}/change/"
    form = setup.get(page).context["adminform"].form
    typed = {name: value for name in form.fields if (value := form[name].value()) is not None and value is not False}
    typed["initial-on_hand_quantity"] = typed["on_hand_quantity"]
    Item.objects.filter(pk=item.pk).update(on_hand_quantity=7)

    answer = setup.post(page, {**typed, "name": "Lamp, tall"})
    assert answer.status_code == 302, text_of(answer)
    item.refresh_from_db()
    assert (item.name, item.on_hand_quantity) == ("Lamp, tall", 7)
    setup.post(page, {**typed, "name": "Lamp, tall", "on_hand_quantity": "5"})
    item.refresh_from_db()
    assert item.on_hand_quantity == 5


def test_an_item_that_becomes_a_service_is_picked_no_more(setup, company):
    item = an_item(company)
    order = an_order(a_customer(company), ("1", "10"), item=item)
    made(CONFIRM, order)
    form = model_to_dict(item, exclude=["id", "company"])
    typed = {name: value for name, value in form.items() if value is not None and value is not False}
    with CaptureQueriesContext(connection) as queries:
        answer = setup.post(f"/admin/customers/item/{item.pk}/change/", {**typed, "item_type": "service"})
    assert answer.status_code == 302
    statements = [one["sql"] for one in queries.captured_queries]
    [locked] = [
        at for at, sql in enumerate(statements) if 'FROM "customers_salesorder"' in sql and "NO KEY UPDATE" in sql
    ]
    [changed] = [at for at, sql in enumerate(statements) if 'UPDATE "customers_item"' in sql]
    assert locked < changed
    order.refresh_from_db()
    assert order.unpicked_amount is None
