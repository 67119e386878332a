// Which migrations a graph has. The constraint makes a lock of it: of two programs that start at once, one waits for the other.

CREATE CONSTRAINT migration_number IF NOT EXISTS FOR (m:Migration) REQUIRE m.number IS UNIQUE;
