"""Objects a second: records written and read as STIX and MISP, beside stix2 on the same bundle.

Run: python benchmarks/formats_objects.py [records]   (stix2 needs scripts/clients.sh once)
"""

import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.people.population import people_of
from tocsin.core.formats import misp, stix
from tocsin.core.formats.limits import Limits
from tocsin.core.kinds import dump, read
from tocsin.core.labels import Label, Tlp
from tocsin.core.statements.envelope import Envelope
from tocsin.core.statements.keys import SigningKey
from tocsin.core.statements.signed import sign

AT = datetime(2031, 5, 4, 10, tzinfo=UTC)
KEY = SigningKey.from_bytes(b"k" * 32)
BUREAU = stix.Author(UUID(int=1, version=4), "POL", "Bureau at Nowhere", AT)
PEER = Path(__file__).parents[1] / ".venv-clients" / "misp-stix" / "bin" / "python"
ASKED = """
import sys, time, json
import stix2
text = open(sys.argv[1], encoding="utf-8").read()
objects = [one for one in json.loads(text)["objects"] if one["type"] == "identity"][2:2002]
began, cpu = time.perf_counter(), time.process_time()
parsed = [stix2.parse(one, allow_custom=True) for one in objects]
wall, busy = time.perf_counter() - began, time.process_time() - cpu
print(f"{'stix2.parse, its objects alone':42} {len(parsed) / busy:10,.0f} objects/s of processor, {len(parsed) / wall:10,.0f} of wall time")
began, cpu = time.perf_counter(), time.process_time()
for one in parsed:
    one.serialize()
wall, busy = time.perf_counter() - began, time.process_time() - cpu
print(f"{'stix2 serialize':42} {len(parsed) / busy:10,.0f} objects/s of processor, {len(parsed) / wall:10,.0f} of wall time")
"""


def told(number, person):
    body = dump(read("person", person))
    record = UUID(int=number + 10, version=4)
    label = Label(tlp=Tlp.AMBER)
    said = Envelope(record, "person@1", BUREAU.id, 1, "released", "C", label, AT).statement(
        salt=b"s" * 16, label_salt=b"l" * 16, body=body
    )
    return stix.Told(
        record, "person", BUREAU, AT, AT, label, body, "C", (sign(said, KEY),), b"s" * 16
    )


def invented(count):
    for one in people_of(7, count):
        name = " ".join(word.native for word in (*one.given, one.surname))
        latin = " ".join((word.latin or (word.native,))[0] for word in (*one.given, one.surname))
        year, month, day = one.born
        yield {
            "names": [{"text": name}, {"text": latin, "kind": "alias"}],
            "births": [{"date": f"{year}-{month:02d}-{day:02d}"}],
            "nationalities": [one.state],
            "gender": one.sex,
            "documents": [{"number": one.document, "type": "passport", "issuer": one.state}],
        }


def timed(what, count, work):
    began, cpu = time.perf_counter(), time.process_time()
    found = work()
    wall, busy = time.perf_counter() - began, time.process_time() - cpu
    print(
        f"{what:42} {count / busy:10,.0f} objects/s of processor, {count / wall:10,.0f} of wall time"
    )
    return found


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    tellings = [told(number, person) for number, person in enumerate(invented(count))]
    bundle = timed("STIX written, signed bytes inside", count, lambda: stix.bundle(tellings))
    print(f"{'':42} {len(bundle) / count:10,.0f} bytes an object")
    timed("STIX taken apart and checked", count, lambda: list(stix.objects(bundle)))
    timed(
        "STIX read to bodies, digests checked",
        count,
        lambda: list(stix.read_stix(bundle, Limits())),
    )
    event = timed("MISP written", count, lambda: misp.event(tellings, BUREAU))
    timed("MISP read to bodies", count, lambda: list(misp.read_misp(event, Limits())))
    if not PEER.exists():
        print("stix2: not measured, run scripts/clients.sh")
        return
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(bundle)
        file.flush()
        subprocess.run([str(PEER), "-c", ASKED, file.name], check=True)


if __name__ == "__main__":
    main()
