"""Runs a command and prints what it spent: wall and CPU seconds, and its largest memory."""

import resource
import subprocess
import sys
import time

started = time.monotonic()
done = subprocess.run(sys.argv[1:])
wall = time.monotonic() - started
spent = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = spent.ru_utime + spent.ru_stime
print(f"wall s {wall:.2f}  CPU s {cpu:.2f}  MB {spent.ru_maxrss / 1024:.0f}")
sys.exit(done.returncode)
