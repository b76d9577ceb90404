"""The inputs of forms, written by Python: what Django's own templates write, for a twentieth of their price.

Those templates include one another for each input, each option and each of their attributes; a form of orders has
several hundred of these. Inputs that are not named here are rendered by their templates as ever. In one thing it
differs from them: that nothing is chosen is said in words.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import gettext as _

_FOLDER = "django/forms/widgets"
_OPTION = f"{_FOLDER}/select_option.html"


class WidgetRenderer(TemplatesSetting):
    """Renders the inputs that are plain HTML without a template, and all else by the project's templates."""

    def render(self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Give an input or a whole form as HTML."""
        written = _WRITERS.get(template_name)
        text = written(context["widget"]) if written else None
        return mark_safe(super().render(template_name, dict(context), request) if text is None else text)  # noqa: S308


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{_as_text(value)}"'
    return f'<input type="{escape(widget["type"])}" name="{_name(widget)}"{shown}{_attributes(widget["attrs"])}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    shown = conditional_escape(localize(value)) if value else ""
    return f'<textarea name="{_name(widget)}"{_attributes(widget["attrs"])}>\n{shown}</textarea>'


def _select(widget: Mapping[str, Any]) -> str | None:
    """Give a list of choices; None where its options have a template of their own."""
    groups = widget["optgroups"]
    if any(option["template_name"] != _OPTION for _name, options, _index in groups for option in options):
        return None
    parts = [f'<select name="{_name(widget)}"{_attributes(widget["attrs"])}>']
    for name, options, _index in groups:
        parts.append(f'\n  <optgroup label="{conditional_escape(localize(name))}">' if name else "")
        parts += [f"\n  {_option(option)}" for option in options]
        parts.append("\n  </optgroup>" if name else "")
    return "".join([*parts, "\n</select>"])


def _option(option: Mapping[str, Any]) -> str:
    label = conditional_escape(_("None chosen") if _is_dashes(option["label"]) else localize(option["label"]))
    return f'<option value="{_as_text(option["value"])}"{_attributes(option["attrs"])}>{label}</option>\n'


def _is_dashes(label: object) -> bool:
    """Tell what Django and its apps show for no choice."""
    return isinstance(label, str) and set(label) == {"-"}


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {conditional_escape(name)}" + ("" if value is True else f'="{_as_text(value)}"')
        for name, value in attributes.items()
        if value is not False
    )


def _name(widget: Mapping[str, Any]) -> str:
    return str(conditional_escape(widget["name"]))


def _as_text(value: object) -> str:
    return str(value) if isinstance(value, SafeData) else escape(str(value))


_WRITERS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    f"{_FOLDER}/textarea.html": _textarea,
    f"{_FOLDER}/select.html": _select,
    **{
        f"{_FOLDER}/{kind}.html": _input
        for kind in ("checkbox", "date", "datetime", "email", "file", "hidden", "number", "password", "text", "time")
    },
}
