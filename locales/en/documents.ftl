### Documents that go with answers, and what was typed when a session had ended.

documents-title = Documents
documents-back = Back to the question
documents-question = Question
documents-with-answer = Documents that go with the answer
documents-none = There are no documents here.
documents-by = Attached by
documents-remove = Remove
documents-choose = Choose a document
documents-hint = PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), PNG, JPEG, CSV or plain text, at most 20 MB. No classified documents, no macros, no passwords. Places and names that a camera wrote into a picture are taken out.
documents-attach = Attach this document
documents-manage = Add or see documents
documents-label = Document
# $size (text): a number
documents-kilobytes = { $size } kB
documents-megabytes = { $size } MB

documents-scan-new = It waits for the check for malware. Until then nobody can open it.
documents-scan-infected = The check for malware found something in it. Nobody can open it: remove it.
documents-scan-unscanned = It was not checked for malware: only the person who attached it and the focal point can open it.
documents-scan-closed = It was not checked for malware, so you cannot open it.
documents-scan-infected-submitted = The check for malware found something in it after it was submitted. Nobody can open it; the reply stays as it was sealed. Ask the State for a clean copy.
documents-scan-not-clean = It was not found free of malware, so it cannot be opened.

## Documents on their way

documents-half = Begun and not finished
documents-half-hint = To go on with one, choose the same file again: only what is missing is sent. This needs JavaScript.
# $have, $all: numbers of parts
documents-progress = { $have } of { $all } parts have arrived
documents-give-up = Give up
# The script puts the number of the part that is sent and the number of all in the place of % and #.
documents-sending = Sending part % of #
documents-checking = All parts have arrived. The document is being checked.
documents-offline = The line is cut. What was sent is kept; sending goes on by itself when the line is back.
documents-failed = The document could not be sent. Reload the page and choose the file again: only what is missing is sent.
documents-sign-in = You were signed out. What was sent is kept. Sign in again, then choose the same file.

documents-refused = Why a document is not taken
    .empty = Choose a file that is not empty.
    .too-large = The file is larger than 20 MB. Divide it, or send it with lower resolution.
    .kind = Files of this kind are not taken. Save it as PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods), PNG, JPEG, CSV or plain text.
    .content = The content of the file is not what its name says, or the file is damaged. Save it again from the program it was made with.
    .active = The file holds macros, programs or embedded objects. Save it without them, or as PDF.
    .active-pdf = The PDF file runs something, carries other files, or cannot be looked through. Print it to PDF again and send that.
    .linked = The file fetches something from elsewhere when it is opened: a template, a picture, another workbook. Break the links and put what is needed into it, or save it as PDF.
    .formulas = The table holds formulas. Save it with their results only, or send the workbook as Excel (xlsx) or OpenDocument (ods).
    .locked = The file is protected by a password or restrictions, or saved in an old format. Save it without them in the format of its name, or print it to PDF again.
    .bomb = The file unpacks to more than is taken. Save its contents in several files or as PDF, and a picture in lower resolution.
    .infected = The check for malware found something in the file. It was not kept. Have your technical service look at the computer it comes from.
    .too-many = A reply can have 40 documents. Remove one first.
    .too-much = The documents of a reply can have 200 MB together. Remove one first.
    .taken = There is a document here already. Remove it first.
    .same = The same document is attached here already.

## Submitted replies

documents-submitted-title = Documents of a submitted reply

## What was typed and could not be taken at that moment

parked-title = What you typed and did not save yet
parked-intro = When you pressed the button your session had ended, or you had to confirm first that it is you. What you typed was kept for you. It is not saved or sent yet.
parked-open = Look at it and save it
parked-drop = Discard it
# $moment (text): when
parked-sent = Sent { $moment }
parked-section = These are your texts from before you were signed out. They are not saved yet: look at them, then save.
parked-send = Save and send it now
parked-not-taken = Your text was not taken, and is not sent again by itself. Copy what you still need of it, then discard it. Otherwise it stays for you alone, for seven days after you wrote it.
parked-field = Text
lost-title = Your text could not be saved
lost-signed-out = You are not signed in, and nobody can tell from this page whose text it is, so it was not kept. Copy it from here, sign in, and put it in its place.
lost-full = You are not signed in any more, and five texts are kept for you already. Copy this one from here, sign in, and put it in its place.
lost-unconfirmed = You have to confirm first that it is you, and five texts are kept for you already. Copy this one from here, confirm, and put it in its place.
lost-locked = The reply was locked while you were writing, so its answers cannot be changed now. Copy your text from here; it is not kept.
lost-sign-in = Sign in

problem-quarantined = The document waits for the check for malware, or something was found in it, or only the person who attached it and the focal point may open it.
    .title = The document cannot be opened
    .remedy = If it waits, try again in some minutes.
