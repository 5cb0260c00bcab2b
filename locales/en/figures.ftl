### Words around figures and progress, for those who analyse and follow replies.

## Figures

figures-title = Figures
# $round, $date (texts); $replied, $asked (numbers)
figures-position = Round { $round }: { $replied ->
    [one] one reply
   *[other] { $replied } replies
} of { $asked } asked, position of { $date }.
figures-gated = Every figure has passed the disclosure rules. None of them is released: use them inside the Secretariat only.
figures-none = No figures are declared for this questionnaire.
figures-download-page = Page width (174 mm)
figures-download-column = Column width (84 mm)
figures-download-numbers = Numbers
figures-format = Formats of files
    .svg = SVG
    .png = PNG
    .pdf = PDF
    .csv = CSV
    .docx = Word
figures-table = Table
figures-notes = Notes
figures-rule = What is withheld, and why
figures-rule-words = Some answers may be counted but not attributed to a State. A number that holds such answers is shown only where at least k States gave them (count rule; the notes give k). It is withheld, too, where all such answers of a row are the same, or where it would follow from other numbers of the same table, even for a reader who knows these rules. Answers of a State that is not to be named are never attributed to it. Answers for the Secretariat only are never counted as answers. Each table is protected by itself here: a number withheld in one may follow from another. The joint audit looks at all tables of a release together.
figures-question = The question as it was put
figures-cite = How to cite this figure
# $author, $number, $title, $questionnaire, $round, $date (texts); $stamps (text): SAMPLE, INTERNAL
figures-citation = { $author }, { $number }, “{ $title }”, replies to the questionnaire “{ $questionnaire }”, round { $round }, position of { $date } [{ $stamps }].
figures-previous = Previous
figures-next = Next

## All figures of a round together

book-title = All figures of the round
book-open = All figures on one page
book-file = All figures as one PDF
book-contents = Contents
book-sample = SAMPLE: every reply was invented by a program. No number here is one of a State.
book-round = Round
book-date = Position of
book-replies = Replies
# $replied, $asked (numbers)
book-replies-of = { $replied } of { $asked } asked
book-figures = Figures
book-rule = Disclosure rule
# $rule (text): name and version; $k, $group (numbers): thresholds
book-rule-words = { $rule }; k = { $k }, inside groups of States { $group }

## Explorer

explore-title = Explorer
explore-mean = Each view passes the count rule by itself and is not audited with others: use it inside the Secretariat only.
explore-question = Question
explore-field = Part of the question
explore-by = By
explore-by-nothing = Nothing: the answers by themselves
explore-only = Only
explore-only-all = All States
explore-together = Which choices were named together
explore-rounds = This round beside the one before, of the States that answered in both
explore-show = Show
explore-no-question = There is no such question, or nothing of it can be counted.
explore-uncountable = Nothing of this question can be counted.
explore-no-crossing = This question cannot be set against that. Numbers by row stand by themselves.
explore-no-rounds = Two rounds can be compared only choice by choice: of a question that has choices, over all States, and by nothing else.
explore-no-group = There is no such group.

## Releases

releases-title = Releases
releases-mean = A release holds the figures of the validated replies at one moment; in a sample round, of the submitted ones. It never changes, and it can be made again. What left is audited together with every later release.
releases-none = There is no release yet.
releases-name = Name
releases-proposed = Proposed
releases-left = Released
releases-not-yet = Not released yet
releases-operator = The operator
releases-propose = Propose a release
releases-propose-mean = These replies are frozen and their figures audited together with all that was released before. This can take some minutes. Another person lets it leave.
releases-approve = Release these figures
releases-approve-mean = Once released, figures can be seen by those who draft the report and printed. They cannot be taken back.
releases-going = The audit goes on. It takes some minutes; you can leave this page. The release stands in this list once it is done: load the page again to see it. If it does not come within a quarter of an hour, propose it again.
releases-no-name = Give the release a name.
releases-name-taken = There is a release of this name. Give another name.
releases-nothing = No reply is validated yet. Validate replies first.
releases-same-person = Another person has to release what you proposed.
releases-overtaken = Another release left since this one was audited. Propose it again.
releases-outdated = A reply that these figures count was withdrawn, or counts in another version, since they were audited. Propose them again.
# $replies, $numbers, $shown, $gate, $audit, $back, $facts, $silenced (numbers)
releases-report = Made of { $replies } replies. Of { $numbers } numbers { $shown } are shown; { $gate } are withheld by the count rule and { $audit } by the joint audit, which showed { $back } again after its first choice. The audit protects { $facts } facts on single States.{ $silenced ->
    [0] { "" }
   *[other] { " " }For { $silenced } of them it found no other world, and the figures that speak of their questions are left out.
}{ $exposed ->
    [0] { "" }
   *[other] { " " }For { $exposed } of these, something left in an earlier release that cannot be taken back.
}

## Progress

progress-title = Progress
# $submitted, $asked (numbers)
progress-position = { $submitted ->
    [one] One reply of { $asked } is submitted.
   *[other] { $submitted } replies of { $asked } are submitted.
}
progress-groups = By regional group
progress-group = Regional group
progress-all-groups = All groups
progress-total = All
progress-name = Respondent
progress-state = State of the reply
progress-all-states = All states
progress-states = States of a reply
    .not-begun = Not begun
    .draft = Begun
    .reopened = Reopened
    .review = In national review
    .cleared = Cleared
    .submitted = Received
    .checking = In checking
    .validated = Validated
progress-changed = Last change
progress-submitted = Latest submission
progress-version = Submissions
progress-sort = Order
progress-orders = Orders
    .name = Name
    .changed = Last change, latest first
    .submitted = Latest submission, latest first
progress-apply = Show
# $count (number): respondents
progress-shown = { $count ->
    [0] No respondent fits.
    [one] One respondent
   *[other] { $count } respondents
}
progress-list = Respondents
