-- Since when another key signs in its place.
ALTER TABLE log_keys ADD COLUMN retired TEXT;
