"""Pages without what stands around each of them, a third of what they cost.

Every page is opened whole in a browser (tests/browser), and the frame has tests of its own (tests/web). A folder whose
conftest takes in `bare_unless_whole` gets bare pages, but where a test is marked `whole_pages`.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.template import Template, engines

# What a form is found in, with what was said of the one before.
_BARE = {
    "base.html": """<main>
      {% include "components/messages.html" %}{% include "checklist/walk.html" %}{% block content %}{% endblock %}
    </main>""",
    "admin/base_site.html": "{% block content %}{% endblock %}",
}


@pytest.fixture
def bare_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages of this test, or of what is left of it, come without their frame."""
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "find_template", _finding_bare(engine.find_template))


@pytest.fixture(autouse=True)
def bare_unless_whole(request: pytest.FixtureRequest) -> None:
    """Do so for all tests of a folder, but those marked `whole_pages`, and those that limit the queries of a page."""
    counts = "django_assert_max_num_queries" in request.fixturenames
    if not counts and not request.node.get_closest_marker("whole_pages"):
        request.getfixturevalue("bare_pages")


def _finding_bare(find: Callable[..., Any]) -> Callable[..., Any]:
    def found(name: str, *others: Any, **named: Any) -> Any:
        bare = _bare_templates().get(name)
        return (bare, bare.origin) if bare else find(name, *others, **named)

    return found


@cache
def _bare_templates() -> dict[str, Template]:
    return {name: engines["django"].engine.from_string(text) for name, text in _BARE.items()}
