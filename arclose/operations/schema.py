"""Whether there is anything in the database, and how PostgreSQL comes to know what."""

from django.apps import apps
from django.db import connections


def tables() -> set[str]:
    """The tables that exist."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in cursor.fetchall()}


def is_ours() -> bool:
    """Whether the tables are those of this program, of whatever release."""
    return apps.get_model("ledger", "Company")._meta.db_table in tables()


def holds_books() -> bool:
    """Whether a company or a user is stored: what must not be overwritten unasked."""
    present = tables()
    kept = (apps.get_model("ledger", "Company")._meta.db_table, apps.get_model("auth", "User")._meta.db_table)
    with connections["default"].cursor() as cursor:
        for table in present.intersection(kept):
            cursor.execute(f"SELECT EXISTS (SELECT FROM {connections['default'].ops.quote_name(table)})")  # noqa: S608
            if cursor.fetchone()[0]:
                return True
    return False


def analyze() -> None:
    """Have PostgreSQL look at every table anew, as owner, for its plans.

    For a database with books: it plans for more rows in a new table than in one that it has seen empty.
    """
    quote = connections["default"].ops.quote_name
    with connections["default"].cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(quote(table) for table in sorted(tables()))}")


def has_company() -> bool:
    """Whether any company is stored."""
    return apps.get_model("ledger", "Company").objects.exists()
