"""Run by misp-stix's own environment: turn a MISP event into STIX, or a STIX bundle into MISP."""

import json
import sys
from pathlib import Path

import stix2
from misp_stix_converter import (
    ExternalSTIX2toMISPParser,
    InternalSTIX2toMISPParser,
    MISPtoSTIX21Parser,
)

form, name = sys.argv[1:]
text = Path(name).read_text(encoding="utf-8")
if form == "misp":
    writer = MISPtoSTIX21Parser()
    writer.parse_misp_event(json.loads(text))
    print(writer.bundle.serialize())
else:
    reader = {"stix": ExternalSTIX2toMISPParser, "back": InternalSTIX2toMISPParser}[form]()
    reader.load_stix_bundle(stix2.parse(text, allow_custom=True))
    reader.parse_stix_bundle()
    print(json.dumps({"Event": json.loads(reader.misp_event.to_json())}))
