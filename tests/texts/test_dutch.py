"""The Dutch catalogue: every text is there, with the placeholders of the English one."""

import re
from functools import cache

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from tests.cluster import ROOT

CATALOGUE = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[-#0 +]*\d*[sd]|%%|%[sd]|\{\w*\}")
# The pages of the close: name, Dutch name, and the address of those that can be opened.
PAGES = [
    ("Batch jobs", "Batchtaken", "jobs/"),
    ("Confirm sales orders", "Verkooporders bevestigen", "orders/"),
    ("Picking list posting", "Orderverzamellijsten boeken", "orders/"),
    ("Packing slip posting", "Pakbonnen boeken", "orders/"),
    ("Post invoices", "Facturen boeken", "orders/"),
    ("Post free text invoices", "Vrije-tekstfacturen boeken", "free-text/"),
    ("Journals", "Journalen", "general-journals/"),
    ("Foreign currency revaluation", "Herwaardering van vreemde valuta", "revaluations/"),
    ("EC sales list", "ICL-lijst (opgaaf ICP)", "ec-sales-lists/"),
    ("Ledger calendar", "Grootboekkalender", "calendar/"),
    ("Period close", "Periodeafsluiting", "close/"),
]


@cache
def _messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="nl") if message.id]


def _texts(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)) - {"%%"})


def test_every_text_has_a_dutch_one() -> None:
    missing = [message.id for message in _messages() if message.fuzzy or not all(_texts(message.string))]
    assert missing == []


def test_every_dutch_text_has_the_placeholders_of_the_english_one() -> None:
    differing = [
        message.id
        for message in _messages()
        for english, dutch in zip(_texts(message.id), _texts(message.string), strict=True)
        if _placeholders(english) != _placeholders(dutch)
    ]
    assert differing == []


def test_spaces_at_the_ends_are_kept() -> None:
    differing = [
        message.id
        for message in _messages()
        for english, dutch in zip(_texts(message.id), _texts(message.string), strict=True)
        if (english[:1].isspace(), english[-1:].isspace()) != (dutch[:1].isspace(), dutch[-1:].isspace())
    ]
    assert differing == []


@pytest.mark.parametrize(("english", "dutch"), [names for *names, _address in PAGES])
def test_the_pages_have_their_dutch_names(english: str, dutch: str) -> None:
    with override("nl"):
        assert gettext(english) == dutch
