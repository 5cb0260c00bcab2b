ALTER TABLE letters DROP COLUMN trouble;
ALTER TABLE people DROP COLUMN language;
