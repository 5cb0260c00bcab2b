m5_patterns = Patterns, actors and enabling factors
    .intro = These questions ask what the links have in common, across all forms of crime.
    .answered-by = Police, financial intelligence unit and prison administration

pat_rank = Of the forms of crime with a link, which matter most for terrorist actors?
    .short = Most important forms of crime
    .when = Answer only if your State sees a link, established or indicated, with at least one form of crime.
    .hint = Choose up to three, the most important first. Only forms of crime in which your State sees a link are offered.

pat_actors = Which kinds of actor are seen in these links?
    .short = Kinds of actor
    .when = Answer only if your State sees a link, established or indicated, overall or with a form of crime.
    .hint = Choose all that apply. Do not name persons or groups.

pat_enablers = How much does each of these factors help such links to form?
    .short = Enabling factors
    .when = Answer only if your State sees a link, established or indicated, overall or with a form of crime.
    .hint = Choose one answer in each row.

pat_settings = In which settings are links seen?
    .short = Settings
    .when = Answer only if your State sees a link, established or indicated, overall or with a form of crime.
    .hint = Choose all that apply. Do not name places.

pat_money = Through which channels does money move in these links?
    .short = Channels for money
    .when = Answer only if your State sees a link, established or indicated, overall or with a form of crime.
    .hint = Choose all that apply.

pat_prior = Of the persons convicted of terrorist offences from { $year_first } to { $year_last }, how many had an earlier conviction for another crime?
    .short = Earlier convictions for other crime
    .hint = An estimate is enough; say in the comment if it is one.

pat_cbrn = From { $year_first } to { $year_last }, was there an attempt with a tie to terrorism to obtain or move nuclear, radiological, chemical or biological material?
    .short = Attempts to obtain dangerous material
    .hint = Give no detail of the material, the place or the method, here or in the comment. This answer is for the Secretariat only unless you choose otherwise.

pat_groups = How do such links affect women, men, children or particular groups?
    .short = Effects on women, men, children and groups
    .hint = For instance who is recruited, exploited or harmed. Give no names of persons.

pat_change = What has changed most in such links from { $year_first } to { $year_last }?
    .short = Main change
    .hint = If your State replied in an earlier round, say what has changed since then.
