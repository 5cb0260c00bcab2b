DROP TABLE sessions;
DROP TABLE links;
DROP TABLE people;
