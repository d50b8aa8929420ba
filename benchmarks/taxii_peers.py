"""Two TAXII servers of others, measured beside ours: medallion and OpenTAXII, each as it comes.

Each is installed in an environment of its own under var/bench-taxii, once, by the ordinary
installer, and run on the loopback with the storage that it can be had with alone: medallion in
memory by its own server, OpenTAXII on SQLite by gunicorn with one worker. Neither speaks TLS here.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
HOMES = ROOT / "var" / "bench-taxii"
NEEDS = {
    "medallion": ("medallion==3.0.0",),
    "opentaxii": ("opentaxii==0.9.3", "sqlalchemy<2", "gunicorn"),
}
TAXII = "application/taxii+json;version=2.1"
COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
MEDALLION = {
    "backend": {
        "module": "medallion.backends.memory_backend",
        "module_class": "MemoryBackend",
    },
    "users": {"admin": "Password0"},
    "taxii": {"max_page_size": 1000},
}
HELD = {
    "discovery": {"title": "measured", "default": "/trustgroup1/", "api_roots": []},
    "trustgroup1": {
        "information": {
            "title": "measured",
            "versions": [TAXII],
            "max_content_length": 99999999,
        },
        "status": [],
        "collections": [
            {
                "id": COLLECTION,
                "title": "measured",
                "can_read": True,
                "can_write": True,
                "media_types": ["application/stix+json;version=2.1"],
                "objects": [],
                "manifest": [],
            }
        ],
    },
}
OPENTAXII = """\
import sys
from opentaxii.persistence.sqldb import Taxii2SQLDatabaseAPI
api = Taxii2SQLDatabaseAPI(sys.argv[1], create_tables=True)
root = api.add_api_root("measured", default=True, is_public=True)
made = api.add_collection(root.id, "measured", is_public=True, is_public_write=True)
print(root.id, made.id)
"""
# Its release answers a post with a UUID that its own writer of JSON does not know; read as text.
MENDED = """\
import json
from uuid import UUID
known = json.JSONEncoder.default
json.JSONEncoder.default = lambda self, one: str(one) if isinstance(one, UUID) else known(self, one)
"""
SETTINGS = """\
domain: "127.0.0.1"
auth_api:
  class: opentaxii.auth.sqldb.SQLDatabaseAPI
  parameters: {{db_connection: "sqlite:///{folder}/auth.db", create_tables: yes, secret: {secret}}}
taxii1:
taxii2:
  public_discovery: yes
  allow_custom_properties: yes
  max_content_length: 99999999
  persistence_api:
    class: opentaxii.persistence.sqldb.Taxii2SQLDatabaseAPI
    parameters: {{db_connection: "sqlite:///{folder}/data.db", create_tables: yes}}
logging: {{opentaxii: error, root: error}}
"""


@dataclass(frozen=True)
class Server:
    """A server of another, running: where its objects are, and the file it keeps them in."""

    port: int
    objects: str
    token: str
    file: Path | None
    group: int


def python(name: str) -> Path:
    """Return a Python that has the server, installed first if need be; exit saying why it cannot."""
    home = HOMES / name
    found, mark = home / "bin" / "python", home / "installed"
    if mark.exists():
        return found
    print(f"{name} is being installed under {home}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    command = [str(found), "-m", "pip", "install", "-q", "--no-input", *NEEDS[name]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} cannot be had here, so it is not measured:\n{done.stderr[-800:]}")
    mark.touch()
    return found


@contextlib.contextmanager
def medallion(folder: Path, port: int) -> Iterator[Server]:
    """Run the reference server with its memory backend."""
    config, held = folder / "config.json", folder / "data.json"
    held.write_text(json.dumps(HELD))
    backend = {**MEDALLION["backend"], "filename": str(held)}
    config.write_text(json.dumps({**MEDALLION, "backend": backend}))
    module = ["-m", "medallion.scripts.run", "--port", str(port), str(config)]
    objects = f"/trustgroup1/collections/{COLLECTION}/objects/"
    token = "Basic YWRtaW46UGFzc3dvcmQw"
    with _running(
        [str(python("medallion")), *module], {}, f"http://127.0.0.1:{port}/taxii2/"
    ) as it:
        yield Server(port, objects, token, None, it)


@contextlib.contextmanager
def opentaxii(folder: Path, port: int) -> Iterator[Server]:
    """Run OpenTAXII on SQLite, by one worker of gunicorn."""
    own = python("opentaxii")
    config, file = folder / "config.yml", folder / "data.db"
    config.write_text(SETTINGS.format(folder=folder, secret=uuid4().hex))
    (folder / "sitecustomize.py").write_text(MENDED)
    made = subprocess.run(
        [str(own), "-c", OPENTAXII, f"sqlite:///{file}"], capture_output=True, text=True, check=True
    )
    root, collection = made.stdout.split()[-2:]
    command = [str(own), "-m", "gunicorn", "-w", "1", "-k", "gthread", "--threads", "1"]
    command += ["--keep-alive", "600", "--timeout", "600", "-b", f"127.0.0.1:{port}"]
    objects = f"/taxii2/{root}/collections/{collection}/objects/"
    with _running(
        [*command, "opentaxii.http:app"],
        {"OPENTAXII_CONFIG": str(config), "PYTHONPATH": str(folder)},
        f"http://127.0.0.1:{port}/taxii2/",
    ) as it:
        yield Server(port, objects, "", file, it)


@contextlib.contextmanager
def _running(command: list[str], more: dict[str, str], url: str) -> Iterator[int]:
    """Run a server until it answers; yield its process group and end it at last."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**os.environ, **more}, start_new_session=True, **quiet)
    try:
        until = time.monotonic() + 60
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"{command[2]} does not start")
            time.sleep(0.2)
        yield os.getpgid(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": TAXII}), timeout=5)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
