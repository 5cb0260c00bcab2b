DROP TABLE parked;
DROP TABLE submitted_documents;
DROP TABLE upload_pieces;
DROP TABLE uploads;
DROP TABLE documents;
DROP TABLE data_keys;
