"""Make the roles and the database on a server."""

from argparse import ArgumentParser
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg2.errors import DuplicateDatabase

from arclose.embedded import roles
from arclose.server_addresses import UnknownDatabase, database_from_url


class Command(BaseCommand):
    """Make what DATABASE_URL and OWNER_DATABASE_URL name: two roles with their passwords, and the database."""

    help = "As an administrator of the server, make the two roles and the database of DATABASE_URL. May be repeated."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the administrator's own address."""
        parser.add_argument("administrator_url", help="postgresql://postgres:...@host/postgres")

    def handle(self, *args: Any, administrator_url: str, **options: Any) -> None:
        """Make what is missing and set rights, time limits and passwords."""
        application, owner = settings.DATABASES["default"], settings.DATABASES["owner"]
        if settings.EMBEDDED_DATABASE or application["USER"] == owner["USER"]:
            raise CommandError("Set DATABASE_URL and OWNER_DATABASE_URL to two different users of the same database.")
        try:
            self._make(database_from_url(administrator_url), application=application, owner=owner)
        except (psycopg2.Error, UnknownDatabase) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{owner['USER']} owns {application['NAME']}, {application['USER']} may use it.")

    def _make(self, place: dict[str, Any], *, application: dict[str, Any], owner: dict[str, Any]) -> None:
        connection = psycopg2.connect(
            dbname=place["NAME"], user=place["USER"], password=place["PASSWORD"] or None,
            host=place["HOST"] or None, port=place["PORT"] or None, **place["OPTIONS"],
        )  # fmt: skip
        connection.autocommit = True
        name = str(application["NAME"])
        with connection.cursor() as cursor:
            for statement in roles.role_statements(application=application["USER"], owner=owner["USER"]):
                cursor.execute(statement)
            for role in (application, owner):
                if role["PASSWORD"]:
                    cursor.execute(roles.password_statement(role=role["USER"], password=role["PASSWORD"]))
            try:
                cursor.execute(roles.create_database(name=name, owner=owner["USER"]))
            except DuplicateDatabase:
                self.stdout.write(f"The database {name} is there already.")
            for statement in roles.database_statements(name=name, application=application["USER"], owner=owner["USER"]):
                cursor.execute(statement)
        connection.close()
