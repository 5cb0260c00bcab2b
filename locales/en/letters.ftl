### Letters. Plain text; no answer is ever in one.

# Where no contact is configured
letter-help = If you did not expect this letter, you need not do anything.
# $contact (text)
letter-help-at = If you did not expect this letter, you need not do anything. For help, contact: { $contact }

letter-invitation-subject = your account
# $name (text), $link (text)
letter-invitation = You were given an account ({ $name }) to take part in a questionnaire.

    To begin, open this address:

    { $link }

    It works once, for three days, and is meant for you alone: please do not forward it. You choose a passphrase and set up an authenticator on your telephone or computer. If you were also told a code by another way, have it at hand.

    If the address no longer works, ask for a new letter on the sign-in page.

letter-passphrase-subject = choose a new passphrase
# $name (text), $link (text)
letter-passphrase = Somebody asked for a new passphrase for your account ({ $name }).

    To choose one, open this address:

    { $link }

    It works once, for three days. A code of your authenticator, or a recovery code, is asked for as well. If it was not you, nothing changes.

letter-enrolment-subject = set up your account again
# $name (text), $link (text)
letter-enrolment = Two officers have agreed that you set up your account ({ $name }) again.

    To begin, open this address:

    { $link }

    It works once, for three days. You need the code that you were told by another way. You choose a new passphrase and set up an authenticator; what you had before stops working then. Nothing you saved is lost.

letter-access-changed-subject = how you sign in was changed
# $name (text)
letter-access-changed = The passphrase, the authenticator or the recovery codes of your account ({ $name }) were changed.

    If it was you, you need not do anything. If it was not, tell us at once.

letter-succeeded-subject = another person leads the reply
letter-succeeded = Another person now leads the reply of your State, and your account has ended. All that was saved is kept.

    If this is a mistake, tell us.

letter-reply-received-subject = your reply was received
# $round (text), $link (text)
letter-reply-received = The reply of your State to the questionnaire of round { $round } was received. The receipt is here:

    { $link }

letter-clarification-asked-subject = the Secretariat has a question
# $round (text), $link (text)
letter-clarification-asked = The Secretariat has a question on the reply of your State in round { $round }. What is asked, and until when, stands here:

    { $link }

letter-clarification-closed-subject = the Secretariat no longer waits for an answer
# $round (text), $link (text)
letter-clarification-closed = The day by which your State could answer questions of the Secretariat in round { $round } is over, and they were closed without an answer. The reply counts as you submitted it before. Where it stands:

    { $link }

letter-reply-reopened-subject = your reply is open for correction
# $round (text), $link (text)
letter-reply-reopened = The Secretariat opened the reply of your State in round { $round } for correction. Until when stands here:

    { $link }

    Until you submit again, the present submission counts.

letter-correction-declined-subject = your reply stays as it is
# $round (text), $link (text)
letter-correction-declined = The Secretariat did not open the reply of your State in round { $round } for correction. Why stands here:

    { $link }

letter-reply-validated-subject = your reply was validated
# $round (text), $link (text)
letter-reply-validated = The Secretariat validated the reply of your State in round { $round }. A receipt of it is here:

    { $link }

letter-document-infected-subject = a document of your reply was closed
# $round (text), $link (text)
letter-document-infected = The check for malware found something in a document of the reply of your State in round { $round }. Nobody can open it any more. If the reply is not submitted yet, remove the document before you submit; if it is, the Secretariat sees that it is closed and may ask for a clean copy. Which document it is stands with its question:

    { $link }
