"""Asks a running server everything that docs/openapi.json describes, with data made up from the
description: no answer may be a 500, and none may be one that the description does not have.

Arguments: the program, the most examples of each operation."""

import http.client, json, os, subprocess, sys, tempfile

PROGRAM, EXAMPLES = sys.argv[1], sys.argv[2]
HERE = os.path.dirname(os.path.abspath(__file__))
DESCRIPTION = os.path.join(HERE, "../../docs/openapi.json")

with tempfile.TemporaryDirectory() as folder:
    data = os.path.join(folder, "data")
    subprocess.run([PROGRAM, "exercise", "--into", data, "--scale", "0.05", "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([PROGRAM, "serve", "--folder", data, "--address", "127.0.0.1:0"],
                               stdout=subprocess.PIPE, stderr=open(os.path.join(folder, "log"), "w"), text=True)
    address = process.stdout.readline().strip()
    web = http.client.HTTPConnection(address.removeprefix("http://"))

    def api(method, path, body=None, cookie=None):
        headers = {"Content-Type": "application/json", "X-Crossbearing": "1"} | ({"Cookie": cookie} if cookie else {})
        web.request(method, "/api/v1" + path, json.dumps(body) if body else None, headers)
        answer = web.getresponse()
        return answer, json.loads(answer.read() or b"null")

    try:
        people = api("GET", "/demo/people")[1]
        analyst = next(one for one in people if one["role"] == "analyst")
        purpose = analyst["purposes"][0]
        purpose = purpose["id"] if isinstance(purpose, dict) else purpose
        answer, session = api("POST", "/session", {"user": analyst["user"], "password": "only an exercise",
                                                   "purpose": purpose, "justification": "tests the API"})
        cookie = answer.getheader("set-cookie").split(";")[0]
        token = api("POST", "/tokens", {"name": "fuzz", "scopes": ["read", "write"], "purpose": purpose,
                                        "justification": "tests the API", "expires": session["expires_at"]}, cookie)[1]["text"]
        done = subprocess.run([
            os.path.join(os.path.dirname(sys.executable), "schemathesis"), "run", DESCRIPTION, "--url", address,
            "--header", f"Authorization: Bearer {token}", "--header", "X-Crossbearing: 1",
            "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
            "--max-examples", EXAMPLES, "--seed", "7", "--phases", "examples,coverage,fuzzing", "--rate-limit", "80/s",
            "--exclude-path", "/api/v1/events", "--exclude-path", "/api/v1/sea/stream", "--no-color",
        ])
        log = open(os.path.join(folder, "log")).read()
        failed = [line for line in log.splitlines() if "request failed" in line]
        print("\n".join(failed[:20]))
        sys.exit(done.returncode)
    finally:
        process.terminate()
        process.wait()
