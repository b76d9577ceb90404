"""Whatever is sent to a form: it answers, and the database takes what it wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from arclose.access import routes
from arclose.access.freshness import SESSION_KEY
from arclose.access.routes import Role
from tests import builders
from tests.access.test_routes import _patterns
from tests.books import a_company_with_books
from tests.browser.test_every_page import address_of
from tests.customers.posting import findings

EXAMPLES = 3
FORMS = sorted({
    (name, pattern)
    for name, pattern in _patterns()
    if "<str:period>" in pattern and "POST" in routes.rules_of(name)
})  # fmt: skip
# What the lists and pages in front of a form send to it.
SENT = (
    "selected",
    "selection",
    "key",
    "act",
    "decided",
    "name",
    "query",
    "page",
    "day",
    "reason",
    "quantity",
    "line-0-item",
)
ODD = (
    "", " ", "\0", "\n", "-1", "0", "1", "0.00001", "1e400", "NaN", "-Infinity", "9" * 40, "1,5", "1.234.567,89", "٣",
    "31/2/2026", "29/2/2028", "15/10/2026", "2026-10-15", "1/1/0001", "31/12/9999", "1/1/99999", "today",
    "on", "yes", "all", "filter", "ticked", "release", "post", "é" * 300, "<script>", "' OR 1=1 --", "\u202e",
    "\N{JACK-O-LANTERN}",
    "page-00000000-0000-4000-8000-000000000001", "a" * 5_000, "../../etc", "{% now %}", "%s %(x)s",
)  # fmt: skip


def _fields(page: bytes) -> dict[str, list[str]]:
    """Give what the forms of a page hold: each name with the values a person could send untouched."""
    found: dict[str, list[str]] = {}
    for field in html.fromstring(page).xpath("//main//form//*[@name]"):
        values = [option.get("value", "") for option in field.iter("option")]
        text = (field.text or "") if field.tag == "textarea" else field.get("value", "")
        found.setdefault(field.get("name"), []).extend(values or [text])
    found.pop("csrfmiddlewaretoken", None)
    return found


def _requests(fields: dict[str, list[str]]) -> "st.SearchStrategy[dict[str, list[str]]]":
    """Give requests that leave most fields as they were, and send anything in the others."""
    own = {
        name: st.one_of(st.sampled_from([[value] for value in values]), st.lists(st.sampled_from(ODD), max_size=3))
        for name, values in fields.items()
    }
    other = {name: st.lists(st.sampled_from(ODD), max_size=2) for name in SENT if name not in fields}
    return st.fixed_dictionaries(own, optional=other)


def test_no_form_fails_whatever_is_sent(client: Any, db: None) -> None:
    company = a_company_with_books(code="NLWS")
    client.force_login(builders.a_user(company, *Role.values))
    for name, pattern in FORMS:
        _try(client, company, name, address_of(pattern, company))
    assert findings(company) == {}


def _try(client: Any, company: Any, name: str, address: str) -> None:
    answer = client.get(address) if "GET" in routes.rules_of(name) else None
    shown = answer is not None and answer.status_code == 200
    fields = (
        _fields(answer.content) if shown else {"selected": ["1"], "key": ["page-00000000-0000-4000-8000-000000000001"]}
    )

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(_requests(fields))
    def send(request: dict[str, list[str]]) -> None:
        with _taken_back():
            session = client.session
            session[SESSION_KEY] = int(timezone.now().timestamp())
            session.save()
            response = client.post(address, request)
            assert response.status_code < 500, (name, response.status_code)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    send()


@contextmanager
def _taken_back() -> Iterator[None]:
    """A transaction that is rolled back, as if nobody had sent anything."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
