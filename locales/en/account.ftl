### Signing in, accounts, and proving who one is.

## Words of several pages

account-problem = There is a problem
account-passphrase = Passphrase
account-code = Code
account-code-hint = The six digits that your authenticator shows, or one of your recovery codes.
# $seconds (number)
account-wait = { $seconds ->
    [one] There were too many attempts. Wait one second, then try again.
   *[other] There were too many attempts. Wait { $seconds } seconds, then try again.
}

## Proving once more who one is

confirm-title = Confirm that it is you
confirm-why = What you want to do needs a fresh proof. It then counts for ten minutes.
confirm-sample = What you want to do needs a fresh proof, which then counts for ten minutes. In a round that shows invented replies this button is enough. Otherwise your passphrase and a code are asked for.
confirm-again = Nothing was changed. After you have confirmed, you come back to the page where you were: press its button again.
confirm-kept = What you wrote is kept, and nothing was changed. After you have confirmed, it is shown again: send it from there.
confirm-button = Confirm
confirm-wrong = The passphrase or the code is not right. A code can be used once: wait for the next one.

## Signing in

account-address = Address of electronic mail
sign-in-next = Continue
sign-in-wrong = The address or the passphrase is not right. Check both.
sign-in-again = Sign in with another address
sign-in-code-title = Enter a code
sign-in-code-wrong = The code is not right. A code can be used once: wait for the next one.

## Signing in with an identity provider

# $provider (text): what people call it
provider-sign-in = Sign in with { $provider }
provider-refused = Signing in with { $provider } did not work, and nothing was changed. Try again. If it happens once more, use your passphrase, and tell those who run the service.
provider-unknown = { $provider } knows you, but no account here is linked to it. Sign in with your passphrase, then link your account on its page.
provider-taken = Another account is linked to who you are at { $provider }. Take that link away first, or sign in there as somebody else.
provider-not-linked = You can also sign in with { $provider }, once this account is linked to it.
# $since (text): day and time
provider-linked = You can also sign in with { $provider }: this account is linked to it since { $since }.
provider-link = Link this account with { $provider }
provider-unlink = Take the link away
provider-link-title = Link your account with { $provider }
provider-link-what = Sign in there as the person that you are here. You then come back to the page of your account. All your other sessions end.
provider-link-next = Continue at { $provider }

## Asking for a letter

letter-title = Ask for a new letter
letter-what = Give the address of your account. If your invitation has expired, you get a new one. If you have forgotten your passphrase, you get a link to choose another; a code is asked for then.
letter-lost = If you have lost both your authenticator and your recovery codes, ask the person who sent you the questionnaire. Nothing you saved is lost.
letter-none = This service sends no letters. Ask the person who sent you the questionnaire for a new link. Nothing you saved is lost.
letter-button = Send the letter
letter-sent = If this address has an account, a letter is on its way. It can take some minutes. Earlier letters do not work any more.

## Links from letters

link-once = This link can be used once. Press the button only if you are the person for whom it is.
link-begin = Begin
link-code = Code that you were told
link-code-hint = Ten letters and digits, which reached you by another way than the letter.
link-code-wrong = The code is not the one that goes with this letter. Small letters and hyphens do not matter.

## Setting up an account

enrol-title = Set up your account
enrol-what = Choose a passphrase. A sentence of four or five words is easy to keep in mind and hard to guess. A password manager may fill it in.
enrol-authenticator-title = Set up your authenticator
enrol-authenticator-what = Whenever you sign in, a code is asked for beside the passphrase. An authenticator shows it: a program on your telephone or computer, for instance the one your ministry uses.
enrol-authenticator-how = Open the authenticator, add an account, and point the camera at this picture.
enrol-picture = QR code for the authenticator; the same secret follows as text.
enrol-secret = If you cannot use the picture, type this secret into the authenticator (kind: based on time, six digits):
enrol-code-hint = The six digits that the authenticator shows now.
enrol-code-wrong = This code does not fit the picture. Check the clock of your telephone or computer, and enter the code that is shown now.
enrol-finish = Finish

codes-title = Your recovery codes
codes-what = If you lose your authenticator, one of these codes takes its place. Each works once. Print them, or keep them in a password manager, apart from your telephone.
codes-once = These codes are shown only now.
codes-next = I have kept the codes: continue

passphrase-new = New passphrase
passphrase-again = The same passphrase again
# $least (number)
passphrase-hint = At least { $least } characters, in any script.
# $least (number)
passphrase-short = The passphrase is too short: it needs at least { $least } characters.
# $most (number)
passphrase-long = The passphrase is too long: it can have { $most } characters.
passphrase-common = The passphrase is easy to guess: it is made of common words, repetitions or your own name. Choose others.
passphrase-differs = The two passphrases are not the same. Type both again.

## A new passphrase after a letter

reset-title = Choose a new passphrase
reset-what = Choose a new passphrase, and enter a code of your authenticator or a recovery code. All your other sessions end.
reset-button = Change the passphrase

## The own account

account-title = Your account
account-access = How you sign in
account-no-passphrase = You came with a one-time link, as is possible in a round that shows invented replies. There is no passphrase and no authenticator to change here.
# $left (number)
account-codes-left = { $left ->
    [one] One recovery code is left.
   *[other] { $left } recovery codes are left.
}
account-new-authenticator = Set up another authenticator
account-new-codes = Make new recovery codes
account-sessions = Where you are signed in
account-sessions-what = If you do not know one of these, end it, and change your passphrase.
account-no-agent = A browser that does not say what it is
account-this-session = this browser
account-begun = Signed in
account-last-seen = last used
# $day (text), $time (text)
account-moment = { $day }, { $time } UTC
account-end-session = End it
account-end-others = End all others
change-passphrase-title = Change the passphrase
change-passphrase-what = All your other sessions end.

## Accounts of others

others-title = People who reply
accounts-title = Accounts
others-no-mail = This service sends no letters. The page after an invitation shows the link, to be handed over.
others-nobody = Nobody has been invited yet.
others-no-lead = no focal point yet
others-suspended = ended
others-enrolled = in use
others-invited = invited, not set up yet
others-re-enrolment-waits = Is to be set up again, once another officer agrees. Reason:
# The attribute is why the last letter to an account did not go out
others-trouble = The last letter did not go out.
    .refused = The last letter was refused: this address takes none. Check the address; end the account and invite the person with the right one.
    .unsent = The last letter could not be handed over within two days. Ask those who run the service, then send a new one.
    .sealed = The last letter could not be read: the keys of the service were exchanged. Ask those who run the service, then send a new one.
    .damaged = The last letter could not be read. Ask those who run the service, then send a new one.
others-invite-again = Send a new invitation
others-agree = Agree that it is set up again
others-end-sessions = Sign out everywhere
others-suspend = End this account
others-lost = The second factor was lost
others-lost-what = If the authenticator and the recovery codes are lost, the account can be set up again. Another officer has to agree, and the person needs a code that reaches them by another way than the letter.
others-reason = Reason, for instance the reference of the note verbale
others-ask = Ask another officer to agree
others-invite-title = Invite somebody
others-invite = Invite
others-name = Name
others-name-missing = Enter a name of at most 200 characters.
others-address-wrong = This is not an address of electronic mail. Enter one such as ana@example.org.
others-address-taken = Another account has this address. End that account first, or enter another address.
others-role = Role
others-role-missing = Choose a role.
others-handover = What happens to the account of the focal point who is there now
others-handover-hint = This counts only for a new focal point. All that was saved stays in any case.
others-handover-accepted = It ends when the new one has signed in
others-handover-now = It ends at once
others-handover-beside = It stays: both lead the reply
others-handover-missing = Choose what happens to the account of the present focal point.
invited-title = Invitation
invited-letter = A letter with a link is on its way. The link works once, for three days.
invited-link = Hand this link over by a way that only this person reads. It works once, for three days.
invited-code = Tell the person this code by another way than the letter, for instance by note verbale or telephone:
invited-once = The code is shown only now.
