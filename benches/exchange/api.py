"""Asks a running server everything that docs/openapi.json describes, with data made up from the
description: no answer may be a 500, and none may be one that the description does not have.

Arguments: the program, the most examples of each operation."""

import os, subprocess, sys, tempfile

from program import Served, exercise

PROGRAM, EXAMPLES = sys.argv[1], sys.argv[2]
HERE = os.path.dirname(os.path.abspath(__file__))
DESCRIPTION = os.path.abspath(os.path.join(HERE, "../../docs/openapi.json"))

ROLES = ["analyst", "coordinator", "safeguarding-officer", "oversight", "administrator", "watch-officer"]


def ask_as(role, phases):
    """Everything, as somebody of this role; whether nothing was found."""
    with tempfile.TemporaryDirectory() as folder, Served(PROGRAM, exercise(PROGRAM, folder), "tests the API", role) as served:
        done = subprocess.run([
            os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run", DESCRIPTION, "--url", served.address,
            "--header", f"Authorization: Bearer {served.token}", "--header", "X-Crossbearing: 1",
            "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
            "--max-examples", EXAMPLES, "--seed", "7", "--phases", phases, "--rate-limit", "80/s", "--request-timeout", "30",
            "--exclude-path", "/api/v1/events", "--exclude-path", "/api/v1/sea/stream", "--no-color",
        ], cwd=folder, capture_output=True, text=True)
        failed = [line for line in open(served.log.name) if "request failed" in line]
        counted = [line.strip() for line in done.stdout.splitlines() if "generated," in line]
        print(f"| {role} | {phases.replace(',', ', ')} | {' '.join(counted)} | {'nothing' if done.returncode == 0 else 'see below'} |", flush=True)
        return done.returncode == 0, "" if done.returncode == 0 else done.stdout + "".join(failed[:20])


print("| as | phases | requests | found |")
print("|---|---|---|---|")
found = [ask_as(role, "examples,coverage,fuzzing" if role == ROLES[0] else "examples,fuzzing") for role in ROLES]
print("".join(text for _, text in found))
sys.exit(0 if all(good for good, _ in found) else 1)
