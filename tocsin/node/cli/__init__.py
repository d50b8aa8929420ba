"""The command line. Commands that need no node start without Django; verbs go through the API."""

import os
import sys


def main() -> None:
    """Run ``tocsin``; errors of ours become one line on stderr and exit code 1 or 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
    from tocsin.core.errors import InvalidInput, TocsinError

    try:
        from tocsin.node.cli.app import build

        build(sys.argv[1:])()
    except InvalidInput as error:
        sys.exit(_say(error, 2))
    except TocsinError as error:
        sys.exit(_say(error, 1))


def _say(error: Exception, code: int) -> int:
    sys.stderr.write(f"tocsin: {error}\n")
    return code
