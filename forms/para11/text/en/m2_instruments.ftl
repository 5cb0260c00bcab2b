m2_instruments = Universal instruments
    .intro = This module lists the 19 universal instruments against terrorism and related treaties. The status shown was entered by the Secretariat from the records of the depositaries.
    .answered-by = Ministry of foreign affairs, treaty section

ins_party = What is the status of your State towards each instrument?
    .short = Status towards the instruments
    .hint = Confirm what is shown, or correct it and give the source.
    .field-party = Status
    .field-deposited = Date of deposit
    .field-deposited-hint = Day on which the instrument of ratification, accession or similar was deposited, if known.
    .check-future = The date of deposit lies in the future. Correct it, or leave it empty if nothing has been deposited yet.

ins_obstacles = What stands in the way of becoming party to the instruments to which your State is not party?
    .short = Obstacles to becoming party
    .hint = Choose up to five.

ins_help = Does your State wish to receive advice on becoming party?
    .short = Advice on becoming party wished
    .hint = If yes, state the level of need also in the row “Advice on becoming party to the instruments” of module 8.

ins_domestic = How far are the offences in these instruments part of your domestic law?
    .short = Offences carried into domestic law
    .hint = Choose one answer in each row. If a group holds several instruments, answer for those to which your State is party.
    .check-party = You answered that your State is not party to any instrument of this group, but your first answer in this module says that it is party to at least one. Correct one of the two, or explain in the comment.

ins_guide = Has your State used the United Nations legislative guide to these instruments?
    .short = Use of the legislative guide
    .hint = The guide explains what laws the universal instruments against terrorism call for.
