# The data package.

dump-column-respondent = Respondent (ISO 3166 alpha-3 code of a State)
dump-column-round = Round
dump-column-form-version = Version of the questionnaire (SHA-256)
dump-column-returned = Reply returned
dump-column-fact = Fact of the list of respondents:
dump-column-row = Row
dump-column-column = Column
dump-column-question = Question
dump-column-field = Field
dump-column-value = Value (several codes with a space between)
dump-column-status = Status
dump-column-status-number = Number that stands for the status instead of a value
dump-column-mark = Mark: how far the answer may be used
dump-column-source = Source named by the respondent
dump-column-comment = Comment of the respondent
dump-column-last-time = What became of the answer of last time: prefilled (nobody looked at it), confirmed, changed, withdrawn

dump-table-replies = One row for each respondent; questions answered once.
dump-table-answers = One row for each answer (and field), with its status, mark, source and comment.
dump-table-matrix = One row for each respondent, row and column of the matrix:
dump-table-roster = One row for each row that a respondent added:
dump-table-codebook = One row for each variable and code, with wording and counts.
dump-file-datapackage = Description of the tables for programs (Data Package, version 2).
dump-file-forms = The questionnaire that was answered, with its texts.
dump-file-checksums = Checksums; verify with `sha256sum -c SHA256SUMS`.


dump-flag-0 = Asked and not ticked
dump-flag-1 = Ticked

dump-status-hidden = not asked, by the rules of the questionnaire
dump-status-not-applicable = does not apply to the State
dump-status-not-available = information not available
dump-status-not-disclosed = the State prefers not to give it
dump-status-confidential = removed from this file by its mark or by the disclosure rules
dump-status-to-follow = to follow
dump-status-no-answer = asked and left empty
dump-status-not-returned = reply not returned

dump-readme-sample = SAMPLE: every reply in this package was invented by a program. None is the reply of any State.
dump-readme-counts = Respondents asked: { $asked }. Replies: { $replied }. Position as at { $cut }.
dump-readme-full = Variant: full, for the analysts of the Secretariat. Rows are named; do not pass the package on. Answers marked for the Secretariat only are not in it.
dump-readme-public = Variant: public. Only answers that may be attributed, of respondents that may be named and let their reply be published. Replies left out because the respondent is not to be named, or its reply not to be published: { $unnamed }. An answer that was not asked for, or exists and is not given, stands as removed: either would tell something of the State. Counts of all other answers leave only in figures. Those are protected each by itself (rule { $rule }); the joint audit over all tables of a release is not yet in force, so do not publish figures beside this package before it is.
dump-readme-withheld = Answers removed by their mark or by the disclosure rules: { $withheld }.
dump-readme-files = Files
dump-readme-missing = Numbers that stand instead of a value
dump-readme-guard = Text that a spreadsheet would take for a formula has an apostrophe before it; take one leading apostrophe away to have the text as written. Files are UTF-8.
