### Words of the charts. Rows, series and choices take theirs from the questionnaire where it has them.

## Figures: title; `.row` is what a row is, `.row-…` a row that needs shorter words than the questionnaire has, `.series-…` the series that fold choices, `.unit` where it is not the number of States

chart-T1 = Replies received, by regional group
    .row = Regional group
    .unit = Number of Member States
chart-T2 = Completeness of the replies, by part of the questionnaire
    .row = Part of the questionnaire
    .unit = Share of the answers asked for; in the bars, number of answers
chart-T3 = Links between terrorism and other crime, overall
    .row = Question
chart-T4 = Links between terrorism and other crime, by form of crime
    .row = Form of crime
chart-T5 = Nature of the links, by form of crime
    .row = Form of crime
    .unit = Number of States that name this kind of link
chart-T5_levels = Nature of the links in four levels, by form of crime
    .row = Form of crime
    .unit = Number of States that name at least one kind of link of the level
    .series-coexistence = Coexistence
    .series-own_use = Own use of methods
    .series-cooperation = Co-operation
    .series-convergence = Convergence
chart-T6 = Strongest evidence for the links, by form of crime
    .row = Form of crime
    .series-operational = Intelligence, customs, prisons or an assessment
    .series-open = Research or media
    .series-none = None
chart-T6_confidence = Confidence in the finding of a link, by form of crime
    .row = Form of crime
chart-T7 = Who gains from the links
    .row = Direction of the link
chart-T7_purpose = What the links are for
    .row = Purpose of the link
chart-T8 = Trend of the links as States see it, by form of crime
    .row = Form of crime
    .series-mixed = Mixed or not known
chart-T9 = Where links are seen, by regional group
    .row = Regional group
    .unit = Number of States that see links there
chart-T9_reach = Domestic, cross-border and online links, by regional group
    .row = Regional group
    .series-domestic = Within the country
    .series-cross_border = Across borders
    .series-online = Online
chart-T10 = Weight of the links, by form of crime
    .row = Form of crime
    .series-ranked = Among the three most serious
    .series-weighty = Major or critical
chart-T10_together = Forms of crime linked to terrorism in the same State
    .row = Form of crime
    .unit = Number of States that found or saw signs of a link in both forms of crime
chart-T10_wish = Links found and assistance wished for, by form of crime
    .row = Form of crime
    .series-link = Link established or indicated
    .series-wish = Assistance should cover it
    .series-established = Link established
chart-T11 = What makes links possible
    .row = Enabler
chart-T11_settings = Settings in which links form
    .row = Setting
chart-T11_money = Channels through which money moves, and their combinations
    .row = Channel
chart-T12 = Reasons for which links were not examined
    .row = Reason
chart-T12_risk = Assessment of the risk from links
    .row = Question
chart-T12_records = Records of cases with a link
    .row = Question
chart-T13 = Standing towards the universal instruments
    .row = Instrument
    .row-av_1963 = Aircraft: offences on board (1963)
    .row-av_1970 = Aircraft: seizure (1970)
    .row-av_1971 = Civil aviation: safety (1971)
    .row-ipp_1973 = Internationally protected persons (1973)
    .row-host_1979 = Taking of hostages (1979)
    .row-nuc_1980 = Nuclear material (1980)
    .row-av_1988 = Airports, Protocol (1988)
    .row-sua_1988 = Maritime navigation (1988)
    .row-fix_1988 = Fixed platforms, Protocol (1988)
    .row-plas_1991 = Plastic explosives (1991)
    .row-bomb_1997 = Terrorist bombings (1997)
    .row-fin_1999 = Financing of terrorism (1999)
    .row-nuct_2005 = Nuclear terrorism (2005)
    .row-nuca_2005 = Nuclear material, Amendment (2005)
    .row-sua_2005 = Maritime navigation, Protocol (2005)
    .row-fix_2005 = Fixed platforms, Protocol (2005)
    .row-av_2010c = Civil aviation (Beijing, 2010)
    .row-av_2010p = Aircraft: seizure, Protocol (2010)
    .row-av_2014 = Aircraft: offences on board, Protocol (2014)
    .row-untoc = Transnational organized crime (2000)
    .row-untoc_tip = Trafficking in persons, Protocol (2000)
    .row-untoc_som = Smuggling of migrants, Protocol (2000)
    .row-untoc_fire = Firearms, Protocol (2001)
    .row-drug_1961 = Narcotic drugs (1961, amended 1972)
    .row-drug_1971 = Psychotropic substances (1971)
    .row-drug_1988 = Illicit traffic in drugs (1988)
    .row-uncac = Corruption (2003)
    .row-att = Arms Trade Treaty (2013)
    .row-npt = Non-proliferation of nuclear weapons (1968)
    .row-bwc = Biological weapons (1972)
    .row-cwc = Chemical weapons (1992)
    .row-cult_1970 = Cultural property (1970)
    .row-cites = Endangered species (1973)
    .series-working = Being prepared or considered
chart-T13_domestic = Instruments in domestic law
    .row = Subject
chart-T13_help = Wish for advice on becoming party to instruments
    .row = Question
    .unit = Number of States that are not party to every instrument
chart-T14 = Strategies against terrorism and against organized crime
    .row = Question
chart-T14_coord = Bodies that bring the authorities together
    .row = Question
chart-T14_units = Specialized units, by service
    .row = Service
chart-T14_channels = Use of channels of co-operation
    .row = Channel
chart-T14_obstacles = Obstacles to co-operation
    .row = Obstacle
chart-T14_cross = Links found by States with and without a joint body
    .row = States
    .row-body = With a standing or ad hoc body
    .row-no_body = Without one
    .series-link = Link established or indicated
    .series-no_link = None found, or not examined
chart-T15 = Technical assistance: needed, received, sufficient and offered
    .row = Area of assistance
    .series-need = Medium or high need
    .series-received = Received
    .series-met = Met the need
    .series-offer = Could be offered to others
    .series-gap = Need without assistance
chart-T16 = Joint delivery of assistance on terrorism and on other crime, by area
    .row = Area of assistance
    .unit = Share of the States concerned; in the bars, number of States
chart-T16_cross = Where links with crime and needs for assistance meet
    .row = Form of crime
    .unit = Number of States with a link in the form of crime and a medium or high need in the area
chart-T16_how = Forms of joint delivery that would help
    .row = Form of joint delivery

chart-T17 = Safeguards in law and practice
    .row = Safeguard
chart-T17_review = Review of the measures for their effect on human rights
    .row = Question
chart-T17_humanitarian = Protection of humanitarian action
    .row = Question
chart-T18_opened = Linked cases: investigations opened, by year
    .row = Year
    .unit = Number of investigations in a State: median and quartiles
chart-T18_prosecuted = Linked cases: persons prosecuted, by year
    .row = Year
    .unit = Number of persons in a State: median and quartiles
chart-T18_convicted = Linked cases: persons convicted, by year
    .row = Year
    .unit = Number of persons in a State: median and quartiles
chart-T18_reports = Reports of suspected financing of terrorism, by year
    .row = Year
    .unit = Number of reports received in a State: median and quartiles
chart-T19 = Links in this round and in the one before, by form of crime
    .row = Form of crime
    .unit = States with a link established or indicated, of those that answered in both rounds
chart-T19_moves = Findings of a link that changed since the round before, by form of crime
    .row = Form of crime
    .unit = Number of States that answered in both rounds
chart-T19_need = Need for assistance in this round and in the one before, by area
    .row = Area of assistance
    .unit = States with a medium or high need, of those that answered in both rounds
chart-T19_need_moves = Needs for assistance that changed since the round before, by area
    .row = Area of assistance
    .unit = Number of States that answered in both rounds
chart-T20 = How heavy States found the questionnaire
    .row = Question
chart-T20_hours = Hours of work that a reply took
    .row = Question
    .unit = Hours of staff time in a State: median and quartiles
chart-T20_days = Days until a reply came
    .row = Measure
    .unit = Days from the first day of the round to the first submission: median and quartiles
chart-T20_clarifications = Clarifications that the Secretariat asked for
    .row = Measure
    .unit = Clarifications of a reply: median and quartiles
chart-explore = Explorer
    .row = Row
# $question, $other (texts): short labels of questions
chart-explore-crossed = { $question }, by: { $other }

## Units, heads, keys

chart-unit = Number of States
chart-unit-numbers = Numbers that States gave: median and quartiles
# $unit (text): in what a question asks for a number, as "hours"
chart-unit-of-field = Numbers that States gave, in { $unit }: median and quartiles
chart-states = States
chart-all = All Member States
chart-groups-merged = Other groups, together
chart-combination = States that named just these
chart-other-combinations = Other combinations
# $count (number): States
chart-other-combinations-sentence = Other combinations: { $count ->
    [one] one State
   *[other] { $count } States
}.
chart-other-combinations-withheld = Other combinations: withheld.
chart-status-answered = Answered
chart-measure-days = Days to the first submission
chart-measure-clarifications = Clarifications asked for
chart-lower-quartile = Lower quartile
chart-median = Median
chart-upper-quartile = Upper quartile
chart-change-both = In both rounds
chart-change-new = New in this round
chart-change-no-longer = No longer
chart-change-neither = In neither round
chart-round-before = Round before
chart-round-now = This round
# $number (text): a roman numeral; an arabic one where there are more than twenty figures
chart-number = Figure { $number }
chart-head-count = Number
chart-head-per-cent = Per cent
chart-head-count-and-per-cent = Number (per cent)
chart-head-base = n
chart-head-members = Members
chart-head-asked = Asked for
chart-head-rate = Replied (per cent)
chart-head-withheld = Withheld
chart-head-nil = None
chart-head-not-applicable = Not applicable
chart-head-change = Change
chart-head-change-points = Change (percentage points)
chart-stamp-sample = SAMPLE
chart-stamp-internal = INTERNAL
chart-replies-full = Full reply
chart-replies-short = Short reply
chart-replies-none = No reply
# $row (text): the label of a row
chart-core-row = { $row } *

## Regional groups of the United Nations

chart-fact-un_group = Regional group
    .AFR = African States
    .APG = Asia-Pacific States
    .EEG = Eastern European States
    .GRULAC = Latin American and Caribbean States
    .WEOG = Western European and other States
    .none = No group

## Those without a usable answer

chart-unused-not_available = Information not available
chart-unused-not_applicable = Does not apply
chart-unused-not_disclosed = Not given
chart-unused-to_follow = To follow
chart-unused-no_answer = No answer
chart-unused-not_for_use = Given, not for use
chart-unused-no_usable_answer = No usable answer

## Bases

# $n (number): States with a usable answer; $of (number): States that replied
chart-base = n = { $n } of { $of }
# $least, $most (numbers): the smallest and the largest base of a row; $hidden (number): rows whose base is withheld
chart-base-range = n = { $least } to { $most } of { $of }, by row{ $hidden ->
    [0] { "" }
   *[other] , where it is shown
}
# $least, $most (numbers): the fewest and the most answers asked for in a row; $of (number): States that replied; $hidden (number): rows whose base is withheld
chart-base-answers = n = { $least } to { $most } answers asked for, by row{ $hidden ->
    [0] { "" }
   *[other] , where it is shown
}; { $of ->
    [one] one State
   *[other] { $of } States
} replied
chart-base-withheld = { $of ->
    [one] One State replied
   *[other] { $of } States replied
}
# $replied, $members (numbers): States; $rate (number): per cent
chart-base-replies = { $replied } of { $members } Member States replied ({ $rate } per cent)
chart-base-replies-few = { $replied } of { $members } replied

## Notes

# $k (number): the threshold; $rule (text): name and version of the rules
chart-note-all-withheld = Nothing here may be shown: every number could show how single States answered.
chart-note-rule = Rule applied: count rule, k = { $k } ({ $rule }). For use inside: this table is protected by itself, and a number withheld here may follow from another. A release is audited over all its tables together.
# $k (number): the threshold; $rule (text): name and version of the rules
chart-note-rule-joint = Rules applied: count rule, k = { $k } ({ $rule }), and a joint audit of all tables of this release and of those released before.
chart-note-rule-replies = Rule applied: who replied is public; a State is named only if it agrees. No answer is shown.
# $count (number): how many groups
chart-note-groups-merged = { $count } groups are shown as one, because in at least one of them few States replied, or nearly all.
chart-note-withheld = Withheld: the number, or what follows from it, could show how single States answered.
chart-note-unused = No usable answer: information not available, does not apply, not given, to follow, left blank, or given but not for use. They are counted together.
# $least (number): the smallest base of a percentage
chart-note-small-base = Percentages are given only where at least { $least } States answered.
chart-note-core-rows = * Asked also in the short reply.
# $count (number): rows
chart-note-left-out = { $count ->
    [one] One more row, with smaller numbers, is left out.
   *[other] { $count } more rows, with smaller numbers, are left out.
}
# $group (text): the name of a group of States
chart-note-only = { $group } only.
# $names (text): names of States; $more (number): States that are not named
chart-note-names = States that replied: { $names }.
chart-note-names-more = States that replied: { $names } and { $more } more.
chart-note-short-reply = A short reply answers only the core questions.
chart-note-several = A State may count in several columns or rows: numbers do not add up, and shares may pass 100 per cent.
chart-note-linked = The base of a row is the number of States that found or saw signs of a link in that form of crime and gave its nature.
chart-note-with-link = The base of a row is the number of States that found or saw signs of a link in that form of crime and answered this question on it.
chart-note-levels = Coexistence: same space, no dealings. Own use: crime by terrorist actors, terror methods of criminal groups. Co-operation: deals, lasting co-operation, levies, skills, people, shared facilitators. Convergence: integration, change of aim. Rivalry and links of unknown nature are outside the levels.
chart-note-gap = Need without assistance: a medium or high need in an area in which the State received none.
chart-note-concerned = Asked of States that need, received or offer assistance in the area.
chart-note-cross = The base of a row is the number of States with a link in that form of crime that answered on assistance. The areas shown are those in which need and links meet most often.
chart-note-joint = Asked of States that have or want joint delivery in at least one area.
chart-note-answers = What is counted are answers to questions that were put to the States, not States. Given, not for use: answers meant for the Secretariat only.
chart-note-strongest = Each State counts with the strongest evidence that it named for the link: conviction before prosecution, investigation, what intelligence, customs, prisons or an assessment show, and this before research or media.
chart-note-any-crime = A State counts once, in whichever form of crime it named this. The base is the number of States with a link in any form of crime that answered this question.
chart-note-trend = What States said of the trend over the period: not a time series.
chart-note-reach = Across borders: with neighbours, within the region, between regions or by sea.
chart-note-weight = Among the three most serious: States that ranked the form of crime so. Major or critical: States that gave the link this weight.
chart-note-together = How to read: where the row of one form of crime meets the column of another stands the number of States with a link in both. The framed cells on the diagonal give the number of States with a link in that form of crime at all. A State may count in many cells.
chart-note-wish = How to read: each circle is a form of crime. The further to the right it stands, the more States found or saw signs of a link; the higher, the more wish for assistance on it; the larger, the more have an established link. A hatched square stands where that last number is withheld; forms of crime without a place are listed below the plot.
chart-note-with-links = Asked of States that found or saw signs of a link.
chart-note-combinations = How to read: each column is a combination of channels, marked by dots; the bar over it is the number of States that named just these and no others. A State stands in one column only. The bars beside the rows give the number of States that named the channel at all. A combination is shown only if enough States named it.
chart-note-not-examined = Asked of States that did not examine links in at least one form of crime.
chart-note-party = As States confirmed or corrected it; the depositaries' records may differ. Instruments are named by their subject and year; the questionnaire gives their titles.
chart-note-not-party = Asked of States that are not party to at least one instrument.
chart-note-no-cause = Counts only: no cause is claimed. Joint bodies may find more because they look.
chart-note-course = How to read: half of the replies lie between the lower and the upper quartile, and half of them lie below the median. n is the number of replies. Quartiles are given where there are at least ten, rounded to two significant digits.
chart-note-quartiles = How to read: half of the States that gave a number lie between the lower and the upper quartile, and half of them lie below the median. n is the number of States that gave a number. Quartiles are given where at least ten did, rounded to two significant digits. Numbers are never added up over States.
chart-note-cases = A linked case is one in which terrorism and another form of crime occur together. Asked of States that keep figures on them.
chart-note-matched = Only States that gave a usable answer in both rounds are counted, so that a change is not one of who replied.
# $round (text): the round; $date (text): the day
chart-source = Source: replies to the questionnaire, round { $round }, { $date }.

## The figure in words

# $before, $item (texts): things one after the other
chart-list = { $before }; { $item }
# $row, $series (texts): labels; $count (number): States
chart-sentence-series = { $series }: { $count }
chart-sentence-row = { $row }: { $count }
chart-sentence-cell = { $row }, { $series }: { $count }
# $row, $series (texts): labels of two rows; $count (number): States
chart-sentence-pair = { $row } and { $series }: { $count }
# $row (text): a label; $before, $now (numbers); $change (text): with its sign
chart-sentence-change = { $row }: from { $before } to { $now } ({ $change })
# $row (text): a label; $median, $lower, $upper (numbers)
chart-sentence-quartiles = { $row }: median { $median }, quartiles { $lower } and { $upper }
# $row, $across, $up, $area (texts): labels; $x, $y, $size (numbers)
chart-sentence-point = { $row } ({ $across }: { $x }, { $up }: { $y }, { $area }: { $size })
# $title, $unit, $base, $list (texts); $withheld (number): figures
chart-sentence = { $title }. { $unit }; { $base }. { $list }. { $withheld ->
    [0] No number is withheld.
    [one] One number is withheld.
   *[other] { $withheld } numbers are withheld.
}
# $kind (text): what the numbers are
chart-sentence-largest = { $title }. { $unit }; { $base }. { $kind ->
    [combinations] The largest combinations
    [changes] The largest changes
    [pairs] The largest pairs
    [points] The largest
   *[other] The largest numbers
}: { $list }. { $withheld ->
    [0] No number is withheld.
    [one] One number is withheld.
   *[other] { $withheld } numbers are withheld.
}
chart-sentence-empty = { $title }. { $unit }; { $base }. No number can be shown.
