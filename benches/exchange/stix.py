"""Exports an exercise as STIX and MISP and has the judges of both read it, as strictly as they can
and without a network.

Argument: the program."""

import json, os, subprocess, sys, tempfile

from program import Served, exercise

PROGRAM = sys.argv[1]
with tempfile.TemporaryDirectory() as folder:
    data = exercise(PROGRAM, folder)
    with Served(PROGRAM, data, "exports") as served:
        analyst = served.person
    who = ["--as", analyst["user"], "--purpose", analyst["purposes"][0]["id"], "--folder", data]
    stix, misp = os.path.join(folder, "out.stix.json"), os.path.join(folder, "out.misp.json")
    subprocess.run([PROGRAM, "export", *who, "--format", "stix", "--out", stix], check=True)
    subprocess.run([PROGRAM, "export", *who, "--format", "misp", "--out", misp], check=True)

    import stix2
    from stix2validator import ValidationOptions, validate_string
    text = open(stix).read()
    result = validate_string(text, ValidationOptions(strict=True, version="2.1"))
    parsed = stix2.parse(text, allow_custom=False)
    print(f"STIX: {len(parsed.objects):,} objects, strict: {'nothing found' if result.is_valid else result.errors[:5]}")

    from pymisp import MISPEvent
    count = 0
    for item in json.load(open(misp))["response"]:
        event = MISPEvent(strict_validation=True)
        event.from_dict(**item["Event"])
        for misp_object in event.objects:
            assert misp_object.template_uuid, misp_object.name
            count += 1
    print(f"MISP: {count:,} objects read by PyMISP")
    sys.exit(0 if result.is_valid else 1)
