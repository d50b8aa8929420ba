"""Run by stix2-validator's own environment: judge each file named, print the verdicts as JSON."""

import json
import sys

from stix2validator import ValidationOptions, validate_file

options = ValidationOptions(version="2.1")
said = {}
for name in sys.argv[1:]:
    found = validate_file(name, options)
    results = [one for one in found.object_results if not isinstance(one, str)]
    said[name] = {
        "valid": bool(found.is_valid),
        "errors": [str(error) for one in results for error in one.errors or ()],
        "warnings": [str(warning) for one in results for warning in one.warnings or ()],
    }
print(json.dumps(said))
