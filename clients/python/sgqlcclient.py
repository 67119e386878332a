"""sgqlc makes Python types of the introspection, and reads by them."""

import json
import subprocess
import sys
import warnings

from sgqlc.endpoint.http import HTTPEndpoint
from sgqlc.introspection import query, variables
from sgqlc.operation import Operation

from report import ENDPOINT, GENERATED, LAUNCHED_ON, ask, check, same


def generate():
    introspection = f"{GENERATED}/sgqlc.json"
    with open(introspection, "w") as file:
        json.dump({"data": ask(query, variables(include_description=True, include_deprecated=True))}, file)
    command = [sys.executable, "-m", "sgqlc.codegen", "schema", introspection, f"{GENERATED}/sgqlc_schema.py"]
    subprocess.run(command, check=True, capture_output=True, text=True)


def read():
    generate()
    sys.path.insert(0, GENERATED)
    import sgqlc_schema

    operation = Operation(sgqlc_schema.Query)
    initiative = operation.initiative(id="initiative:partnir")
    initiative.name()
    initiative.launched_on()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = operation + HTTPEndpoint(ENDPOINT)(operation)
    same(answer.initiative.launched_on, LAUNCHED_ON, "launchedOn")


check("sgqlc", "sgqlc", "generates types, reads launchedOn", read)
