"""graphql-core, on which the clients of Python stand, reads the schema by introspection and as text."""

from graphql import build_client_schema, build_schema, get_introspection_query, parse, validate, validate_schema

from report import ask, check, schema_text

QUERY = """query($id: ID!) { node(id: $id) { id ... on Entity { name ... on Actor { memberships(first: 3) { totalCount } } } } }"""


def valid(schema):
    errors = validate_schema(schema)
    if errors:
        raise AssertionError("; ".join(error.message for error in errors[:3]))
    return schema


def introspected():
    schema = valid(build_client_schema(ask(get_introspection_query(input_value_deprecation=True, specified_by_url=True))))
    errors = validate(schema, parse(QUERY))
    if errors:
        raise AssertionError(errors[0].message)
    return f"{len(schema.type_map)} types"


def text(flat):
    return lambda: f"{len(valid(build_schema(schema_text(flat))).type_map)} types"


check("graphql-core", "graphql-core", "build_client_schema of the introspection", introspected)
check("graphql-core", "graphql-core", "build_schema of the text", text(False))
check("graphql-core", "graphql-core", "build_schema of the flat text", text(True))
