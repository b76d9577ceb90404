"""The two roles of the program and its database: alike in the embedded cluster and on a server."""

from collections.abc import Iterator

from psycopg2 import sql

APPLICATION_ROLE = "arclose_app"
OWNER_ROLE = "arclose_owner"
DATABASE = "arclose"

# No wait is endless: for a lock, for a statement that runs away, for a transaction left open. No statement is compiled:
# with what the close asks at once that takes seconds, and its answer a tenth of one.
APPLICATION_SETTINGS = {
    "lock_timeout": "30s",
    "statement_timeout": "10min",
    "idle_in_transaction_session_timeout": "5min",
    "jit": "off",
}
OWNER_SETTINGS = {"lock_timeout": "60s", "idle_in_transaction_session_timeout": "30min", "jit": "off"}


def role_statements(
    *, application: str = APPLICATION_ROLE, owner: str = OWNER_ROLE, may_create_databases: bool = False
) -> Iterator[sql.Composable]:
    """Make both roles where they are missing and set what they may and how they work; repeating is harmless."""
    extra = sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB")
    plain = sql.SQL("NOCREATEDB")
    for role, creates, settings in (
        (owner, extra, OWNER_SETTINGS),
        (application, plain, APPLICATION_SETTINGS),
    ):
        name = sql.Identifier(role)
        yield sql.SQL(
            "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal}) "
            "THEN CREATE ROLE {name}; END IF; END $$"
        ).format(literal=sql.Literal(role), name=name)
        yield sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {}").format(name, creates)
        for setting, value in settings.items():
            yield sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))


def password_statement(*, role: str, password: str) -> sql.Composable:
    """Give a role its password."""
    return sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))


def create_database(*, name: str = DATABASE, owner: str = OWNER_ROLE) -> sql.Composable:
    """Make a database of the owner's that sorts by code point on every machine."""
    return sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0").format(
        sql.Identifier(name), sql.Identifier(owner)
    )


def database_statements(
    *, name: str = DATABASE, application: str = APPLICATION_ROLE, owner: str = OWNER_ROLE
) -> Iterator[sql.Composable]:
    """Let only the two roles into the database, and only the owner make anything in it."""
    database = sql.Identifier(name)
    yield sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database)
    yield sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(owner))
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(application))
