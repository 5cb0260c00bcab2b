m2_instruments = Universal instruments
    .intro = This section lists the 19 universal instruments against terrorism and related treaties. Where a status is already shown, the Secretariat entered it from the records of the depositaries.
    .answered-by = Ministry of foreign affairs, treaty section

ins_party = What is the status of your State towards each instrument?
    .short = Status towards the instruments
    .hint = Give the status in each row. Where one is already shown, confirm it, or correct it and give the source.
    .field-party = Status
    .field-deposited = Date of deposit
    .field-deposited-hint = Day on which the instrument of ratification, accession or similar was deposited, if known.
    .check-future = The date of deposit lies in the future. Correct it, or leave it empty if nothing has been deposited yet.

ins_obstacles = What stands in the way of becoming party to the instruments to which your State is not party?
    .short = Obstacles to becoming party
    .when = Answer only if there is an instrument to which your State is not party.
    .hint = Choose all that apply, five at most.

ins_help = Does your State wish to receive advice on becoming party?
    .short = Advice on becoming party wished
    .when = Answer only if there is an instrument to which your State is not party, or towards which its status is not known.
    .hint = If yes, give the level of need also in section 8, in the row “Advice on becoming party to the instruments”.

ins_domestic = How far are the offences in these instruments part of domestic law?
    .short = Offences carried into domestic law
    .hint = Choose one answer in each row. If a group holds several instruments, answer for those to which your State is party.
    .check-party = You answered that your State is not party to any instrument of this group, but by your first answer in this section it is party to at least one. Correct one of the two, or explain in the comment.

ins_guide = Has your State used the United Nations legislative guide to these instruments?
    .short = Use of the legislative guide
    .hint = The guide explains what laws the universal instruments against terrorism call for.
