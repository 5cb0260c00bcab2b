DROP TABLE releases;
DROP FUNCTION releases_are_approved_once;
