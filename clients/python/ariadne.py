"""ariadne-codegen makes a typed client of the schema and of operations, and reads by it."""

import asyncio
import subprocess
import sys

from report import ENDPOINT, GENERATED, LAUNCHED_ON, check, same, schema_text

OPERATIONS = """
query LaunchedOn($id: ID!) { initiative(id: $id) { name launchedOn } }
query Organizations($filter: OrganizationFilter, $orderBy: [OrganizationOrder!]) {
  organizations(first: 3, filter: $filter, orderBy: $orderBy) { totalCount nodes { id name } }
}
"""

CONFIG = """
[tool.ariadne-codegen]
schema_path = "ariadne.graphql"
queries_path = "ariadneoperations.graphql"
target_package_name = "ariadne_client"
"""


def generate():
    for name, text in [("ariadne.graphql", schema_text()), ("ariadneoperations.graphql", OPERATIONS), ("ariadne.toml", CONFIG)]:
        with open(f"{GENERATED}/{name}", "w") as file:
            file.write(text)
    command = [sys.executable, "-m", "ariadne_codegen", "--config", "ariadne.toml", "client"]
    done = subprocess.run(command, cwd=GENERATED, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError((done.stderr or done.stdout).strip().splitlines()[-1])


async def ask():
    from ariadne_client import Client, OrganizationFilter, OrganizationOrder, OrderDirection, StringFilter

    async with Client(url=ENDPOINT) as client:
        answer = await client.launched_on("initiative:partnir")
        same(answer.initiative.launched_on, LAUNCHED_ON, "launchedOn")
        # Every field that is not set is sent as null.
        given = OrganizationFilter(name=StringFilter(eq="BRICS"))
        nulls = OrganizationFilter.model_validate({name: None for name in OrganizationFilter.model_fields} | {"name": given.name})
        order = OrganizationOrder(name=OrderDirection.ASC)
        answer = await client.organizations(filter_=nulls, order_by=[order])
        same([node.id for node in answer.organizations.nodes], ["org:brics"], "organizations")


def read():
    generate()
    sys.path.insert(0, GENERATED)
    asyncio.run(ask())


check("ariadne-codegen", "ariadne-codegen", "generates a client, reads launchedOn, sends a filter and an order", read)
