"""Master data in Setup: exported and imported as files, with the history of each row.

A file names rows by company and code, never by id; a row of a company that the user does not administer is refused.
"""

import re
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from import_export.admin import ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm, ImportForm
from import_export.resources import Diff, ModelResource, modelresource_factory
from import_export.widgets import ForeignKeyWidget

from arclose.access.models import Membership
from arclose.access.routes import Role
from arclose.access.site import CompanyAdmin, CompanyInline, SetupAdmin, is_operator, may_set_up
from arclose.access.versions import WithVersions
from arclose.ledger.models import Company
from arclose.ledger.setup_help import help_of
from arclose.web.amounts import format_plain
from arclose.web.exports import as_it_was, inert

LARGEST_FILE_BYTES = 5_000_000
LARGEST_WORKBOOK_BYTES = 50_000_000
ROWS_AT_MOST = 20_000
_OWN_STYLE = re.compile(r"(?<=<ins|<del) style=\"background:#\w+;\"(?=>)")  # what a cell holds has no < of its own


def key_of(model: type[models.Model]) -> str:
    """Give the field by which people know the rows of a model."""
    names = {field.name for field in model._meta.get_fields()}
    return next((name for name in ("code", "number", "vat_number", "name", "prefix") if name in names), "pk")


class OwnRow(ForeignKeyWidget):
    """A row of the same company, written by its code or number."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        """Give the rows of the company that the file's row names."""
        rows = self.model._default_manager.all()
        is_of_company = any(field.name == "company" for field in self.model._meta.get_fields())
        return rows.filter(company__code=row.get("company", "")) if is_of_company and row else rows

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Give the row.

        :raises ValueError: there is none.
        """
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist as error:
            raise ValueError(_("There is no “%(typed)s”.") % {"typed": value}) from error


class MarkedDiff(Diff):
    """What an import changes of a row, marked by elements alone: the style sheet says how they look."""

    def as_html(self) -> list[SafeString]:
        """Give the cells of the row, each with what goes and what comes."""
        return [SafeString(_OWN_STYLE.sub("", cell)) for cell in super().as_html()]


class RowsResource(ModelResource):
    """Rows of a model as lines of a file."""

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: Any, readonly: bool) -> Field:
        """Write what a row points to by its code, and anything else as it is."""
        if not django_field.is_relation:
            return super().field_from_django_field(field_name, django_field, readonly)
        model = django_field.remote_field.model
        widget = OwnRow(model, field=key_of(model))
        return Field(attribute=field_name, column_name=field_name, widget=widget, readonly=readonly)

    def get_diff_class(self) -> type[Diff]:
        """Give what marks the changes of a row in the preview."""
        return MarkedDiff

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuse a file that does not say which rows it is about, or is longer than master data is.

        :raises ValidationError: it lacks a column that rows are known by, or has too many rows.
        """
        missing = [name for name in self.get_import_id_fields() if name not in (dataset.headers or ())]
        if missing:
            text = _("The file lacks a column: %(columns)s. Its first line names the columns as an export does.")
            raise ValidationError(text % {"columns": ", ".join(missing)})
        if len(dataset) > ROWS_AT_MOST:
            raise ValidationError(_("A file may have %(count)d rows.") % {"count": ROWS_AT_MOST})

    def import_field(self, field: Any, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Take a cell into a row.

        :raises ValueError: the cell is no number where the field is one, or is refused by the field otherwise.
        """
        try:
            super().import_field(field, instance, row, is_m2m, **kwargs)
        except ArithmeticError as error:
            text = _("“%(typed)s” is not a number. Write it like 1234.56.")
            raise ValueError(text % {"typed": row[field.column_name]}) from error

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Leave the sequences of ids alone: no file brings ids along, and the program may not set them."""

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Take off what :meth:`export_field` put before a text."""
        for name, cell in row.items():
            row[name] = as_it_was(cell) if isinstance(cell, str) else cell

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """Give a cell; a text cannot start a formula."""
        value = super().export_field(field, instance, **kwargs)
        return inert(value) if isinstance(value, str) else value


class MasterDataResource(RowsResource):
    """Rows of master data as lines of a file, known by company and code."""

    company = Field(attribute="company", column_name="company", widget=ForeignKeyWidget(Company, field="code"))

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """Refuse a row of a company that the user does not administer.

        :raises ValidationError: it is not one of the user's.
        """
        super().before_import_row(row, **kwargs)
        user, code = kwargs.get("user"), row.get("company", "")
        own = Membership.objects.filter(user=getattr(user, "pk", None), role=Role.ADMINISTRATOR, company__code=code)
        if not getattr(user, "is_superuser", False) and not own.exists():
            raise ValidationError(_("You do not administer the company “%(code)s”.") % {"code": code})


class SharedDataResource(RowsResource):
    """Rows that belong to no company, such as rates; who entered a row is kept with it."""

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Note the user where a row has a place for it."""
        if hasattr(instance, "entered_by_id"):
            instance.entered_by = kwargs.get("user")


def resource_of(
    model: type[models.Model], *, key: tuple[str, ...] = (), base: type[MasterDataResource] = MasterDataResource
) -> type[ModelResource]:
    """Give the resource of a model: all its fields but the id, known by company and code, or what else is named."""
    return _resource(model, base, ("company", *(key or (key_of(model),))))


def shared_resource_of(
    model: type[models.Model], *, key: tuple[str, ...], base: type[SharedDataResource] = SharedDataResource
) -> type[ModelResource]:
    """Give the resource of a model without company: all its fields but the id, known by these."""
    return _resource(model, base, key)


def _resource(model: type[models.Model], base: type[ModelResource], key: tuple[str, ...]) -> type[ModelResource]:
    made: type[ModelResource] = modelresource_factory(
        model,
        resource_class=base,
        meta_options={
            "exclude": ("id", "created_at", "entered_by", "entered_at"),
            "import_id_fields": key,
            "skip_unchanged": True,
            "use_transactions": True,
            "clean_model_instances": True,
        },
    )
    return made


class SmallFileForm(ImportForm):
    """The upload of an import, limited in size."""

    def clean_import_file(self) -> Any:
        """Refuse a file that is too large, before it is read.

        :raises ValidationError: it is.
        """
        file = self.cleaned_data["import_file"]
        if file.size > LARGEST_FILE_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Large files are imported on the import page."))
        _refuse_what_unfolds(file)
        return file


def _refuse_what_unfolds(file: Any) -> None:
    """Refuse a workbook that is small only while it is packed, before it is read.

    :raises ValidationError: it is, or cannot be unpacked.
    """
    unpacked = 0
    if is_zipfile(file):
        try:
            with ZipFile(file) as packed:
                unpacked = sum(part.file_size for part in packed.infolist())
        except BadZipFile as error:
            raise ValidationError(_("The spreadsheet is damaged: %(error)s") % {"error": error}) from error
    file.seek(0)
    if unpacked > LARGEST_WORKBOOK_BYTES:
        raise ValidationError(_("The workbook is too large. Large files are imported on the import page."))


class KeptRows(WithVersions, ImportExportMixin):
    """Rows that can be exported, imported, and followed back through their versions."""

    import_form_class: type[forms.Form] = SmallFileForm
    export_form_class: type[forms.Form] = ExportForm  # the one that chooses fields needs scripts in the page
    import_formats = [CSV, XLSX]
    export_formats = [CSV, XLSX]

    def get_resource_classes(self, request: HttpRequest) -> list[type[ModelResource]]:
        """Give the one way in which these rows are written to a file."""
        return [resource_of(self.model)]

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Let in who may add."""
        return bool(self.has_add_permission(request))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Say below the fields what they are for."""
        kwargs.setdefault("help_texts", dict(help_of(self.model)))
        return super().get_form(request, obj, change, **kwargs)


class MasterDataInline(CompanyInline):
    """Lines of master data below a row of a company."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Say at the head of each column what it is for."""
        kwargs.setdefault("help_texts", dict(help_of(self.model)))
        return super().get_formset(request, obj, **kwargs)


class MasterDataAdmin(KeptRows, CompanyAdmin):
    """Rows with a company, for its administrators.

    :cvar key: the fields by which a file names a row beside its company; its code or number where none is said.
    :cvar resource: how rows are lines of a file.
    """

    key: tuple[str, ...] = ()
    resource: type[MasterDataResource] = MasterDataResource

    def get_resource_classes(self, request: HttpRequest) -> list[type[ModelResource]]:
        """Give the one way in which these rows are written to a file."""
        return [resource_of(self.model, key=self.key, base=self.resource)]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """Head the page with what the row is called."""
        if obj is not None:
            context["subtitle"] = self.named(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def named(self, row: Any) -> str:
        """Call a row by what a file knows it by: the rows that it stands between, a day, a kind in words."""
        names = self.key or (("company",) if key_of(self.model) == "pk" else ())
        return " · ".join(filter(None, (_in_words(row, name) for name in names))) or str(row)

    def get_ordering(self, request: HttpRequest) -> Any:
        """Give the order in which people look for a row, where nothing else is said: by what it is known by."""
        if self.ordering or self.key:
            return super().get_ordering(request)
        company = () if self.company_field == "pk" else (f"{self.company_field}_id",)
        return (*company, key_of(self.model))


def _in_words(row: Any, name: str) -> str:
    """Give what a row says in a field, as people read it; nothing where that is nothing or zero."""
    value = getattr(row, name)
    if row._meta.get_field(name).choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, Decimal) and value:
        return format_plain(value)
    return str(localize(value)) if value else ""


class ChangedWithTheirRow:
    """Lines that say something only together: by hand they are changed on the page of their row, a file brings all."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: one alone is not the whole."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, likewise."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, likewise."""
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Let administrators in."""
        return may_set_up(request)


class SharedDataAdmin(KeptRows, SetupAdmin):
    """Rows that belong to no company: administrators look, the superuser changes, exports and imports.

    :cvar key: the fields by which a file names a row.
    :cvar resource: how rows are lines of a file.
    """

    key: tuple[str, ...]
    resource: type[SharedDataResource] = SharedDataResource

    def get_resource_classes(self, request: HttpRequest) -> list[type[ModelResource]]:
        """Give the one way in which these rows are written to a file."""
        return [shared_resource_of(self.model, key=self.key, base=self.resource)]

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Let in the superuser: rates are hundreds of thousands of rows."""
        return is_operator(request)
