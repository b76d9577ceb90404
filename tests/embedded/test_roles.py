"""The program's role and the owner's."""

import pytest
from django.db import ProgrammingError, connections


@pytest.mark.django_db
def test_it_logs_in_as_a_role_that_owns_nothing():
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("arclose_app", False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_it_cannot_make_a_table():
    with connections["default"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("CREATE TABLE surprise (id int)")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("lock_timeout", "30s"),
        ("statement_timeout", "10min"),
        ("idle_in_transaction_session_timeout", "5min"),
        ("jit", "off"),
    ],
)
def test_it_waits_for_nothing_without_end_and_compiles_nothing(setting, value):
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == (value,)
