// What the large types are often narrowed by.

CREATE INDEX observation_year IF NOT EXISTS FOR (n:Observation) ON (n.year);
CREATE INDEX observation_value IF NOT EXISTS FOR (n:Observation) ON (n.value);
CREATE INDEX project_year IF NOT EXISTS FOR (n:Project) ON (n.year);
CREATE INDEX project_amount_usd IF NOT EXISTS FOR (n:Project) ON (n.amountUsd);
CREATE INDEX project_status IF NOT EXISTS FOR (n:Project) ON (n.status);
CREATE INDEX project_kind IF NOT EXISTS FOR (n:Project) ON (n.kind);
CREATE INDEX organization_kind IF NOT EXISTS FOR (n:Organization) ON (n.kind);
CREATE INDEX product_level IF NOT EXISTS FOR (n:Product) ON (n.level);
CREATE INDEX technology_scheme IF NOT EXISTS FOR (n:Technology) ON (n.scheme);
