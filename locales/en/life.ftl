### The life of a reply: national review, receipts, questions of the Secretariat, the log.

## Stages and steps

life-step = Step of a reply
    .sent-to-review = Sent to review
    .taken-back = Taken back
    .returned = Returned
    .cleared = Cleared
    .submitted = Submitted
    .withdrawn = Withdrawn
    .correction-requested = Correction requested
    .correction-declined = Request declined
    .reopened = Opened for correction
    .taken-into-checking = Taken into checking
    .clarification-asked = Clarification asked
    .clarification-closed-unanswered = Clarification closed without an answer
    .validated = Validated
life-status = What a stage means for the State
    .review = The reply is with the official who clears it. Its answers can be changed once it is taken back or returned.
    .cleared = The reply is cleared and can be submitted. Its answers can be changed once it is taken back or returned.
    .received = This reply was submitted. Its answers cannot be changed any more.
    .checking = This reply was submitted, and the Secretariat is checking it. Its answers cannot be changed.
    .validated = This reply was submitted and validated. Its answers cannot be changed any more.
    .withdrawn = The reply was withdrawn: nothing of it counts until it is submitted again.
    .requested = This reply was submitted. The Secretariat has the request to open it for correction.
life-draft-differs = Answers that were changed afterwards are kept, but are not part of what was submitted; if they are to count, ask the Secretariat to open the reply for correction.
# $day (text): the last day
life-not-begun = The first day for replies is { $day }. Until then the questionnaire can be read, and nothing can be written into it.
life-over = The last day for this reply was { $day }. Answers cannot be changed or submitted any more; the Secretariat can give more time.
# $day (text): the last day
life-day-over = { $day } (over)
life-until = until

## National review

life-review-title = Read the reply
life-send-means = The official who clears the reply reads it as it is now. Until it is returned or you take it back, nobody can change it.
life-send = Send to review
life-take-back = Take the reply back
life-clear-title = Clear the reply
life-clear-confirm = I have read the reply, and it may be submitted in the name of the State as it stands here.
life-clear = Clear for submission
life-return-title = Return the reply
life-return-note = What should be changed
life-return = Return
life-cleared-by = Cleared by
life-alone = You cleared this reply. Another person must submit it.

life-words-needed = Write at least one word, and at most 4,000 characters
life-confirm-needed = Tick the box to confirm
life-day-needed = Give a day that is not over

## Receipts

life-receipts = Receipts
life-receipts-mean = Each file holds the reply, the receipt, its signature and the key. Anyone can check it without this service; the file says how.
life-version = submission
life-fingerprint = Fingerprint of the key:
life-changes-title = What changed between submissions
# $before, $after: numbers of submissions
life-changes-versions = Submission { $after } compared with submission { $before }.
# $count: number of answers
life-changes-count = { $count ->
    [0] No answer differs.
    [one] One answer differs.
   *[other] { $count } answers differ.
}
life-was = Was
life-is = Is
life-not-asked = Not asked, or not shown to you

## To change what was submitted

life-change-title = Correct or withdraw the reply
life-change-none = At present there is nothing to correct or to withdraw.
life-request-waits = The Secretariat has this request:
life-correct-title = Ask to correct it
life-correct-means = The Secretariat opens the reply for correction until a day that it sets. Until you submit again, the present submission counts.
life-correct = Send the request
life-withdraw-title = Withdraw it
life-withdraw-means = The reply becomes a draft again at once, and nothing of it counts until it is submitted again.
life-withdraw-confirm = The reply is withdrawn in the name of the State.
life-withdraw = Withdraw the reply
life-reason = Reason

## Questions of the Secretariat

life-questions = The Secretariat asks
life-questions-asked = Questions to the State
life-question-waits = Not answered yet
# $version: number of a submission
life-question-answered = Answered by submission { $version }
life-question-closed = Closed
life-question-unanswered = Closed without an answer: the day for it passed
life-close-question = Close this question
life-unanswered-title = Close what was asked without an answer
life-unanswered-means = The day for it is over. The submission that was asked about is checked further as it stands; the State is told. You can give more time instead.
life-unanswered = Close without an answer
life-ask-about = Ask
life-ask-ticked = Write about what is ticked
life-tick-needed = Tick the answers that you want to ask about
life-ask-title = Questions to the State
life-ask-means = The State can change these answers alone, with those that they bring up, until the day below. It is told by letter that there are questions, not which.
life-ask = Send the questions

## The Secretariat on one State

life-state = The State
life-where = Where it is
life-last-day = Last day
life-standing = What counts
# $version: number of a submission
life-version-number = Submission { $version }
# $at (text): a moment
life-submitted-at = Submitted { $at }
# $by (text): name of a person, $at (text): a moment
life-cleared-by-at = Cleared by { $by }, { $at }
life-changed = Last change
life-steps = What happened
life-read = Read the reply
life-reading-logged = That you read this is logged.
# $count: number of answers
life-withheld = { $count ->
    [one] One answer is for named readers only and is not shown.
   *[other] { $count } answers are for named readers only and are not shown.
}
life-take = Take into checking
life-validate = Validate for analysis
life-validate-means = A validated reply cannot be withdrawn any more. The State gets a receipt.
life-validate-questions = Close each question to the State before the reply is validated
life-request = The State asks to correct its reply
life-decline-words = Why it is not opened
life-decline = Do not open it
life-reopen-title = Open it for correction
life-reopen-means = All answers can be changed until the day below. Until the State submits again, the present submission counts.
life-reopen = Open for correction
life-extend-title = Give more time
life-extend = Give more time
life-due = Last day

## Progress of the own State

life-own-progress = Progress of the reply
life-sections = Sections

## The log

life-log-title = Log
life-log-menu = Log of the round
life-log-means = Every act, the latest first. No answer stands in the log.
life-log-at = When
life-log-who = Who
life-log-respondent = Reply of
life-log-action = What
life-log-object = On
life-log-earlier = Earlier acts
life-act = What else stands in the log
    .account-continued = Account given to somebody else
    .account-succeeded = Account followed by another
    .account-suspended = Account ended
    .answers-prefilled = Answers of last time put in
    .answers-saved = Answers saved
    .clarification-closed = Question to the State closed
    .document-attached = Document attached
    .document-opened = Document opened
    .document-removed = Document removed
    .document-scanned = Document checked for malware
    .extended = More time given
    .identity-linked = Sign-in by another service linked
    .identity-unlinked = Sign-in by another service unlinked
    .letter-asked-for = Letter asked for
    .mark-loosened = Wider use of an answer allowed
    .own-sessions-ended = Own sessions ended
    .passphrase-changed = Passphrase changed
    .person-invited = Person invited
    .person-invited-again = Person invited again
    .questions-given = Questions given or taken back
    .re-enrolment-agreed = New set-up of an account agreed to
    .re-enrolment-asked = New set-up of an account asked for
    .reader-ended = Named reader ended
    .reader-named = Reader named
    .recovery-codes-made = Recovery codes made
    .release-approved = Figures released
    .release-proposed = Release of figures proposed
    .remark-written = Remark written
    .reply-read = Reply read
    .reply-read-with-restricted = Reply read, with answers for the Secretariat only
    .restricted-document-opened = Document for the Secretariat only opened
    .samples-filed = Invented replies filed
    .second-factor-changed = Authenticator changed
    .secrets-rewrapped = Secrets sealed anew
    .section-called-ready = Section marked as ready
    .section-returned = Section returned
    .sessions-ended = Sessions ended
    .signed-in = Signed in
    .signed-in-by-provider = Signed in by another service
    .signing-key-changed = Signing key changed
life-checkpoint-title = Checkpoint of the log
life-checkpoint-means = This signed text fixes everything that the log holds so far. Keep a copy: who has it can prove later that nothing was changed or taken out.
life-checkpoint-none = Nothing was signed yet.
life-keys = Keys
life-keys-mean = Receipts and checkpoints are checked with these public keys. Compare the fingerprint with the one you were told by another way.
life-key-since = In use since
life-check-title = Check a receipt
life-check-means = Anyone can check a receipt here, with the files that came with it or with their text. Nothing of it is kept.
life-check-choose = With files
life-check-bundle = The file of the receipt (.zip)
life-check-bundle-hint = At most 4 MB. With it the reply is checked too.
life-check-receipt-file = Or receipt.txt
life-check-signature-file = and receipt.sig
life-check-files = Check the files
life-check-paste = With text
life-check-text = Text of receipt.txt
life-check-signature = Signature in base64
life-check-signature-hint = On your computer:
life-check = Check
life-check-holds = The receipt holds: this service signed it, and the log holds the act.
life-check-holds-reply = The receipt holds, and the reply in the file is the one it names: this service signed it, and the log holds the act.
life-check-fails = The receipt does not hold
life-check-why = Why a receipt does not hold
    .form = The text is no receipt of this service, or a line of it was changed
    .signature = The signature does not fit: the text or the signature was changed, or another key signed it
    .document = The reply has another SHA-256 than the receipt names
    .entry = The entry of the log does not hold what the receipt says
    .bundle = The file is no zip file of a receipt, or a part of it is missing or too large
    .log = The signature fits, but the log of this service is another one: the receipt was not made here
    .nothing = Choose the file of the receipt, or receipt.txt and receipt.sig, or paste both
    .proof = The proof does not lead to the root of the log
life-receipt-act = Act
life-receipt-round = Round
