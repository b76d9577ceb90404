"""Every route x role x method gives exactly what the table says; what it does not name is refused."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from arclose.access import freshness, routes, signing_in_again
from arclose.access.checks import every_page_has_a_route, every_route_has_a_rule
from arclose.access.checks import routes as every_route
from arclose.access.freshness import SESSION_KEY
from arclose.access.middleware import AccessMiddleware
from arclose.access.people import PersonBackend
from arclose.access.routes import MalformedRoute, Role
from arclose.web import errors
from tests import builders

ROUTES = sorted({(name or str(pattern.pattern)) for name, pattern in every_route()})
OWN_ROUTES = [name for name in ROUTES if not name.startswith("admin:")] + ["admin:index", "admin:password_change"]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
PEOPLE = [*Role.values, "stranger", "nobody"]

# Who may do what in the whole program, said a second time: nobody gains a right unnoticed.
NEVER = """
role          | method | routes
auditor       | POST   | (?!((save|change|delete|default)_view|walk|batch:read_alerts|ledger:export_vouchers)$).*
administrator | POST   | (?!(admin|ledger|batch|revaluation):|imports:page$|[a-z]+_view$|walk$).*
administrator | POST   | ledger:(?!(open_year|export_vouchers)$).*|batch:(?!read_alerts$).*
administrator | POST   | revaluation:(?!(import_rates|enter_rate)$).*
clerk         | POST   | checklist:(?!prove$).*|ledger:(?!export_vouchers$).*|batch:(dismiss|undo)
clerk         | POST   | customers:(decide_credit|release_marked|reverse_(interest_note|collection_letter))
clerk         | POST   | journals:(reverse_.*|take_returns|undo_(return|match)|approve_journal)
clerk         | POST   | revaluation:(undo|import_rates|enter_rate)
clerk         | POST   | ecsales:(report|close|take_back|reopen)_list
clerk         | POST   | admin:.*
controller    | POST   | $^
"""


def _patterns(resolver=None, namespace="", prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _patterns(pattern, inner, route)
        else:
            yield f"{namespace}{pattern.name}", route


COMPANY_ROUTES = sorted({name for name, pattern in _patterns() if "<str:company>" in pattern})


def ask(route, method, user, *, company="NLWS", is_fresh=True):
    """Ask the layer itself: what it answers in the view's place, or “view” when the view may run."""
    request = HttpRequest()
    request.method, request.path = method, "/somewhere/"
    request.user, request.session, request.htmx = user, SessionStore(), False
    request.resolver_match = SimpleNamespace(view_name=route)
    if is_fresh:
        request.session[SESSION_KEY] = int(timezone.now().timestamp())
    kwargs = {"company": company} if route in COMPANY_ROUTES else {}  # no period: it is read, and asks no role
    try:
        answer = AccessMiddleware(None).process_view(request, None, [], kwargs)
    except (Http404, PermissionDenied) as refusal:
        return 404 if isinstance(refusal, Http404) else 403
    return answer.status_code if answer else "view"


def expected(route, method, person, is_fresh):
    """What the table says, read the slow way."""
    rule = routes.rules_of(route).get("GET" if method == "HEAD" else method)
    if rule is None:
        return 405
    if person == "nobody":
        asks_on_the_spot = method == "POST" and route != "logout"
        return "view" if rule.audience == "public" else 403 if asks_on_the_spot else 302
    if person == "stranger":
        return 404 if rule.audience == "roles" else "view"
    is_let_in = person in rule.roles or not rule.roles
    return "view" if is_let_in and (is_fresh or not rule.is_fresh) else 403


@pytest.fixture
def people(company, other_company):
    """Somebody of each role, read as whoever is signed in is: together with the roles."""
    everybody = {role: builders.a_user(company, role) for role in Role.values}
    everybody["stranger"] = builders.a_user(other_company, *Role.values)
    signed_in = {name: PersonBackend().get_user(user.pk) for name, user in everybody.items()}
    return {**signed_in, "nobody": AnonymousUser()}


@pytest.fixture
def without_pages(monkeypatch):
    """Let thousands of refusals and questions be answered without the pages that say them."""
    monkeypatch.setattr(errors, "render_to_string", lambda *_page, **_context: "refused")
    for asking in (freshness, signing_in_again):
        monkeypatch.setattr(asking, "render", lambda *_page, status: HttpResponse(status=status))


def test_it_lets_in_exactly_whom_the_table_names(people, without_pages):
    """Whoever typed the password long ago asks for every route; whoever did just now, for those that ask it again."""
    asked = [
        (route, method, person, is_fresh)
        for route in OWN_ROUTES
        for method in METHODS
        for is_fresh in ((False, True) if asks_the_password(route, method) else (False,))
        for person in PEOPLE
    ]
    assert {is_fresh for _route, _method, _person, is_fresh in asked} == {False, True}
    found = {each: ask(*each[:2], people[each[2]], is_fresh=each[3]) for each in asked}
    assert found == {each: expected(*each) for each in asked}


def asks_the_password(route, method):
    return method in routes.rules_of(route) and routes.rules_of(route)[method].is_fresh


def test_it_knows_no_company_of_others(people):
    asked = [(route, method) for route in COMPANY_ROUTES for method in routes.rules_of(route)]
    for company in ("UKRT", "NONE", "nlws"):
        answers = {(*each, ask(*each, people["controller"], company=company)) for each in asked}
        assert answers == {(*each, 404) for each in asked}


def test_it_has_a_row_for_every_route():
    assert every_route_has_a_rule(None) == []


def test_it_has_a_route_for_every_page():
    assert every_page_has_a_route(None) == []


def test_it_never_gives_a_role_what_it_must_not_have():
    for row in NEVER.strip().splitlines()[1:]:
        role, method, pattern = (cell.strip() for cell in row.split("|", 2))
        for route, rules in routes.RULES.items():
            rule = rules.get(method)
            if rule and rule.roles and re.fullmatch(pattern, route):
                assert role not in rule.roles, f"{role} may {method} {route}"


def test_it_asks_the_password_for_whatever_closes_reopens_or_reverses():
    for route, rules in routes.RULES.items():
        if re.search(r":(hold|reopen|reverse|permanently|undo|close_)", route) and "POST" in rules:
            assert rules["POST"].is_fresh, route


def test_it_refuses_a_route_that_the_table_does_not_name(client, company, gallery):
    client.force_login(builders.a_user(company, *Role.values))
    answer = client.get("/NLWS/2026-10/gallery/unlisted/")
    assert answer.status_code == 403
    assert "not in the table" in answer.content.decode()
    assert [error.id for error in every_route_has_a_rule(None)] == ["access.E001"]


@pytest.mark.parametrize(
    "row",
    [
        "a | GET",
        "a | LOOK | all",
        "a | GET | king",
        "a | GET |",
        "a | GET | public clerk",
        "a | GET | all\na | GET | clerk",
    ],
)
def test_it_reads_no_row_that_it_does_not_understand(row):
    with pytest.raises(MalformedRoute):
        routes.parse(f"route | method | who\n{row}")
