"""A fictional exercise and the program that serves it, for the measurements beside this file."""

import http.client, json, os, subprocess

PASSWORD = "only an exercise"


def exercise(program, folder):
    """Makes a small exercise and returns its data folder."""
    data = os.path.join(folder, "data")
    subprocess.run([program, "exercise", "--into", data, "--persons", "50", "--seed", "1"],
                   check=True, stdout=subprocess.DEVNULL)
    return data


class Served:
    """A server on `data`, and somebody of a role with a token that may read and write."""

    def __init__(self, program, data, because, role="analyst"):
        self.log = open(os.path.join(os.path.dirname(data), "log"), "w")
        self.process = subprocess.Popen([program, "serve", "--folder", data, "--address", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.address = self.process.stdout.readline().strip()
        self.port = int(self.address.rsplit(":", 1)[1])
        self.web = http.client.HTTPConnection("127.0.0.1", self.port)
        people = self.api("GET", "/demo/people")[1]
        self.person = next(one for one in people if one["role"] == role)
        purpose = self.person["purposes"][0]["id"]
        answer, session = self.api("POST", "/session", {
            "user": self.person["user"], "password": PASSWORD, "purpose": purpose, "justification": because})
        cookie = answer.getheader("set-cookie").split(";")[0]
        made = self.api("POST", "/tokens", {
            "name": "measure", "scopes": ["read", "write"], "purpose": purpose, "justification": because,
            "expires": session["expires_at"]}, cookie)[1]
        self.token = made["text"]

    def api(self, method, path, body=None, cookie=None):
        headers = {"Content-Type": "application/json", "X-Crossbearing": "1"} | ({"Cookie": cookie} if cookie else {})
        self.web.request(method, "/api/v1" + path, json.dumps(body) if body else None, headers)
        answer = self.web.getresponse()
        data = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {data[:300]}")
        return answer, json.loads(data or b"null")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.log.close()
