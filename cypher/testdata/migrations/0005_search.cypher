// Words of names, aliases and descriptions. They are folded before they are stored, so the analyzer only splits at blanks.

CREATE FULLTEXT INDEX entity_search IF NOT EXISTS FOR (n:Entity) ON EACH [n.searchKey, n.searchName, n.searchAliases, n.searchDescription]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}};
