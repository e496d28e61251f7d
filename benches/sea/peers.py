"""`peers.py NAME FILE TIMES`: decodes a log with the Python decoder of that name."""

import sys

name, path, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
lines = [line.strip() for line in open(path, "rb")]


def with_pyais():
    from pyais.stream import IterMessages

    for message in IterMessages(line for line in lines if line.startswith(b"!")):
        try:
            yield message.decode()
        except Exception:
            pass


def with_libais():
    import ais

    waiting = {}
    for line in lines:
        fields = line.decode("latin-1").split(",")
        if len(fields) < 7 or "VD" not in fields[0]:
            continue
        try:
            total, number, payload, pad = int(fields[1]), int(fields[2]), fields[5], int(fields[6][0])
            if total > 1:
                key = (fields[3], fields[4])
                payload = (waiting.pop(key, "") if number > 1 else "") + payload
                if number < total:
                    waiting[key] = payload
                    continue
            yield ais.decode(payload, pad)
        except Exception:
            pass


n_decoded = 0
for _ in range(times):
    n_decoded += sum(1 for _ in (with_pyais() if name == "pyais" else with_libais()))
print(n_decoded)
