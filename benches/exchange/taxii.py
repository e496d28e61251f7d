"""TAXII, measured: objects a second that a plain HTTP client reads and sends, by how many are stored;
medallion (in memory) beside it in the same run; taxii2-client as a second, functional reader.

Arguments: the program, the most objects to store, the most to store in medallion."""

import base64, http.client, json, os, subprocess, sys, tempfile, time, uuid

from program import Served, exercise

PROGRAM, MOST, MOST_PEER = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
FORM = "application/taxii+json;version=2.1"
PEER_SIZES = [size for size in (1_000, 2_000, 4_000) if size <= MOST_PEER]
SIZES = [size for size in (1_000, 10_000, 100_000, 1_000_000) if size <= MOST]
BATCH = 1_000


def obj(number):
    stamp = "2026-01-01T00:00:00.000Z"
    return {
        "type": "identity", "spec_version": "2.1", "id": f"identity--{uuid.UUID(int=number << 64 | 0x4000 << 64 | 1 << 63 | number)}",
        "created": stamp, "modified": stamp, "name": f"Invented person {number}",
        "identity_class": "individual", "description": "made for a measurement",
    }


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(") ", 1)[1].split(" ")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024


class Server:
    def __init__(self, name, pid, port, objects, authorization):
        self.name, self.pid, self.port, self.objects = name, pid, port, objects
        self.headers = {"Accept": FORM, "Content-Type": FORM, "Authorization": authorization}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)

    def ask(self, method, path, body=None):
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status not in (200, 202):
            raise SystemExit(f"{self.name} answers {answer.status}: {data[:300]}")
        return answer, data

    def fill(self, start, end):
        """Sends objects start..end; returns (objects, seconds, the server's CPU seconds)."""
        bodies = [json.dumps({"objects": [obj(n) for n in range(at, min(at + BATCH, end))]})
                  for at in range(start, end, BATCH)]
        begun, used = time.perf_counter(), cpu(self.pid)
        for body in bodies:
            self.ask("POST", self.objects, body)
        return end - start, time.perf_counter() - begun, cpu(self.pid) - used

    def read(self, most):
        """Reads up to `most` objects page by page; returns (objects, seconds, CPU seconds)."""
        count, path = 0, f"{self.objects}?limit={BATCH}"
        self.ask("GET", f"{self.objects}?limit=1")  # the index is made here, and named apart
        begun, used = time.perf_counter(), cpu(self.pid)
        while count < most:
            answer, data = self.ask("GET", path)
            head = data[:400]
            count += data.count(b'"spec_version"')
            if b'"more":true' not in head.replace(b" ", b""):
                break
            if b'"next":"' in head:
                cursor = head.split(b'"next":"')[1].split(b'"')[0].decode()
            else:
                cursor = json.loads(data)["next"]
            path = f"{self.objects}?limit={BATCH}&next={cursor}"
        return count, time.perf_counter() - begun, cpu(self.pid) - used


def ours(served):
    objects = "/taxii2/root/collections/statements/objects/"
    return Server("crossbearing", served.process.pid, served.port, objects, f"Bearer {served.token}")


def medallion(folder):
    config = {
        "backend": {"module": "medallion.backends.memory_backend", "module_class": "MemoryBackend", "filename": os.path.join(folder, "data.json"), "session_timeout": 3600},
        "users": {"user": "password"}, "taxii": {"max_page_size": BATCH},
    }
    collection = str(uuid.uuid4())
    json.dump({
        "/discovery": {"title": "peer", "default": "http://127.0.0.1/root/", "api_roots": ["http://127.0.0.1/root/"]},
        "root": {"information": {"title": "root", "versions": [FORM], "max_content_length": 1 << 30},
                 "status": [], "collections": [{"id": collection, "title": "c", "can_read": True, "can_write": True,
                                                "media_types": ["application/stix+json;version=2.1"], "objects": [], "manifest": []}]},
    }, open(config["backend"]["filename"], "w"))
    path = os.path.join(folder, "config.json")
    json.dump(config, open(path, "w"))
    process = subprocess.Popen([sys.executable, os.path.join(os.path.dirname(sys.executable), "medallion"), path, "--port", "15013"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            http.client.HTTPConnection("127.0.0.1", 15013).connect()
            break
        except OSError:
            time.sleep(0.1)
    login = "Basic " + base64.b64encode(b"user:password").decode()
    return process, Server("medallion", process.pid, 15013, f"/root/collections/{collection}/objects/", login)


def table(server, sizes, most_read):
    stored = 0
    for size in sizes:
        sent, seconds, used = server.fill(stored, size)
        stored = size
        begun = time.perf_counter()
        server.ask("GET", f"{server.objects}?limit=1")
        index = time.perf_counter() - begun
        read, read_s, read_used = server.read(min(size, most_read))
        print(f"| {server.name} | {size:,} | {sent / seconds:,.0f} | {sent / max(used, 0.01):,.0f} | "
              f"{read / read_s:,.0f} | {read / max(read_used, 0.01):,.0f} | {index:.2f} | {memory(server.pid)} |", flush=True)


print("| server | stored | sent/s | sent a CPU s | read/s | read a CPU s | first answer s | peak MiB |")
print("|---|---:|---:|---:|---:|---:|---:|---:|")
with tempfile.TemporaryDirectory() as folder:
    with Served(PROGRAM, exercise(PROGRAM, folder), "measures TAXII") as served:
        table(ours(served), SIZES, 200_000)
        from taxii2client.v21 import Server as Reader, as_pages
        reader = Reader(f"{served.address}/taxii2/", user="any", password=served.token)
        begun, count = time.perf_counter(), 0
        for page in as_pages(reader.default.collections[0].get_objects, per_request=1000):
            count += len(page.get("objects", []))
            if count >= 20_000:
                break
        print(f"\ntaxii2-client read {count:,} objects, {count / (time.perf_counter() - begun):,.0f} a second\n")
with tempfile.TemporaryDirectory() as folder:
    process, peer = medallion(folder)
    try:
        print("| server | stored | sent/s | sent a CPU s | read/s | read a CPU s | first answer s | peak MiB |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        table(peer, PEER_SIZES, 10_000)
    finally:
        process.terminate()
        process.wait()
