#!/usr/bin/env python
"""The program's command line."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Execute the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arclose.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
