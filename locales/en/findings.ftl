# What is found at an answer. { $bound } is the bound that is broken: a count, a number or a year.

finding-required = Fill this in; the answer is not complete without it.
finding-core-missing = Give an answer, or say why there is none.
finding-core-value-missing = Give an answer.
finding-too-few-rows = { $bound ->
    [one] Add at least one entry.
   *[other] Add at least { $bound } entries.
}
finding-too-many-rows = { $bound ->
    [one] Keep only one entry.
   *[other] Keep at most { $bound } entries.
}
finding-status-with-value = There is an answer and also a reason for having none. Remove one of them.
finding-status-unknown = Choose one of the reasons offered.
finding-status-not-taken = This question takes an answer only. Remove the reason for having none.
finding-mark-unknown = Choose one of the marks offered.
finding-mark-not-taken = This question takes no mark of its own. Remove it.
finding-comment-not-taken = This question takes no comment. Remove it.
finding-source-not-taken = This question takes no source. Remove it.
finding-one-value = Give one answer only.
finding-choice-unknown = Choose one of the answers offered.
finding-choice-not-offered = Your earlier answers exclude this choice. Choose another, or change the earlier answers.
finding-choice-exclusive = One of the answers chosen excludes all others. Keep only that one, or take it away.
finding-too-few-choices = { $bound ->
    [one] Choose at least one answer.
   *[other] Choose at least { $bound } answers.
}
finding-too-many-choices = { $bound ->
    [one] Choose only one answer.
   *[other] Choose at most { $bound } answers.
}
finding-ranked-twice = One answer is ranked twice. Rank each once.
finding-too-short = { $bound ->
    [one] Write at least one character.
   *[other] Write at least { $bound } characters.
}
finding-too-long = { $bound ->
    [one] Write one character only.
   *[other] Shorten this to { $bound } characters.
}
finding-one-line = Write this in one line.
finding-control-character = The text holds a character that cannot be shown. Type it again instead of pasting it.
finding-not-email = Write an e-mail address, for instance name@example.org.
finding-not-integer = Write a whole number in digits, for instance 1200.
finding-not-decimal = Write a number in digits, for instance 1200 or 0.5. A single comma before three digits could mean either; leave it out.
finding-too-small = Write a number not below { $bound }.
finding-too-large = Write a number not above { $bound }.
finding-not-year = Write a year in four digits, for instance 2024.
finding-year-too-early = Write a year not before { $bound }.
finding-year-too-late = Write a year not after { $bound }.
finding-not-date = Write a date as day, month and year, for instance 31/12/2025.
finding-range-open = Give both the first and the last day.
finding-range-reversed = The last day comes before the first. Change one of them.
finding-not-tick = Tick the box or leave it empty.
finding-not-document = Attach the document again.
finding-infected-document = The check for malware found something in a document of this answer. Remove the document, and attach a clean copy.
finding-rule-too-long = A rule of this question could not be worked out. Tell the Secretariat; your answer is kept.
finding-personal-email = This looks like an e-mail address. Answers should hold no personal data: leave it out if it is one.
finding-personal-telephone = This looks like a telephone number. Answers should hold no personal data: leave it out if it is one.
finding-personal-number = This looks like the number of a person, a document or an account. Answers should hold no personal data: leave it out if it is one.
