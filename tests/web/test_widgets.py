"""Inputs of forms are written as Django's own templates write them."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from arclose.web.widgets import WidgetRenderer

HOSTILE = '<b>"it\'s" & more</b>'
SAFE = mark_safe("<b>&amp;</b>")
VALUES = [
    None,
    "",
    0,
    1234567,
    Decimal("1234.50"),
    date(2026, 10, 31),
    True,
    HOSTILE,
    SAFE,
    gettext_lazy("Name"),
    "a\nb",
]
ATTRIBUTES = [
    {},
    {"class": "form-control", "required": True, "disabled": False, "rows": 3, "size": None},
    {"placeholder": HOSTILE, "title": SAFE, "aria-label": gettext_lazy("Name"), "data-days": 1234567},
]
CHOICES = [
    ("", "All"),
    (1234567, 1234567),
    (None, gettext_lazy("Name")),
    (HOSTILE, HOSTILE),
    (Decimal("0.5"), SAFE),
    ("Group & <group>", [("inside", "Inside"), ("also", "Also inside")]),
    (gettext_lazy("Name"), [(True, True)]),
]


class MarkedSelect(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


INPUTS = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput, forms.DateInput,
    forms.DateTimeInput, forms.TimeInput, forms.FileInput, forms.CheckboxInput, forms.Textarea,
]  # fmt: skip


def both(widget, name, value):
    """The HTML of a widget as it is written, and as Django's templates render it."""
    return [
        widget.render(name, value, {"id": "id_name"}, renderer=each()) for each in (WidgetRenderer, TemplatesSetting)
    ]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("widget", INPUTS)
def test_it_writes_an_input_as_its_template_does(widget, language):
    with override(language):
        for value in VALUES:
            for own in ATTRIBUTES:
                written, rendered = both(widget(own), HOSTILE, value)
                assert written == rendered


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, forms.NullBooleanSelect, MarkedSelect])
def test_it_writes_choices_as_their_templates_do(widget, language):
    with override(language):
        for own in ATTRIBUTES:
            select = widget(own)
            select.choices = CHOICES
            for value in ["", "inside", "1234567", HOSTILE, "unknown", True]:
                written, rendered = both(select, "name", [value, "also"] if widget is forms.SelectMultiple else value)
                assert written == rendered


def test_no_choice_is_said_in_words():
    field = forms.Select(choices=[("", "---------")])
    assert ">None chosen</option>" in field.render("name", "", renderer=WidgetRenderer())
