"""Reads a FollowTheMoney file as the Python package does.

proxies     every entity as the package's own reader gives it, values taken as clean
cleaned     the same, each value cleaned, which our reader does to every value
statements  every value as one of the package's statements, with its id
"""

import sys
from pathlib import Path

from followthemoney import EntityProxy, Statement, model
from followthemoney.cli.util import path_entities

way, path = sys.argv[1], Path(sys.argv[2])
count = 0
if way == "statements":
    for proxy in path_entities(path, EntityProxy):
        for prop, value in proxy.itervalues():
            statement = Statement(
                entity_id=proxy.id, prop=prop.name, schema=proxy.schema.name, value=value, dataset="b"
            )
            count += statement.id is not None
else:
    for proxy in path_entities(path, EntityProxy, cleaned=way == "proxies"):
        count += sum(1 for _ in proxy.itervalues())
print(f"{count} values")
