"""Somebody who walks from page to page as a browser without scripts does, and costs far less than one."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urljoin

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from lxml import html
from lxml.html import HtmlElement

from arclose.access.freshness import SESSION_KEY

_CONTROLS = "//input[@name] | //select[@name] | //textarea[@name]"
# What the security policy refuses a page.
_INLINE = "//@style | //style | //script[not(@src)][not(@type = 'application/json')] | //@*[starts-with(name(), 'on')]"
_SAYS = "normalize-space() = $words or text()[normalize-space() = $words]"
_FOLDED = "ancestor::details[not(@open)] and not(ancestor::summary)"
_PRESSED = {"submit", "button", "image", "reset", "file"}
_TICKED = {"checkbox", "radio"}


class Walker:
    """Reads pages, follows their links and sends their forms: what stands on a page is all that can be sent from it."""

    def __init__(self, username: str, base: str) -> None:
        """Sign somebody in who typed the password just now."""
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(User.objects.get(username=username))
        session = self.client.session
        session[SESSION_KEY] = int(timezone.now().timestamp())
        session.save()
        self.base = self.address = base
        self.page: HtmlElement
        self.downloaded = b""

    def open(self, address: str) -> None:
        """Open a page of the company and period."""
        self._arrive(self.client.get(self.base + address, follow=True))

    def read_again(self) -> None:
        """Reload the page, as one that tells of a job does by itself."""
        self._arrive(self.client.get(self.address))

    def follow(self, words: str) -> None:
        """Click the first link in sight whose text, or text but for what only a screen reader reads, is this."""
        link = self.first(f"//main//a[{_SAYS}][not({_FOLDED})]", words=words)
        self._arrive(self.client.get(urljoin(self.address, link.get("href")), follow=True))

    def follow_row(self, *, inside: str = "//main//tbody") -> None:
        """Click the first row of a list."""
        link = self.first(f"{inside}//a[contains(concat(' ', @class, ' '), ' row-link ')]")
        self._arrive(self.client.get(urljoin(self.address, link.get("href")), follow=True))

    def type(self, **values: str) -> None:
        """Type into fields, and choose from lists by value or by what is read there."""
        for name, value in values.items():
            _type(self.first("//main//*[@name = $name]", name=name), value)

    def tick(self, *rows: str) -> None:
        """Tick the rows of a list in which this stands; without any, the first."""
        for row in rows or ("",):
            self.first("//main//tbody/tr[contains(., $row)]//input", row=row).set("checked", "")

    def tick_box(self, name: str) -> None:
        self.first("//main//input[@name = $name]", name=name).set("checked", "")

    def take_the_whole_filter(self) -> None:
        """Let all rows of the list's filter be meant, not those ticked."""
        for choice in self.page.xpath("//main//input[@name = 'selection']"):
            choice.attrib.pop("checked", None)
        self.first("//main//input[@name = 'selection'][@value = 'filter']").set("checked", "")

    def submit(self, words: str, **typed: str) -> None:
        """Type into the page, and press the button in sight that says this."""
        self.type(**typed)
        button = self.first(f"//main//button[{_SAYS}][not(@disabled)][not({_FOLDED})]", words=words)
        form = self._form_of(button)
        pressed = [(button.get("name"), button.get("value", ""))] if button.get("name") else []
        sent = urlencode([*self._sent_with(form), *pressed])
        address = urljoin(self.address, button.get("formaction") or form.get("action") or self.address)
        if (button.get("formmethod") or form.get("method") or "get").lower() == "get":
            answer = self.client.get(f"{address.split('?')[0]}?{sent}", follow=True)
        else:
            answer = self.client.post(address, sent, content_type="application/x-www-form-urlencoded", follow=True)
        self._arrive(answer)

    def reads(self, words: str, *, inside: str = "//main") -> None:
        """Say that these words stand on the page."""
        assert words in self.text(inside), self.text(inside)

    def is_told(self, words: str) -> None:
        """Say that the page tells this of the last form."""
        self.reads(words, inside="//*[@id = 'messages']")

    def is_refused(self, words: str) -> None:
        """Say that the last form is refused for this reason."""
        self.reads(words, inside="//*[contains(@class, 'error-summary')]")

    def is_not_refused(self) -> None:
        assert not self.page.find_class("error-summary"), self.text("//main")

    def text(self, inside: str) -> str:
        return " ".join(" ".join(found.text_content() for found in self.page.xpath(inside)).split())

    def value_of(self, name: str) -> str:
        """Give what a field of the page holds."""
        [value] = _values(self.first("//main//*[@name = $name]", name=name))
        return value

    def first(self, path: str, **values: str) -> HtmlElement:
        """Give the first element of the page on this path."""
        found = self.page.xpath(path, **values)
        assert found, f"nothing at {path} {values} on {self.address}: {self.text('//main')}"
        return found[0]

    def _arrive(self, answer: Any) -> None:
        assert answer.status_code in {HTTPStatus.OK, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}, answer
        if "attachment" in answer.headers.get("Content-Disposition", ""):
            self.downloaded = answer.getvalue()
            return
        asked = answer.request
        self.address = f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}".rstrip("?")
        self.page = html.fromstring(answer.content.decode())
        assert not self.page.xpath(_INLINE), self.address

    def _form_of(self, control: HtmlElement) -> HtmlElement:
        if owner := control.get("form"):
            return self.first("//form[@id = $owner]", owner=owner)
        return next(control.iterancestors("form"), None)

    def _sent_with(self, form: HtmlElement) -> list[tuple[str, str]]:
        controls = (control for control in self.page.xpath(_CONTROLS) if self._form_of(control) is form)
        return [
            (control.get("name"), value)
            for control in controls
            if control.get("disabled") is None
            for value in _values(control)
        ]


def _type(control: HtmlElement, value: str) -> None:
    if control.tag == "textarea":
        control.text = value
    elif control.tag != "select":
        control.set("value", value)
    else:
        chosen = [one for one in control.iter("option") if value in {one.get("value"), " ".join(one.text.split())}]
        assert chosen, f"{control.get('name')} offers no {value}"
        for one in control.iter("option"):
            one.attrib.pop("selected", None)
        chosen[0].set("selected", "")


def _values(control: HtmlElement) -> list[str]:
    """What is sent of a field: mostly one value, of what is not ticked or chosen nothing."""
    if control.tag == "textarea":
        return [control.text or ""]
    if control.tag == "select":
        offered = list(control.iter("option"))
        chosen = [one for one in offered if one.get("selected") is not None]
        usual = [] if control.get("multiple") is not None else offered[:1]
        return [one.get("value", one.text) for one in chosen or usual]
    kind = control.get("type", "text")
    if kind in _PRESSED or (kind in _TICKED and control.get("checked") is None):
        return []
    return [control.get("value", "on" if kind in _TICKED else "")]
