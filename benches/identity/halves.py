"""Parts a table into two halves by cluster, so that no cluster is in both."""

import csv
import sys
import zlib

table, *halves = sys.argv[1:4]
with open(table, encoding="utf-8", newline="") as file:
    rows = csv.reader(file)
    header = next(rows)
    cluster = header.index("cluster")
    files = [open(half, "w", encoding="utf-8", newline="") for half in halves]
    writers = [csv.writer(half) for half in files]
    for writer in writers:
        writer.writerow(header)
    for row in rows:
        writers[zlib.crc32(row[cluster].encode()) % 2].writerow(row)
