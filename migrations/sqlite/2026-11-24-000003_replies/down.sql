DROP TABLE requests;
DROP TABLE submissions;
DROP TABLE answer_history;
DROP TABLE answers;
DROP TABLE replies;
