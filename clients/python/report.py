"""Runs checks and prints each as a line of JSON, which the program around it reads. See ../README.md."""

import importlib.metadata
import json
import os
import sys
import traceback
import urllib.request

URL = os.environ["PARTNIR_URL"]
ENDPOINT = URL + "/graphql"
GENERATED = os.environ["PARTNIR_GENERATED"]

# When the partnership of the graph's name was launched: a month, as its source says it.
LAUNCHED_ON = "2018-07"


def ask(query, variables=None):
    """The data that the server answers with."""
    body = json.dumps({"query": query, "variables": variables or {}}).encode()
    request = urllib.request.Request(ENDPOINT, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    if "errors" in answer:
        raise AssertionError(f"the server answers: {answer['errors'][0]['message']}")
    return answer["data"]


def schema_text(flat=False):
    """The served schema, full or flat."""
    with urllib.request.urlopen(URL + "/schema.graphql" + ("?flat=1" if flat else "")) as response:
        return response.read().decode()


def same(got, want, what):
    if got != want:
        raise AssertionError(f"{what}: the client has {got!r}, the server said {want!r}")


def check(client, package, what, run):
    """Runs one check and prints how it went."""
    result = {"client": client, "version": importlib.metadata.version(package), "what": what, "ok": True, "detail": ""}
    try:
        result["detail"] = run() or ""
    except Exception as error:
        result["ok"] = False
        result["detail"] = f"{type(error).__name__}: {error}"[:300]
        print(f"{client}: {what}:\n{traceback.format_exc()}", file=sys.stderr)
    print(json.dumps(result), flush=True)
