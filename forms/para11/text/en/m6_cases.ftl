m6_cases = Cases and figures
    .intro = A linked case is a criminal case in which terrorism and another form of crime occur together. Zero is a figure: enter 0 only where the count is known to be zero. Where there is no figure, choose a status instead. The report gives no figure of a single State and no sum over States.
    .answered-by = Statistical office, prosecution service and financial intelligence unit

cas_kept = Are figures kept on linked cases?
    .short = Figures on linked cases
    .hint = A linked case is one in which terrorism and another form of crime occur together.

cas_counts = How many linked cases were there in each year?
    .short = Linked cases by year
    .hint = Count each year by the date of the event: when the investigation was opened, the person prosecuted, the person convicted. If you count otherwise, say so in the last question on figures.
    .field-inv_opened = Investigations opened
    .field-pers_prosecuted = Persons prosecuted
    .field-pers_convicted = Persons convicted
    .check-convicted = More persons were convicted than prosecuted in this year. Check both figures, or explain in the comment, for instance that trials began in earlier years.
    .check-jump_opened = The number of investigations opened differs from the year before by more than five times. Check both figures, or explain in the comment.
    .check-jump_prosecuted = The number of persons prosecuted differs from the year before by more than five times. Check both figures, or explain in the comment.
    .check-jump_convicted = The number of persons convicted differs from the year before by more than five times. Check both figures, or explain in the comment.

cas_str = How many reports of suspected financing of terrorism were there in each year?
    .short = Reports of suspected financing of terrorism
    .hint = Reports that banks and others made to the financial intelligence unit.
    .field-received = Received
    .field-received-hint = By the financial intelligence unit.
    .field-disseminated = Passed on
    .field-disseminated-hint = To police, prosecution or other authorities.
    .check-passed = More reports were passed on than received in this year. Check both figures, or explain in the comment, for instance that reports of earlier years were passed on.

cas_assets = What was the value of assets frozen and confiscated in linked cases in each year?
    .short = Assets frozen and confiscated
    .hint = Enter whole amounts, not thousands or millions, at their value when frozen or confiscated.
    .field-frozen = Value frozen
    .field-frozen-hint = Or seized, for a time.
    .field-confiscated = Value confiscated
    .field-confiscated-hint = By a final decision.
    .field-currency = Currency
    .check-currency = An amount is given without its currency. Choose the currency.

cas_rules = By which rules were these figures counted?
    .short = Rules of counting
    .when = Answer only if you gave a figure in one of the three questions before.
    .hint = Say what is counted (cases, charges or persons), which definitions are used, and in which years the way of counting changed.
    .check-explain = You kept at least one figure with a comment. Say here by which rules the figures were counted, so that they are read rightly, or explain in the comment why this is not needed.

cas_examples = Which concluded and public cases show such links best?
    .short = Examples of cases
    .hint = Up to three cases with a final decision not more than fifteen years old. Give no names of persons.
    .field-title = Short title without names of persons
    .field-year = Year of the final decision
    .field-crimes = Forms of crime
    .field-links = Nature of the link
    .field-law = Law applied
    .field-lesson = What the case teaches
    .field-reference = Public reference
    .field-reference-hint = For instance a published judgment, a press release or a case number in a public database.
    .field-concluded = This case is concluded and public
    .field-concluded-hint = Only such cases can be given here.
    .check-recent = The final decision in this case is more than fifteen years old. Choose a more recent case, or remove this one.
