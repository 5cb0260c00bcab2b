### Words around every page: layout, signing in, problems, the start page.

product = para11

## Layout

layout-skip = Skip to the content
layout-error-prefix = Error:
layout-language = Language
layout-signed-in = Signed in as
layout-sign-out = Sign out
layout-sample = SAMPLE
layout-sample-note = All replies in this round are invented, to show how the service works. They say nothing about any State.
layout-help = For help, contact:

## Signing in

sign-in-title = Sign in
sign-in-sent = You were signed out, or are not signed in yet. When you sign in with this browser, you come to the page you asked for.
sign-in-how = Sign in with the address to which your invitation was sent. If you were given a one-time link, open that instead.
sign-in-lost = My invitation has expired, or I have forgotten my passphrase
sign-in-link-for = This link signs you in as
sign-in-link-once = It can be used once. If you are not this person, close the page and tell the person who sent you the questionnaire.
sign-in-button = Sign in
sign-in-spent-title = This link does not work any more
sign-in-spent-what = A link can be used once, and for a limited time. This one has been used, has expired or has been replaced by a newer one.

## Start page

home-title = Start
home-role = Your role:
home-nothing = There is nothing for you to do here yet.
role = Role
    .focal-point = Focal point of a State
    .contributor = Contributor to the reply of a State
    .clearing-official = Official who clears the reply of a State
    .mission = Permanent Mission
    .manager = Secretariat officer
    .analyst = Analyst
    .drafter = Drafter of the report
    .administrator = Administrator

## Saving while typing

autosave-saving = Saving…
autosave-saved = Saved at
autosave-offline = Not saved yet: the connection is interrupted. Your text is kept in this browser and sent as soon as the connection is back.
autosave-sign-in = Not saved yet: you are signed out. Your text is kept in this browser. Sign in again in another window, then return here.
autosave-refused = Not saved: the reply does not take this text, or was submitted. Copy your text, reload the page, and look.
autosave-conflict = The same answer was changed meanwhile, by somebody else or in another window. Both are shown at the question: choose one of them.
autosave-full = This browser cannot keep a copy of your text. Save often.

## Accessibility statement

accessibility-title = Accessibility
accessibility-aim = Everybody should be able to fill in the questionnaires and read the results. The pages follow the Web Content Accessibility Guidelines 2.2 at level AA. You should be able to:
accessibility-keyboard = do everything with the keyboard, and with a screen reader;
accessibility-zoom = enlarge pages to 400 per cent, and use them on a telephone;
accessibility-script = use every page with JavaScript switched off;
accessibility-line = use the service on a slow connection.
accessibility-limits-title = What does not work fully yet
accessibility-limits = Figures are pictures; beside each stands a table with the same numbers. The pages are checked with automatic tools and by hand, but have not been tested by people who depend on assistive technology.
accessibility-tell-title = Tell us
accessibility-tell = If something is in your way, say so, and name the page. Ask for the questionnaire in another form if you need it.

## Problems: what happened; the title; what to do

problem-reference = If you ask for help, give this reference:
problem-start = Go to the start page
problem-sign-in = Only people who are signed in can do this.
    .title = You are not signed in
    .remedy = Sign in, then try again.
problem-confirm = This needs a fresh proof that it is you. Nothing was changed.
    .title = Confirm that it is you
    .remedy = Confirm with your passphrase and a code, then do it again.
problem-forbidden = Your account cannot do this.
    .title = Not allowed
    .remedy = If it should, ask the person who gave you the account.
problem-forged = The page was open for too long, or the request came from another site. Nothing was changed.
    .title = The request was refused
    .remedy = Go back, reload the page, and try again. If you were signed out, sign in first.
problem-not-found = There is no such page, or it is not yours to see.
    .title = Page not found
    .remedy = Check the address. If you followed a link, go to the start page and look from there.
problem-method = This address cannot be used in this way.
    .title = Not possible
    .remedy = Go to the start page and try again from there.
problem-unreadable = What was sent cannot be read. Nothing was changed.
    .title = The request cannot be read
    .remedy = Go back, reload the page, and try again.
problem-host = The request is addressed to another server.
    .title = Wrong address
    .remedy = Use the address you were given.
problem-conflict = The reply was changed or submitted in the meantime. Nothing was changed by you.
    .title = Something else happened first
    .remedy = Go to the start page, open the reply again, and look at how it stands now.
problem-too-large = More text was sent than can be taken at once. Nothing was changed.
    .title = Too much at once
    .remedy = Go back and shorten the text, or attach a document instead.
problem-too-slow = The connection was interrupted, or too slow. Nothing was changed.
    .title = The request took too long
    .remedy = Go back and try again.
problem-unavailable = This cannot be done at the moment. Nothing was changed.
    .title = Try again in a moment
    .remedy = Go back and try again in a moment.
problem-internal = Something went wrong on our side. What you saved before is safe.
    .title = Something went wrong
    .remedy = Go back and try again. If it happens again, ask for help.
