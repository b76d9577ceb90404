"""What people type for a list, what VIES answers, and the list on paper."""

import json
import threading
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ecsales.collecting import collect_list
from ecsales.models import ListedNumber, ManualLine, NumberCheck
from ecsales.vies import answers_about
from tests.builders import a_company, a_controller, an_order
from tests.customers.pages import Visitor, page_key, text_of
from tests.customers.posting import posted
from tests.ecsales.lists import BELGIAN, GERMAN, a_list, an_eu_customer, declares, reported, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    made = a_company(name="Groothandel")
    declares(made)
    return made


@pytest.fixture
def visitor(company):
    return Visitor(a_controller(company), company)


def test_a_number_is_given_for_documents_that_bear_a_wrong_one(company, visitor):
    customer = an_eu_customer(company, "DE000000000")
    posted(an_order(customer, ("1", "50")))
    page = f"ec-sales-lists/{a_list(company).pk}/"
    assert "Give a number" in text_of(visitor.get(f"{page}documents/?reason=number_wrong"))
    where = f"{page}numbers/?customer={customer.pk}&used=DE000000000"
    for wrong in ("DE1", "NL004495445B01", "CHE123456788"):
        refused = visitor.post(where, listed_number=wrong, reason="asked")
        assert (refused.status_code, wrong in refused.content.decode()) == (422, True)
    visitor.post(where, listed_number="de 136.695.976", reason="asked")
    assert shown(collect_list(a_list(company))) == [(GERMAN, "goods", "50.00")]
    assert "asked" in text_of(visitor.get(f"{page}numbers/"))
    visitor.post(f"ec-list-numbers/{ListedNumber.objects.get().pk}/remove/")
    assert shown(collect_list(a_list(company))) == []


def test_lines_are_typed_that_no_document_makes(company, visitor):
    october = a_list(company)
    page = f"ec-sales-lists/{october.pk}/add-line/"
    line = {"kind": "goods", "line_date": "15/10/2026", "vat_number": GERMAN, "name": "Muster", "amount": "12.50"}
    asked = {**line, "reason": "forgotten", "key": page_key(1)}
    assert "customer: Opgaaf intracommunautaire prestaties (ICP) has no place for this kind. Report it in the auth" in (
        text_of(visitor.get(page))
    )
    for wrong, says in (
        ({"line_date": "1/9/2026"}, "The day is none of the list"),
        ({"vat_number": "DE1"}, "This is no VAT number of a member state"),
        ({"amount": ""}, "The line needs an amount"),
    ):
        assert says in visitor.post(page, **{**asked, **wrong}).content.decode().replace("&#x27;", "'")
    visitor.post(page, **asked)
    visitor.post(page, **asked)
    assert shown(collect_list(october)) == [(GERMAN, "goods", "12.50")]
    declared = reported(october)
    assert (declared.total_amount, declared.rows.get().source) == (Decimal("12.50"), "manual")
    behind = text_of(visitor.get(f"ec-sales-lists/{october.pk}/documents/?number={GERMAN}&kind=goods"))
    assert f"{GERMAN} Muster goods 15 Oct 2026 forgotten 12.50" in behind
    visitor.post(f"ec-manual-lines/{ManualLine.objects.get().pk}/remove/")
    assert "Report the correction" in text_of(visitor.get(f"ec-sales-lists/{october.pk}/"))


class _Vies(BaseHTTPRequestHandler):
    """Answers as VIES does; about Belgian numbers it has no answer."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = {"valid": True, "requestIdentifier": "WAPIAAAA1", "name": "MUSTER GMBH", "userError": "VALID"}
        if asked["countryCode"] == "BE":
            answer = {"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}
        assert asked["requesterNumber"] == "123456789B01"
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


def test_vies_is_asked_where_it_is_at_hand_and_its_answers_are_kept(company, visitor, settings):
    posted(an_order(an_eu_customer(company), ("1", "5")), an_order(an_eu_customer(company, BELGIAN), ("1", "5")))
    page = f"ec-sales-lists/{a_list(company).pk}/"
    assert "Not checked" in text_of(visitor.post(f"{page}check-numbers/"))
    server = HTTPServer(("127.0.0.1", 0), _Vies)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.VIES_URL = f"http://127.0.0.1:{server.server_port}"
    try:
        said = text_of(visitor.post(f"{page}check-numbers/"))
    finally:
        server.shutdown()
        server.server_close()
    assert "2 numbers were asked about: 1 valid, 0 not asked yet." in said
    assert f"{GERMAN} valid" in said
    kept = NumberCheck.objects.order_by("vat_number").values_list("vat_number", "result", "consultation_number")
    assert list(kept) == [(BELGIAN, "unavailable", ""), (GERMAN, "valid", "WAPIAAAA1")]
    documents = visitor.get(f"{page}documents/?export=csv")
    assert b"WAPIAAAA1" in b"".join(documents)
    assert f"{GERMAN}, goods valid, " in text_of(visitor.get(f"{page}documents/"))
    asked = NumberCheck.objects.get(result="valid")
    before, after = (asked.checked_at.date() + timedelta(days=days) for days in (-30, 30))
    answers = answers_about(company, [GERMAN, BELGIAN])
    assert [answers.nearest(GERMAN, day) for day in (before, after)] == [asked, asked]
    assert answers.nearest(BELGIAN, after) is None
