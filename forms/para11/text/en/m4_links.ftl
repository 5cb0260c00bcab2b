m4_links = Links by form of crime
    .intro = This section is the heart of the reply. A link is any tie between terrorism and another form of crime: between persons or groups, in what they do, or in the means and places they use. “Terrorist actors” are persons and groups that commit, support or finance terrorist acts, in the meaning of terrorism chosen in section 1. After two questions on whether links exist, a short page follows for each form of crime in which your State sees a link.
    .answered-by = Joint session of all contributing authorities

lnk_overview = Overall, do links between terrorism and other forms of crime exist in, from or through your State?
    .short = Links overall

lnk_status = For each form of crime, do links with terrorism exist in, from or through your State?
    .short = Links by form of crime
    .hint = Choose one answer in each row. The first five rows belong to the core; the others may stay empty. If you see a link in the last row, you will be asked to name the form of crime.
    .check-overview = You see a link with at least one form of crime, but answered overall that none was found or that the question was not examined. Correct one of the two, or explain in the comment below the rows.

lnk_other = What is the other form of crime in which your State sees a link?
    .short = Name of the other form of crime
    .when = Answer only if your State sees a link, established or indicated, with another form of crime than those named.

lnk_why_not = Why could the question of links not be examined?
    .short = Reasons for not examining
    .when = Answer only if you chose “Not examined” at least once, overall or for a form of crime.
    .hint = Choose all that apply.

lnk_type = What is the nature of the link?
    .short = Nature of the link
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.
    .hint = Choose all that apply, eight at most.

lnk_evidence = On what evidence does your answer on this link rest?
    .short = Evidence
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.
    .hint = Choose all that apply.
    .check-thin = You called this link established, which means found by a court or stated as a fact in an official finding. None of the kinds of evidence chosen shows this. Add the evidence, change the answer to “indicated”, or explain in the comment.
    .check-conviction = A final conviction usually means that the link is established, but you called it indicated. Correct one of the two, or explain in the comment.

lnk_direction = Who gains from the link?
    .short = Who gains
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.

lnk_purpose = What does the link serve?
    .short = Purpose of the link
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.
    .hint = Choose all that apply.

lnk_confidence = How sure is your State of its answers on this link?
    .short = Confidence
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.

lnk_geo = Where is the link seen?
    .short = Where the link is seen
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.
    .hint = Choose all that apply. Do not name places or neighbouring States.

lnk_trend = How has the link developed from { $year_first } to { $year_last }?
    .short = Trend
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.

lnk_weight = How important is the link for terrorist actors?
    .short = Importance
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.

lnk_note = What should the report know about this link?
    .short = Account of the link
    .when = Answer only if your State sees a link, established or indicated, with this form of crime.
    .hint = A short account is enough. Give no names of persons, no open cases and no classified information.
