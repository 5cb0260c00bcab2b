form = Links between terrorism and other forms of crime
    .short = Terrorism and other crime
    .intro = Member States are invited to inform the Secretary-General of the nature of links between terrorism and other forms of crime, so that technical assistance in these fields can be better joined. The answers are analysed in the Secretary-General’s report. The core questions alone make a valid short reply; every further answer is welcome. Unless a question says otherwise, answer for the years { $year_first } to { $year_last }. Where your State has no information, prefers not to give it or is not concerned, say so instead of answering: an empty answer is never read as “no”.
    .notice = Do not enter classified information, names of suspected or convicted persons, or details of cases that are still open.
    .serves = Paragraph 11 of Economic and Social Council resolution 2003/22, adopted by the General Assembly as resolution 58/136
