### Filling in a reply, checking it, submitting it.

respond-menu = Fill in the questionnaire

## The list of sections

# $date (text): last day for replies
respond-deadline = Please reply by { $date }.
# $ready, $all: numbers of sections
respond-sections-ready = { $ready } of { $all } sections are ready for submission.
respond-section = State of a section
    .not-asked = Not needed
    .not-begun = Not begun
    .in-work = In work
    .sufficient = Sufficient
    .complete = Complete
# $answered, $asked: numbers of questions; $needed: number of points, as the check lists them
respond-section-count = { $answered } of { $asked } questions answered
respond-section-count-needed = { $needed ->
    [one] { $answered } of { $asked } questions answered, one point open before submission
   *[other] { $answered } of { $asked } questions answered, { $needed } points open before submission
}
respond-section-not-asked = By your other answers, none of its questions is asked.
respond-to-check = Check answers and send to review
respond-see-receipt = See the receipt

## The pages of a section

respond-all-sections = All sections
# $number, $all: numbers of sections
respond-section-place = Section { $number } of { $all }
respond-answered-by = Usually answered by:
# $number: which row, $all: of how many
respond-row-place = Page { $number } of { $all }: choose another
respond-rows-follow = { $all ->
    [one] One page follows:
   *[other] { $all } pages follow:
}
respond-core = Core
respond-save = Save and continue
respond-save-return = Save and return to all sections
respond-next = Continue
respond-later = Leave this for later and go on

## A question

# $number (text): number of another question; $answers (text): one or several answers to it
respond-only-if = Answer only if you answered “{ $answers }” to question { $number }.
respond-or-list = ” or “
# $numbers (text): numbers of other questions
respond-depends = Whether this is asked depends on your answers to { $numbers }.
respond-and-list = {", "}
respond-off = At present it does not apply; what you write here is kept, but not submitted.
respond-no-answer = No answer
respond-or = or
# $number (text): place in a ranking
respond-rank = Place { $number }
# $most: number of characters
respond-most-characters = { $most ->
    [one] One character at most.
   *[other] At most { $most } characters.
}
respond-date-hint = Day, month and year, for instance 31/12/2025.
respond-first-day = First day
respond-last-day = Last day
# $number (text): number of a row that the respondent adds
respond-row = Entry { $number }
respond-remove = Remove this entry
respond-add = Save and add another entry

## What goes with an answer

respond-status = If you give no answer, say why:
respond-status-all = Where rows have no answer, say why:
respond-reasons = Why there is no answer
    .not_available = Information not available
    .not_applicable = Does not apply to our State
    .not_disclosed = Our State prefers not to say
    .to_follow = Will follow
respond-status-given = No answer
respond-status-rows = Rows without an answer
respond-comment = Comment
respond-source = Source
respond-source-label = Source: authority, title, date, link or article of law
respond-mark = Use of the answer
respond-mark-label = How this answer may be used
# $mark (text): a mark
respond-mark-default = As for other answers: { $mark }
respond-marks = Marks
    .attributable = With the name of the State
    .not_attributable = In totals and text, without the name of the State
    .secretariat_only = For the Secretariat only
respond-row-more = More
respond-filled = (filled in)

## Something to mend

respond-problem = There is something to mend
# $message (text): what should be looked at again
respond-warning = Please look again: { $message }
# $label (text): a question or row; $words (text): what is said about it
respond-labelled = { $label }: { $words }
# $number (text): number of a question; $short (text): the question in a few words; $row (text): a row
respond-place = { $number } { $short }
respond-place-row = { $number } { $short }, { $row }
# $count: number of rows, more than one; the reply offers a reason instead of an answer
respond-rows-missing = { $count ->
    [one] One row needs an answer, or a reason why there is none.
   *[other] { $count } rows need an answer, or a reason why there is none.
}
# $count: number of rows, more than one
respond-rows-value-missing = { $count ->
    [one] One row needs an answer.
   *[other] { $count } rows need an answer.
}
# $name (text): a technical name
respond-unknown = The page sent something that the questionnaire does not have, and it was not saved: { $name }. All the rest was saved. Reload the page; if it happens again, tell the Secretariat.
respond-conflict = has saved a different answer. Yours is still in the form.
respond-conflict-mine = Yours, not saved yet
respond-conflict-theirs = The other one, saved
respond-conflict-which = Which one is to stand?
respond-conflict-keep = Mine, as it stands in the form, where I may still change it
respond-conflict-take = The other one
respond-conflict-both = Both: mine becomes an entry of its own
respond-conflict-summary = The same answer was changed meanwhile, by somebody else or in another window. Compare the two, choose one, then save again.
# $mark (text): a mark
respond-mark-stays = The mark in force stays “{ $mark }”; everything else was saved. Only the focal point can let more be shown of an answer.
respond-mark-confirm = Confirm that it is you
respond-mark-stays-confirm = The mark in force stays “{ $mark }”; everything else was saved. To let more be shown, confirm first that it is you, then set the mark and save again.
respond-emptied = Nothing: the answer was emptied.
respond-operator = The operator of this service

## Reading the reply

respond-check-title = Check your answers
respond-read-title = Read the whole reply
respond-check-clean = Nothing stands in the way of submission. Questions that are not core may stay empty.
respond-check-blocked = The reply can be submitted once the points in the list are settled. Everything you wrote is saved.
respond-warnings = Please look at these again
respond-change = Change
respond-to-submit = Continue to submission
# $row, $field (text): labels
respond-row-field = { $row }, { $field }
respond-list = {"; "}
# $first, $last (text): days
respond-range = { $first } to { $last }
respond-ticked = Ticked

## Submission

respond-submit-title = Submit the reply
respond-back-to-check = Check your answers
respond-submit-for = You are about to submit the reply of
respond-submit-means = After submission the answers cannot be changed here. You get a receipt with a number and with the digest of exactly what was submitted. To correct something later, ask the Secretariat to open the reply, or withdraw it.
respond-confirm = I confirm that this reply is complete and cleared for submission
respond-unconfirmed = Confirm that the reply is complete and cleared
respond-changed = Somebody changed answers after you opened this page. Check them again, then submit.
respond-submit = Submit the reply

## The receipt

respond-receipt-title = The reply was received
respond-receipt-thanks = Thank you. This receipt proves what was received and when. Keep it with your files.
respond-receipt-number = Receipt number
respond-receipt-for = Reply of
respond-receipt-questionnaire = Questionnaire
respond-receipt-version = Submission
respond-receipt-time = Received
respond-receipt-digest = SHA-256
respond-receipt-print = Print this page or keep the file: the digest above is the SHA-256 of its exact bytes.
respond-receipt-download = Download the reply as it was received

## Times

# $date, $time (text)
respond-moment = { $date }, { $time } UTC
respond-time = { $time } UTC

## The answer of last time

respond-last-time = Last time
# $round (text): code of an earlier round
respond-last-round = Last time (round { $round })
respond-last-secretariat = From the records of the Secretariat
respond-last-states = What became of the answer of last time
    .prefilled = Not yet confirmed
    .confirmed = Still true
    .changed = Changed
    .withdrawn = No longer holds
respond-last-confirm = Still true
respond-last-all = Every row not looked at yet is still true
respond-last-withdraw = No longer holds
respond-last-cannot = This answer cannot be taken over as it is: the question takes other answers now. Answer anew, or say that it no longer holds.
respond-last-row-gone = A row that is not asked any more:

## Copies to print and to keep

respond-copy = This reply as it stands:
respond-copy-of-reply = of this reply
respond-questionnaire = The questionnaire, blank, to work on:
respond-copy-of-questionnaire = of the blank questionnaire
respond-format-pdf = PDF
respond-format-word = Word
