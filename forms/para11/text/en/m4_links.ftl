m4_links = Links by form of crime
    .intro = This module is the heart of the reply. A link is any tie between terrorism and another form of crime: between persons or groups, in what they do, or in the means and places they use. “Terrorist actors” are persons and groups that commit, support or finance terrorist acts, in the meaning of terrorism chosen in module 1. After two questions on whether links exist, a short page follows for each form of crime in which your State sees a link.
    .answered-by = Joint session of all contributing authorities

lnk_overview = Overall, do links between terrorism and other forms of crime exist in, from or through your State?
    .short = Links overall

lnk_status = For each form of crime, do links with terrorism exist in, from or through your State?
    .short = Links by form of crime
    .hint = Choose one answer in each row. The first five rows belong to the core; the others may stay empty.
    .check-overview = You see a link in this row, but answered overall that none was found or that the question was not examined. Correct one of the two, or explain in the comment.

lnk_other = What is the other form of crime in which your State sees a link?
    .short = Name of the other form of crime

lnk_why_not = Why could the question of links not be examined?
    .short = Reasons for not examining
    .hint = Choose all that apply. You are asked because at least one answer was “not examined”.

lnk_type = What is the nature of the link?
    .short = Nature of the link
    .hint = Choose up to eight.

lnk_evidence = On what evidence does this rest?
    .short = Evidence
    .hint = Choose all that apply.
    .check-thin = You called this link established, which means found by a court or stated as a fact in an official finding. None of the kinds of evidence chosen shows this. Add the evidence, change the answer to “indicated”, or explain in the comment.
    .check-conviction = A final conviction usually means that the link is established, but you called it indicated. Correct one of the two, or explain in the comment.

lnk_direction = Who gains from the link?
    .short = Who gains

lnk_purpose = What does the link serve?
    .short = Purpose of the link
    .hint = Choose all that apply.

lnk_confidence = How sure is your State of these answers?
    .short = Confidence

lnk_geo = Where is the link seen?
    .short = Where the link is seen
    .hint = Choose all that apply. Do not name places or neighbouring States.

lnk_trend = How has the link developed from { $year_first } to { $year_last }?
    .short = Trend

lnk_weight = How important is the link for terrorist actors?
    .short = Importance

lnk_note = What should the report know about this link?
    .short = Account of the link
    .hint = A short account is enough. Give no names of persons, no open cases and no classified information.
