"""A listing becomes files, or is refused with every reason that was found."""

from pathlib import Path

from ecsales.formats import checks, schemas
from ecsales.formats.format import File, Format
from ecsales.formats.listing import Listing
from ecsales.formats.refusals import CannotBeFiled, CharacterRefused, Refusal, character_refused
from ecsales.formats.reporting import as_reported


def refusals(form: Format, listing: Listing) -> tuple[Refusal, ...]:
    """Give why the listing cannot be written in this format; nothing where it can."""
    return tuple(dict.fromkeys(checks.refusals(form, listing, as_reported(form, listing))))


def write(form: Format, listing: Listing, *, schema_folder: Path | None) -> tuple[File, ...]:
    """Give the files of a listing: usually one, several where a file has a largest size.

    Where the folder of schemas holds the format's own, each file is valid against it.

    :raises CannotBeFiled: with every reason; nothing is offered then.
    """
    reported = as_reported(form, listing)
    reasons = tuple(dict.fromkeys(checks.refusals(form, listing, reported)))
    if reasons:
        raise CannotBeFiled(reasons)
    try:
        files = tuple(form.write(reported))
    except CharacterRefused as error:
        raise CannotBeFiled((character_refused(error, where=form.name),)) from error
    if schema_folder is not None and schemas.is_at_hand(form, schema_folder):
        files = tuple(schemas.validate(form, file, schema_folder) for file in files)
    return files
