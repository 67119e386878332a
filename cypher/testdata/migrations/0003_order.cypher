// Lists in the order of id or name, which stop at their limit.

CREATE INDEX actor_id IF NOT EXISTS FOR (n:Actor) ON (n.id);
CREATE INDEX listing_id IF NOT EXISTS FOR (n:Listing) ON (n.id);
CREATE INDEX country_id IF NOT EXISTS FOR (n:Country) ON (n.id);
CREATE INDEX sector_id IF NOT EXISTS FOR (n:Sector) ON (n.id);
CREATE INDEX industry_id IF NOT EXISTS FOR (n:Industry) ON (n.id);
CREATE INDEX goal_id IF NOT EXISTS FOR (n:Goal) ON (n.id);
CREATE INDEX rule_id IF NOT EXISTS FOR (n:Rule) ON (n.id);
CREATE INDEX source_id IF NOT EXISTS FOR (n:Source) ON (n.id);
CREATE INDEX indicator_id IF NOT EXISTS FOR (n:Indicator) ON (n.id);
CREATE INDEX observation_id IF NOT EXISTS FOR (n:Observation) ON (n.id);
CREATE INDEX organization_id IF NOT EXISTS FOR (n:Organization) ON (n.id);
CREATE INDEX initiative_id IF NOT EXISTS FOR (n:Initiative) ON (n.id);
CREATE INDEX platform_id IF NOT EXISTS FOR (n:Platform) ON (n.id);
CREATE INDEX project_id IF NOT EXISTS FOR (n:Project) ON (n.id);
CREATE INDEX product_id IF NOT EXISTS FOR (n:Product) ON (n.id);
CREATE INDEX offer_id IF NOT EXISTS FOR (n:Offer) ON (n.id);
CREATE INDEX need_id IF NOT EXISTS FOR (n:Need) ON (n.id);
CREATE INDEX technology_id IF NOT EXISTS FOR (n:Technology) ON (n.id);

CREATE INDEX entity_name_key IF NOT EXISTS FOR (n:Entity) ON (n.nameKey);
CREATE INDEX actor_name_key IF NOT EXISTS FOR (n:Actor) ON (n.nameKey);
CREATE INDEX listing_name_key IF NOT EXISTS FOR (n:Listing) ON (n.nameKey);
CREATE INDEX country_name_key IF NOT EXISTS FOR (n:Country) ON (n.nameKey);
CREATE INDEX sector_name_key IF NOT EXISTS FOR (n:Sector) ON (n.nameKey);
CREATE INDEX industry_name_key IF NOT EXISTS FOR (n:Industry) ON (n.nameKey);
CREATE INDEX goal_name_key IF NOT EXISTS FOR (n:Goal) ON (n.nameKey);
CREATE INDEX rule_name_key IF NOT EXISTS FOR (n:Rule) ON (n.nameKey);
CREATE INDEX source_name_key IF NOT EXISTS FOR (n:Source) ON (n.nameKey);
CREATE INDEX indicator_name_key IF NOT EXISTS FOR (n:Indicator) ON (n.nameKey);
CREATE INDEX observation_name_key IF NOT EXISTS FOR (n:Observation) ON (n.nameKey);
CREATE INDEX organization_name_key IF NOT EXISTS FOR (n:Organization) ON (n.nameKey);
CREATE INDEX initiative_name_key IF NOT EXISTS FOR (n:Initiative) ON (n.nameKey);
CREATE INDEX platform_name_key IF NOT EXISTS FOR (n:Platform) ON (n.nameKey);
CREATE INDEX project_name_key IF NOT EXISTS FOR (n:Project) ON (n.nameKey);
CREATE INDEX product_name_key IF NOT EXISTS FOR (n:Product) ON (n.nameKey);
CREATE INDEX offer_name_key IF NOT EXISTS FOR (n:Offer) ON (n.nameKey);
CREATE INDEX need_name_key IF NOT EXISTS FOR (n:Need) ON (n.nameKey);
CREATE INDEX technology_name_key IF NOT EXISTS FOR (n:Technology) ON (n.nameKey);

// Codes by their numbers.

CREATE INDEX industry_code_key IF NOT EXISTS FOR (n:Industry) ON (n.codeKey);
CREATE INDEX goal_code_key IF NOT EXISTS FOR (n:Goal) ON (n.codeKey);
