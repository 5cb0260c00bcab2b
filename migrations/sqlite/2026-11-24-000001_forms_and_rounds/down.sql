DROP TABLE respondents;
DROP TABLE rounds;
DROP TABLE form_versions;
