"""gql fetches the schema, and asks by text and by its own language."""

from gql import Client, gql
from gql.dsl import DSLQuery, DSLSchema, dsl_gql
from gql.transport.httpx import HTTPXTransport

from report import ENDPOINT, LAUNCHED_ON, check, same


def read():
    client = Client(transport=HTTPXTransport(url=ENDPOINT), fetch_schema_from_transport=True, parse_results=True)
    with client as session:
        query = gql('{ initiative(id: "initiative:partnir") { launchedOn } }')
        same(session.execute(query)["initiative"]["launchedOn"], LAUNCHED_ON, "launchedOn")
        schema = DSLSchema(client.schema)
        initiative = schema.Query.initiative(id="initiative:partnir").select(schema.Initiative.launchedOn)
        same(session.execute(dsl_gql(DSLQuery(initiative)))["initiative"]["launchedOn"], LAUNCHED_ON, "launchedOn")


check("gql", "gql", "fetches the schema, reads launchedOn", read)
