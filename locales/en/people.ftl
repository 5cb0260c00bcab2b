### Who works on a reply: giving questions, the state of a section, remarks, who wrote what and when.

people-title = Who works on the reply
people-link = Who works on the reply
people-intro = Give sections, or single questions, to contributors of other authorities. Each of them sees and answers only what was given to them. What you take back is out of their hands at once; what they wrote stays in the reply.
# $answered, $asked: numbers of questions; $missing, $blocking: numbers of points
people-count = { $answered } of { $asked } questions answered; missing before submission: { $missing }; to mend: { $blocking }
# $who (text): a name; $at (text): a moment
people-changed = Last changed by { $who }, { $at }
people-called = Called ready by { $who }, { $at }
people-state = State of a section in somebody's hands
    .not-begun = Not begun
    .in-work = In work
    .ready = Ready
    .returned = Returned
people-whole-section = the whole section
# $numbers (text): numbers of questions
people-questions = questions { $numbers }
# $name (text): a person; $authority (text): a ministry or service
people-of = { $name } ({ $authority })
people-note = Returned with this note:
people-change = Change or take back
people-give = Give questions of this section
people-back = Who works on the reply
people-list = People of your State
people-name = Name
people-authority = Authority
people-role = Role
people-address = Address
people-sees = Sees
people-sees-all = The whole reply
people-sees-progress = Its progress, no answer
# $count: number of questions
people-given = { $count ->
    [one] One question
   *[other] { $count } questions
}

## Giving questions

# $name (text): a person; $section (text): title of a section
people-give-title = { $section }: questions for { $name }
people-give-means = They see and answer exactly the questions that are ticked, with their answers. This works at once.
people-give-which = Questions
people-give-ticked = Give what is ticked
people-give-all = Give the whole section
people-give-nothing = Take everything back
people-return = Return it
people-return-note = What should they look at again? They see this note.
people-return-button = Return the section with this note
people-note-wrong = Write a note of 1 to 1,000 characters

## The state of a section

people-ready = Mark as ready
people-not-ready = No longer ready
# $section (text): number and title of a section
people-ready-section = section { $section }
people-nothing-given = Nothing was given to you yet. The focal point of your State decides who answers which questions.

## The record of a question

record-link = Who wrote what, and when
record-title = Who wrote what, and when
record-none = Nothing was written yet.
record-gone = Removed:
record-new = Added:
talk-title = Remarks inside the State
# $count: number of remarks
talk-count = { $count ->
    [0] Remarks inside the State
   *[other] Remarks inside the State ({ $count })
}
talk-who = Only people of your State who have this question see remarks. They are never part of the reply.
talk-write = Your remark
talk-row = On
talk-whole = The question as a whole
talk-add = Add the remark
talk-save = Save and add the remark
talk-wrong = Write a remark of 1 to 2,000 characters

## Inviting somebody

invite-link = Invite a contributor, or the official who clears the reply
invite-title = Invite somebody of your State
invite-means = They get a link that works once, by letter where this service sends letters, and choose a passphrase and a second factor of their own.
invite-role = What are they to do?
invite-contributor = Answer questions
invite-contributor-hint = They see only the questions that you give them afterwards.
invite-clears = Clear the reply
invite-clears-hint = The official who clears the reply before it is submitted. They see all of it. It must be somebody else than you.
invite-email = Address of electronic mail
invite-authority = Authority, for instance the ministry or service of a contributor
invite-button = Invite
invite-role-wrong = Choose what they are to do
invite-name-wrong = Write a name of 1 to 200 characters
invite-email-wrong = Write an address of electronic mail, for instance name@example.org
invite-email-taken = Somebody has this address in this service already. Write another one
invite-authority-wrong = Write at most 200 characters for the authority
invite-done = The invitation is made
# $name (text): a person; $address (text): an address of electronic mail
invite-letter = A letter to { $address } brings { $name } a link that works once, for 72 hours.
invite-by-hand = This service sends no letters. Hand this link to { $name } yourself: it works once, for 72 hours, and is not shown again.

## Who may read answers for the Secretariat only

readers-title = Readers of answers for the Secretariat only
readers-mean = Only these officers read answers that a State marked for the Secretariat only, and their documents. Each State sees who they are and how often its answers were opened. Naming somebody and ending it is logged.
readers-none = Nobody was ever named.
readers-list = Who was named
readers-reader = Reader
readers-from = since
readers-until = until
readers-by = named by
readers-end = End it
readers-name = Name a reader
readers-who = Which officer
readers-nobody-chosen = Choose an officer
readers-no-officer = There is no officer who could be named: all are named, or none has an account.
readers-own-title = Who can see your reply
readers-draft = Before it is submitted, only people of your State see the answers; the Secretariat sees how far the reply is. Remarks inside your State are never shown to it. After submission the mark of each answer says who sees it:
readers-see = Who sees an answer, by its mark
    .attributable = Officers of the Secretariat read it, and each reading is logged. It may be published with the name of your State.
    .not_attributable = Officers of the Secretariat read it, and each reading is logged. It is published only in totals and text from which no State can be told.
    .secretariat_only = Only the readers named below read it, and each reading is logged. It is in no table, figure or data file.
readers-now = Named readers of answers for the Secretariat only
readers-none-now = Nobody is named at present: no such answer can be opened.
# $count: number of times
readers-opened = { $count ->
    [0] Such answers of your reply were never opened.
    [one] Such answers of your reply were opened once.
   *[other] Such answers of your reply were opened { $count } times.
}
readers-last = The last time was
