### Questionnaires and replies as documents to print and to file: PDF and Word. What is said here as on the pages stands in respond.ftl.

# $number, $all (text): numbers of pages
document-page = Page { $number } of { $all }
document-draft = DRAFT, not submitted
document-sample = SAMPLE: invented answers
document-blank = Working copy, no answers
document-box = What a box says to those who do not see it
    .ticked = ×
    .empty = [ ]
    .room = …
    .nothing = –
document-levels = How a document is to be handled
    .released = Released
    .internal = INTERNAL: not released
    .unclassified = Unclassified
    .confidential = Confidential
    .secretariat-only = Confidential: holds answers for the Secretariat only
# $respondent (text): a State; $questionnaire (text): its short title; $round (text)
document-head = { $respondent } · { $questionnaire } · round { $round }
# $questionnaire (text): its short title; $round (text)
document-head-blank = { $questionnaire } · round { $round }
# $questionnaire (text): its short title
document-head-form = { $questionnaire }
# $name, $version (text): of the questionnaire
document-foot = Questionnaire { $name }, version { $version }
# $name, $version (text): of the questionnaire; $number (text): which submission; $digest (text): first digits of its SHA-256
document-foot-submitted = Questionnaire { $name }, version { $version } · submission { $number } · SHA-256 { $digest }…

## Front matter

document-respondent = Reply of
document-questionnaire = Questionnaire
document-round = Round
document-period = Reference period
document-mandate = Decision
document-deadline = Reply by
document-state = State of the reply
document-is-draft = Draft, not submitted
document-submission = Submission
document-received = Received
document-parts = Parts
document-only-parts = Only the questions given to you
document-level = Handling

## Blank: a questionnaire to work on

document-how = This copy is for working on the answers in your ministry. Only what is entered in the online questionnaire is a reply. Write answers, then enter them or hand them to the focal point. No classified matter, no names of persons, no open cases.
document-core = core
document-no-answer = If no answer is given, why
document-use = How this answer may be used
document-comment = Comment
document-source = Source: authority, title, date, link or article of law
document-documents = Documents: title and file name
document-one = Tick one
# $min, $max (text): numbers of choices
document-several = Tick all that apply
document-several-most = Tick up to { $max }
document-ranked = Write 1 for the first, 2 for the second and so on, up to { $max }
document-number = Number
document-year = Year
document-day = Day, month and year
document-days = First day, last day
document-email = Electronic mail
document-file = Title and name of the file
# $list (text): what the choices are
document-see-list = One of the list “{ $list }” of the online questionnaire
# $field (text): a column
document-codes = { $field } (write the number):
document-code-several = { $field } (write the numbers):
# $max (text): number of rows
document-rows-most = At most { $max } entries. For more than are printed here, use another sheet.
# $condition (text): a rule in words
document-row-rule = Only these rows: { $condition }
document-rows-aside = For each row, too, a reason why there is no answer, a comment, a source and how it may be used can be given. Use another sheet and name the question and the row.
document-entry = Entry

## Filled: a reply

document-answer = Answer
document-year-row = Year
document-attached = Documents
document-not-taken = Typed, but not taken:
