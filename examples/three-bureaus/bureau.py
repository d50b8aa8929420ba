"""Sets up one invented bureau in TOCSIN_HOME: keys, certificate, staff; prints tokens as JSON.

Run by run.py once a bureau, with the environment of its node. Everybody in it is fiction.
"""

import json
import secrets
import sys

import django

ROLES = ("administrator", "bureau_officer", "reviewer", "border_officer")


def main(code: str, name: str) -> None:
    """Found the bureau and appoint one officer a role; a second administrator closes the pair."""
    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from tocsin.node import tls
    from tocsin.node.cli.node import prepare
    from tocsin.rooms.bureaus import founding
    from tocsin.rooms.bureaus.powers import Role
    from tocsin.rooms.exchange.actions import lines

    prepare()
    at = timezone.now()
    tls.make(settings.BASE_URL, at)
    bureau = founding.found(code, name, at=at, id=founding.demo_id(code))
    said = {"code": code, "id": str(bureau.pk), "url": settings.BASE_URL, "tokens": {}}
    for role in ROLES:
        officer = founding.appoint(
            bureau,
            f"{code.lower()}.{role}",
            f"{role.replace('_', ' ').capitalize()} of {code} (invented)",
            [Role(role)],
            password="bell tower at dawn",  # noqa: S106  printed by run.py on purpose
            at=at,
            must_change=False,
        )
        token = founding.hand_token(officer, "example", at=at, secret=secrets.token_urlsafe(32))
        said["tokens"][role] = token
    said["introduction"] = lines.introduction(bureau).decode()
    said["words"] = lines.ensure_endpoint(bureau).card.words()
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:3])
