DROP TABLE prefills;
