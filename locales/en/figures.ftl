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
figures-table = Table
figures-notes = Notes
figures-rule = What is withheld, and why
figures-rule-words = Some answers may be counted but not attributed to a State. A number that holds such answers is shown only where at least k States gave them (count rule; the notes give k). It is withheld, too, where all such answers of a row are the same, or where it would follow from other numbers of the same table, even for a reader who knows these rules. Answers of a State that is not to be named are never attributed to it. Answers for the Secretariat only are never counted as answers. Each table is protected by itself: a number withheld in one may follow from another. The joint audit over all tables of a release is not yet in force.
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
