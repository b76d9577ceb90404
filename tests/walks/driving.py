"""The walks in a real browser, with all its scripts, at little more than what the pages cost it.

A locator of playwright brings its whole library to each page, for a quarter of what the page itself costs. Here a page
is asked a few lines, one question for a whole form, and what is found is clicked with the mouse.
"""

import json
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import Download, Error, Page

_PATIENCE_SECONDS = 30  # a busy machine is slow, not wrong

# Ask again until there is an answer, once the page stands; after a second, say that there is none yet.
_ASK = """async ([question, ...values]) => {
  const all = path => {
    const found = document.evaluate(path, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    return Array.from({length: found.snapshotLength}, (_, place) => found.snapshotItem(place));
  };
  const isShown = one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
  const shown = path => all(path).find(one => isShown(one) && !one.disabled);
  const textOf = one => one.textContent.replace(/\\s+/g, " ").trim();

  const questions = {
    // Where to click on the first of these in sight, once nothing lies on it; with a box that is ticked, nowhere.
    place(path, isBox) {
      const one = shown(path);
      if (!one) return null;
      if (isBox && one.checked) return [];
      one.scrollIntoView({block: "center", behavior: "instant"});
      const {left, top, width, height} = one.getClientRects()[0];
      const [x, y] = [left + width / 2, top + height / 2];
      const hit = document.elementFromPoint(x, y);
      if (!hit || !(one.contains(hit) || hit.closest("label")?.control === one)) return null;
      if (!isBox) window.isLeft = true;  // a click that misses changes nothing, so nothing comes of it
      addEventListener("submit", event => { window.isLeft = !event.defaultPrevented; }, {once: true});
      return [x, y];
    },
    // Type as the keyboard does, and choose from lists by value or by what is read there.
    type(typed) {
      const fields = Object.keys(typed).map(name => shown(`//main//*[@name = '${name}']`));
      if (!fields.every(Boolean)) return null;
      Object.values(typed).forEach((value, place) => {
        const field = fields[place];
        field.focus();
        if (field.matches("select")) {
          const chosen = [...field.options].find(one => one.value === value || textOf(one) === value);
          if (!chosen) throw new Error(`${field.name} offers no ${value}`);
          field.value = chosen.value;
          for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, {bubbles: true}));
        } else {
          field.select();
          document.execCommand(...(value ? ["insertText", false, value] : ["delete"]));
          if (field.value !== value) throw new Error(`${field.name} takes no ${value}`);
        }
      });
      return true;
    },
    reads: (path, words) => all(path).some(one => textOf(one).includes(words)),
    lacks: path => all(path).length === 0,
    value: path => shown(path)?.value,
    isAnother: () => !window.isLeft,
  };

  for (const end = performance.now() + 1000; performance.now() < end;) {
    const answer = document.readyState === "complete" && questions[question](...values);
    if (answer || answer === "") return answer;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return null;
}"""


class Driver:
    """Walks as `walking.Walker` does, through a page of a browser: what is in sight is all that can be used."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self._downloads: list[Download] = []
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
        self._leave_by(f"//main//a[{_says(words)}]")

    def follow_row(self, *, inside: str = "//main//tbody") -> None:
        self._leave_by(f"{inside}//a[contains(concat(' ', @class, ' '), ' row-link ')]")

    def type(self, **values: str) -> None:
        if values:
            self._ask("type", values)

    def tick(self, *rows: str) -> None:
        for row in rows or ("",):
            self._click(f"//main//tbody/tr[contains(normalize-space(), {json.dumps(row)})]//input", is_box=True)

    def tick_box(self, name: str) -> None:
        self._click(f"//main//input[@name = '{name}']", is_box=True)

    def take_the_whole_filter(self) -> None:
        self._click("//main//input[@name = 'selection'][@value = 'filter']", is_box=True)

    def submit(self, words: str, **typed: str) -> None:
        self.type(**typed)
        self._leave_by(f"//main//button[{_says(words)}]")

    def reads(self, words: str, *, inside: str = "//main") -> None:
        self._ask("reads", inside, words)

    def is_told(self, words: str) -> None:
        self.reads(words, inside="//*[@id = 'messages']")

    def is_refused(self, words: str) -> None:
        self.reads(words, inside="//*[contains(@class, 'error-summary')]")

    def is_not_refused(self) -> None:
        self._ask("lacks", "//*[contains(@class, 'error-summary')]")

    def value_of(self, name: str) -> str:
        return str(self._ask("value", f"//main//*[@name = '{name}']"))

    @property
    def downloaded(self) -> bytes:
        """What came as a file, of the last link or button."""
        end = monotonic() + _PATIENCE_SECONDS
        while not self._downloads:
            assert monotonic() < end, f"no file came from {self.page.url}"
            self.page.wait_for_timeout(50)
        return Path(self._downloads.pop().path()).read_bytes()

    def _keep(self, download: Download) -> None:
        self._downloads.append(download)

    def _leave_by(self, path: str) -> None:
        """Click, and wait for the page or the file that this brings."""
        self._downloads.clear()
        self._click(path)
        end = monotonic() + _PATIENCE_SECONDS
        while not self._downloads and not self._answer("isAnother"):
            assert monotonic() < end, f"nothing came of {path} on {self.page.url}"

    def _click(self, path: str, *, is_box: bool = False) -> None:
        if place := self._ask("place", path, is_box):
            self.page.mouse.click(*place)

    def _ask(self, question: str, *values: Any) -> Any:
        """Give the answer of the page, or of the one that comes meanwhile."""
        end = monotonic() + _PATIENCE_SECONDS
        while (answer := self._answer(question, *values)) is None:
            assert monotonic() < end, f"no {question} {values} on {self.page.url}: {self.page.inner_text('main')}"
        return answer

    def _answer(self, question: str, *values: Any) -> Any:
        try:
            return self.page.evaluate(_ASK, [question, *values])
        except Error as error:
            if "Execution context was destroyed" in error.message:
                return None
            raise


def _says(words: str) -> str:
    quoted = json.dumps(words)
    return f"normalize-space() = {quoted} or text()[normalize-space() = {quoted}]"
