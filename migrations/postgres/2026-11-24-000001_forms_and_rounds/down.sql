DROP TABLE respondents;
DROP TABLE rounds;
DROP TABLE form_versions;
DROP FUNCTION refuse_change();
