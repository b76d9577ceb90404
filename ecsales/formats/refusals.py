"""Why a list cannot be written as a file: each reason by name, with what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason, in the language that was active: where it is, what is the matter, and what to do about it."""

    code: str
    where: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason} {self.remedy}"


class CannotBeFiled(Exception):
    """A list was not written: no file is better than one that the authority refuses."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        """Keep every reason, so that all can be mended at once."""
        super().__init__("; ".join(str(refusal) for refusal in refusals))
        self.refusals = refusals


class CharacterRefused(Exception):
    """A text has a character that the file cannot say, in a field where the authority allows no likeness."""

    def __init__(self, character: str, text: str) -> None:
        """Keep the character and the text that has it."""
        super().__init__(f"{character!r} in {text!r}")
        self.character = character
        self.text = text


def character_refused(error: CharacterRefused, *, where: str) -> Refusal:
    """Say which character of which text stands in no file of this format."""
    return Refusal(
        "character",
        where,
        _("“%(text)s” has the character “%(character)s”, which the file cannot say.")
        % {"text": error.text, "character": error.character},
        _("Write it without that character."),
    )
