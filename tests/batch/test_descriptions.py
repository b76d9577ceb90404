"""What a job is called is shown, found and sorted as it was typed, or as its reader reads it."""

import json
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape
from django.utils.translation import get_language

from arclose.batch.models import Job, JobItem
from arclose.web.said import as_read, as_written, said
from tests.batch.documents import KIND
from tests.batch.test_pages import text_of

JOBS = "/NLWS/2026-10/jobs/"
TYPED = [
    '{"en": 1}',
    '{"en": null}',
    '{"en": "x"}',
    '{"en": "x", "nl": "y"}',
    '{"": "x"}',
    "{October",
    '"October"',
    '\x01{"en": 1}',
]


@pytest.fixture
def as_clerk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.fixture
def sentences(make_documents, make_job) -> list[Job]:
    """Two jobs named by the program: each is first in one of the two languages."""
    make_documents(1)
    named = [{"en": "Post invoices", "nl": "Verkoopfacturen"}, {"en": "Revalue", "nl": "Herwaarderen"}]
    made = [make_job(key=name["en"]) for name in named]
    for job, name in zip(made, named, strict=True):
        job.description = said(lambda name=name: name[get_language()])
        job.save()
    return made


def shown(as_clerk: Client, **query: str) -> list[str]:
    """Give the descriptions in the list of jobs, in its order."""
    rows = as_clerk.get(f"{JOBS}?{urlencode(query)}").context["listing"].table.paginated_rows
    return [str(row.record.description) for row in rows]


def test_it_calls_a_job_what_was_typed_whatever_that_is(as_clerk: Client, make_documents):
    make_documents(1)
    for typed in TYPED:
        as_clerk.post(f"{JOBS}new/?kind={KIND}", {"description": typed, "up_to": "5", "max_retries": "0"})
        job = Job.objects.latest("pk")
        assert escape(typed) in text_of(as_clerk.get(f"{JOBS}{job.pk}/"))
        plan = {"description": typed + " at night", "every": "1", "start": ""}
        as_clerk.post(f"{JOBS}{job.pk}/plan/", plan)
    expected = [f"{typed} at night" for typed in TYPED]
    assert shown(as_clerk, sort="number") == expected
    assert sorted(shown(as_clerk, text="night")) == sorted(expected)
    assert shown(as_clerk, text='"en": 1') == [expected[-1], expected[0]]
    assert shown(as_clerk, text="\\") == []
    hits = as_clerk.get("/NLWS/2026-10/search/", {"q": "{octo"})
    assert hits["Location"] == f"{JOBS}{Job.objects.get(description='{October at night').pk}/"


def test_its_list_looks_in_what_is_read(as_clerk: Client, sentences: list[Job]):
    assert shown(as_clerk, sort="description") == ["Post invoices", "Revalue"]
    assert shown(as_clerk, text="reVAL") == ["Revalue"]
    assert [shown(as_clerk, text=text) for text in ("nl", '"', "{", "Herwaard")] == [[]] * 4
    as_clerk.cookies["django_language"] = "nl"
    listed = [str(row.record.pk) for row in as_clerk.get(f"{JOBS}?sort=description").context["listing"].table.rows]
    assert listed == [str(job.pk) for job in reversed(sentences)]
    assert "Herwaarderen" in text_of(as_clerk.get(f"{JOBS}?text=herwaard"))
    assert "Herwaarderen" not in text_of(as_clerk.get(f"{JOBS}?text=revalue"))


def test_documents_are_found_by_the_reason_that_is_read(as_clerk: Client, make_documents, make_job):
    make_documents(2)
    job = make_job()
    reasons = [said(lambda: {"en": "No account", "nl": "Geen rekening"}[get_language()]), "{odd"]
    for position, reason in enumerate(reasons, start=1):
        JobItem.objects.filter(task__job=job, position=position).update(reason=reason)
    found = {
        text: [
            row.record.position
            for row in as_clerk.get(f"{JOBS}{job.pk}/documents/", {"text": text, "sort": "-reason"})
            .context["listing"]
            .table.paginated_rows
        ]
        for text in ("account", "rekening", "od")
    }
    assert found == {"account": [1], "rekening": [], "od": [2]}


@pytest.mark.parametrize("kept", [1, None, {"nl": "x"}, ["x"]])
def test_what_is_no_text_in_each_language_is_read_as_it_stands(kept):
    stored = json.dumps({"en": kept})
    assert as_read(stored) == stored
    assert as_read(as_written(stored)) == stored
