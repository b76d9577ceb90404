"""Files that were uploaded: limited while they arrive, kept between check and import, forgotten afterwards."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db.models.functions import Now

from arclose.access.roles import RoleMissing
from arclose.imports import kinds
from arclose.imports.limits import MOST_BYTES, PROBLEMS_LISTED
from arclose.imports.mapping import MappingRefused
from arclose.imports.mapping_file import mapping_from_toml
from arclose.imports.models import Upload
from arclose.imports.problems import Problems
from arclose.imports.running import ImportResult, Order, check_file, import_file

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
            upload.file.delete(save=False)
        upload.file_name = Path(file.name or "").name[-200:]
        upload.file.save(f"{uuid4()}", file, save=False)
    upload.save()
    return upload


def forget(upload: Upload) -> None:
    """Remove an upload and its file."""
    upload.file.delete(save=False)
    upload.delete()


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
        result = check_file(_order(upload))
    except FileNotFoundError:
        return
    except (MappingRefused, RoleMissing) as error:
        upload.result = {"error": str(error)}
    else:
        upload.result = _as_json(result)
    upload.save(update_fields=["result"])


def problems_of(upload: Upload) -> Problems | None:
    """Check an upload once more and give all that is wrong; None where its mapping is refused, or its file is gone."""
    try:
        return check_file(_order(upload), most_problems=PROBLEMS_LISTED).problems
    except (FileNotFoundError, MappingRefused, RoleMissing):
        return None


def import_upload(upload: Upload) -> ImportResult | None:
    """Import an upload; what is wrong with it is stored with it. None: its mapping is refused, or its file is gone.

    An upload that was imported, now or before, is forgotten.
    """
    try:
        result = import_file(_order(upload))
    except FileNotFoundError:
        return None
    except (MappingRefused, RoleMissing) as error:
        upload.result = {"error": str(error)}
        upload.save(update_fields=["result"])
        return None
    if result.run:
        forget(upload)
    else:
        upload.result = _as_json(result)
        upload.save(update_fields=["result"])
    return result


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
    return {
        "lines": result.line_count,
        "figures": [[figure.name, figure.value, figure.words] for figure in result.figures],
        "problems": [[problem.line, problem.column, problem.reason] for problem in result.problems.shown],
        "total": result.problems.total,
        "run": result.run.pk if result.run else None,
    }
