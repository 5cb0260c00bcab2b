ALTER TABLE people DROP COLUMN authority;
DROP TABLE remarks;
DROP TABLE section_states;
DROP TABLE delegations;
