"""With TOCSIN_OPENID set the node starts and offers the bureau's own identity provider."""

import json
import os
import subprocess
import sys

from tests.tables import lay

PROVIDER = {
    "provider_id": "bureau",
    "name": "Bureau identity",
    "server_url": "https://identity.example/.well-known/openid-configuration",
    "client_id": "tocsin",
    "secret": "not a real one",
}
ASK = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("check")
answer = Client(HTTP_HOST="localhost").get("/accounts/login/")
assert answer.status_code == 200, answer.status_code
page = answer.content.decode()
assert "Sign in with Bureau identity" in page, page
policy = answer.headers["Content-Security-Policy"]
assert "form-action 'self' https://identity.example" in policy, policy
assert Client(HTTP_HOST="localhost").get("/accounts/openid/signup/").status_code != 500
"""


def test_the_node_starts_with_an_identity_provider_and_offers_it(tables, tmp_path) -> None:
    environment = {
        **os.environ,
        "TOCSIN_HOME": str(lay(tmp_path / "node", tables)),
        "TOCSIN_DATABASE_URL": "",
        "TOCSIN_OPENID": json.dumps(PROVIDER),
        "DJANGO_SETTINGS_MODULE": "tocsin.node.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
