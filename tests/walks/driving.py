"""The walks in a real browser, with all its scripts."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Locator, expect


class Driver:
    """Walks as `walking.Walker` does, through a page of a browser."""

    def __init__(self, page: Any, base: str) -> None:
        self.page = page
        self.base = base
        self._downloads: list[Any] = []
        page.on("download", self._keep)

    def open(self, address: str) -> None:
        try:
            self.page.goto(self.base + address)
        except Error as error:  # one that tells of a job reloads by itself, perhaps at this moment
            if "interrupted" not in error.message and "ERR_ABORTED" not in error.message:
                raise
            self.page.goto(self.base + address)

    def read_again(self) -> None:
        self.page.reload()

    def follow(self, words: str) -> None:
        self._first(f"//main//a[{_says(words)}]").click()

    def follow_row(self, *, inside: str = "//main//tbody") -> None:
        self._first(f"{inside}//a[contains(concat(' ', @class, ' '), ' row-link ')]").click()

    def type(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"main [name='{name}']").first
            if field.evaluate("field => field.matches('select')"):
                offers_value = field.locator(f"option[value='{value}']").count()
                field.select_option(**({"value": value} if offers_value else {"label": value}))
            else:
                field.fill(value)

    def tick(self, *rows: str) -> None:
        for row in rows or ("",):
            self.page.locator(f"main tbody tr:has-text({json.dumps(row)}) input").first.check()

    def tick_box(self, name: str) -> None:
        self.page.check(f"main [name={name}]")

    def take_the_whole_filter(self) -> None:
        self.page.check("main input[name=selection][value=filter]")

    def submit(self, words: str, **typed: str) -> None:
        self.type(**typed)
        self._first(f"//main//button[{_says(words)}]").click()
        expect(self.page.locator("form[data-sent]")).to_have_count(0)  # it is answered

    def reads(self, words: str, *, inside: str = "//main") -> None:
        expect(self.page.locator(f"xpath={inside}").first).to_contain_text(words)

    def is_told(self, words: str) -> None:
        self.reads(words, inside="//*[@id = 'messages']")

    def is_refused(self, words: str) -> None:
        self.reads(words, inside="//*[contains(@class, 'error-summary')]")

    def is_not_refused(self) -> None:
        expect(self.page.locator(".error-summary")).to_have_count(0)

    def value_of(self, name: str) -> str:
        return self.page.locator(f"main [name='{name}']").first.input_value()

    @property
    def downloaded(self) -> bytes:
        while not self._downloads:
            self.page.wait_for_timeout(50)
        return Path(self._downloads.pop().path()).read_bytes()

    def _keep(self, download: Any) -> None:
        self._downloads.append(download)

    def _first(self, path: str) -> Locator:
        return self.page.locator(f"xpath={path}").locator("visible=true").first


def _says(words: str) -> str:
    quoted = json.dumps(words)
    return f"normalize-space() = {quoted} or text()[normalize-space() = {quoted}]"
