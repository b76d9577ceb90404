"""Constraints that keep the rows of one company together."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table


class CompanyForeignKey(models.BaseConstraint):
    """A foreign key over (field, company): the row it points to belongs to the same company.

    Django has no foreign key of two columns, so the field itself is declared with
    ``db_constraint=False`` and this constraint does the pointing. The target needs
    a unique constraint over (id, company); see :func:`company_key`. A row that stands
    between two companies names the other one in a field of its own, ``company``.
    """

    def __init__(self, *, field: str, to: str, name: str, deferrable: bool = False, company: str = "company") -> None:
        """Tie ``field`` and the row's company to the table of the model ``to`` ("app.Model")."""
        super().__init__(name=name)
        self.field = field
        self.to = to
        self.deferrable = deferrable
        self.company = company

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: Any) -> str:
        """Say nothing inside CREATE TABLE, and add the key later, as Django adds its own foreign keys.

        The unique constraint that it points to may come after the table itself.
        """
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    @property
    def company_column(self) -> str:
        """The column that says which company the row pointed to belongs to."""
        return f"{self.company}_id"

    def _clause(self, model: type[models.Model], quote: Callable[[str], str]) -> str:
        field: Any = model._meta.get_field(self.field)
        target = model._meta.apps.get_model(self.to)
        return (
            f"CONSTRAINT {quote(self.name)} FOREIGN KEY ({quote(field.column)}, {quote(self.company_column)})"
            f" REFERENCES {quote(target._meta.db_table)} ({quote('id')}, {quote('company_id')})"
            + (" DEFERRABLE INITIALLY DEFERRED" if self.deferrable else "")
        )

    def definition(self, model: type[models.Model]) -> str:
        """Give the key as PostgreSQL itself writes it down (``pg_get_constraintdef``)."""
        field: Any = model._meta.get_field(self.field)
        target = model._meta.apps.get_model(self.to)._meta.db_table
        return f"FOREIGN KEY ({field.column}, {self.company_column}) REFERENCES {target}(id, company_id)" + (
            " DEFERRABLE INITIALLY DEFERRED" if self.deferrable else ""
        )

    def create_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """Give the ALTER TABLE that adds the constraint."""
        assert model is not None
        assert schema_editor is not None
        return Statement(
            "ALTER TABLE %(table)s ADD %(constraint)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            constraint=self._clause(model, schema_editor.quote_name),
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        """Give the ALTER TABLE that drops the constraint."""
        assert model is not None
        assert schema_editor is not None
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave the check to the database: a form offers rows of its own company only."""

    def deconstruct(self) -> Any:
        """Give what a migration needs to write the constraint down."""
        path, args, kwargs = super().deconstruct()
        kwargs |= {"field": self.field, "to": self.to}
        if self.deferrable:
            kwargs["deferrable"] = True
        if self.company != "company":
            kwargs["company"] = self.company
        return path, args, kwargs

    def __eq__(self, other: object) -> bool:
        """Two constraints are the same when a migration would write them alike."""
        return isinstance(other, CompanyForeignKey) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        """Hash by name, which is unique in a database."""
        return hash(self.name)


def company_key(name: str) -> models.UniqueConstraint:
    """Give the unique (id, company) that lets rows of the same company point to a table."""
    return models.UniqueConstraint(fields=["id", "company"], name=name)
