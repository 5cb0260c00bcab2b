form = A small questionnaire
    .short = Small
    .intro = It covers { $year_first } to { $year_last }.
    .notice = For tests only.
