"""Files that were uploaded: limited while they arrive, kept between check and import, forgotten afterwards."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.access.roles import RoleMissing
from arclose.imports import kinds
from arclose.imports.limits import MOST_BYTES, PROBLEMS_LISTED, PROBLEMS_SHOWN
from arclose.imports.mapping import FieldWithoutColumn, MappingRefused
from arclose.imports.mapping_file import mapping_from_toml
from arclose.imports.models import Upload
from arclose.imports.running import ImportResult, Order, check_file, import_file
from arclose.web.exports import csv_lines

TOO_LARGE = "upload_too_large"
KEPT_FOR = timedelta(days=7)


class LimitedUpload(FileUploadHandler):
    """Drops a file that is announced, or turns out, to be larger than any that is read."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Take note of the next file.

        :raises SkipFile: the request is larger than a file may be.
        """
        super().new_file(*args, **kwargs)
        self._size = 0
        announced = int(self.request.META.get("CONTENT_LENGTH") or 0) if self.request else 0
        if announced > MOST_BYTES + 1024 * 1024:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass data on while there is not too much of it.

        :raises SkipFile: the file has become larger than a file may be.
        """
        self._size += len(raw_data)
        if self._size > MOST_BYTES:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind this one."""

    def _refuse(self) -> None:
        setattr(self.request, TOO_LARGE, True)
        raise SkipFile


def keep(*, upload: Upload, file: UploadedFile | None) -> Upload:
    """Store an upload with its file; without a new file it keeps the one it has. Its check is to be done again."""
    upload.result = None
    upload.uploaded_at = Now()
    if file is not None:
        if upload.file:
            _remove_files(upload)
        upload.file_name = Path(file.name or "").name[-200:]
        upload.file.save(f"{uuid4()}", file, save=False)
    upload.save()
    return upload


def forget(upload: Upload) -> None:
    """Remove an upload with its file and the list of its problems."""
    _remove_files(upload)
    upload.delete()


def _remove_files(upload: Upload) -> None:
    _problems_path(upload).unlink(missing_ok=True)
    upload.file.delete(save=False)


def forget_old(*, but: Upload | None = None) -> None:
    """Remove the uploads that nobody came back for; the one at hand stays."""
    for upload in Upload.objects.filter(uploaded_at__lt=Now() - KEPT_FOR):
        if upload != but:
            forget(upload)


def is_there(upload: Upload) -> bool:
    """Tell whether the file of an upload is still kept where this machine can read it."""
    return bool(upload.file) and Path(upload.file.path).is_file()


def check_upload(upload: Upload) -> None:
    """Check an upload and store what was found with it; nothing is where its file is gone."""
    try:
        result = check_file(_order(upload), most_problems=PROBLEMS_LISTED)
    except FileNotFoundError:
        return
    except (MappingRefused, RoleMissing) as error:
        _store_refusal(upload, error)
    else:
        _store(upload, result)


def problems_of(upload: Upload) -> BinaryIO | None:
    """Open the list of all that the last check found wrong, as CSV; None where none is kept."""
    try:
        return _problems_path(upload).open("rb")
    except FileNotFoundError:
        return None


def import_upload(upload: Upload) -> ImportResult | None:
    """Import an upload; what is wrong with it is stored with it. None: its mapping is refused, or its file is gone.

    An upload that was imported, now or before, is forgotten.
    """
    try:
        result = import_file(_order(upload), most_problems=PROBLEMS_LISTED)
    except FileNotFoundError:
        return None
    except (MappingRefused, RoleMissing) as error:
        _store_refusal(upload, error)
        return None
    if result.run:
        forget(upload)
    else:
        _store(upload, result)
    return result


def _store(upload: Upload, result: ImportResult) -> None:
    """Store what was found: with the upload what its page shows, beside its file the list of all that is wrong."""
    listed = "".join(csv_lines(*result.problems.as_rows()))
    _problems_path(upload).write_text(listed, encoding="utf-8", newline="")
    upload.result = _as_json(result)
    upload.save(update_fields=["result"])


def _store_refusal(upload: Upload, refusal: MappingRefused | RoleMissing) -> None:
    remedy = ""
    if isinstance(refusal, FieldWithoutColumn):
        text = _('Name it in the mapping, below a line [fields]: %(field)s = "COLUMN".')
        remedy = text % {"field": refusal.field_name}
    upload.result = {"error": f"{refusal} {remedy}".strip()}
    upload.save(update_fields=["result"])


def _problems_path(upload: Upload) -> Path:
    return Path(f"{upload.file.path}.problems.csv")


def _order(upload: Upload) -> Order:
    if not is_there(upload):
        raise FileNotFoundError(upload.file_name)
    mapping = mapping_from_toml(upload.mapping_text)
    return Order(
        kind=kinds.get(upload.kind),
        company=upload.company,
        user=upload.uploaded_by,
        mapping=replace(mapping, since=upload.since, until=upload.until),
        path=Path(upload.file.path),
        file_name=upload.file_name,
    )


def _as_json(result: ImportResult) -> dict[str, Any]:
    shown = result.problems.shown[:PROBLEMS_SHOWN]
    return {
        "lines": result.line_count,
        "figures": [[figure.name, figure.value, figure.words] for figure in result.figures],
        "problems": [[problem.line, problem.column, problem.reason] for problem in shown],
        "total": result.problems.total,
        "run": result.run.pk if result.run else None,
    }
