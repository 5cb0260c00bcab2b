DROP TABLE log_entries;
DROP FUNCTION refuse_change_of_log;
