"""Run by PyMISP's own environment: load an event strictly and print what was loaded."""

import json
import sys

from pymisp import MISPEvent, MISPObject

event = MISPEvent(strict_validation=True)
event.load_file(sys.argv[1])
objects = []
for one in event.objects:
    known = MISPObject(one.name, strict=True)
    objects.append(
        {
            "uuid": one.uuid,
            "name": one.name,
            "is_template": known.template_uuid == one.template_uuid,
            "version": str(known.template_version),
            "unknown": sorted(
                {a.object_relation for a in one.attributes} - set(known._definition["attributes"])
            ),
            "attributes": [[a.object_relation, a.type, str(a.value)] for a in one.attributes],
            "references": [[r.relationship_type, r.referenced_uuid] for r in one.references],
        }
    )
said = {
    "uuid": event.uuid,
    "info": event.info,
    "distribution": int(event.distribution),
    "published": bool(event.published),
    "tags": [tag.name for tag in event.tags],
    "creator": event.orgc.uuid,
    "objects": objects,
}
print(json.dumps(said))
