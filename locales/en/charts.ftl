### Words of the charts. Rows, series and choices take theirs from the questionnaire where it has them.

## Figures: title; `.row` is what a row is, `.series-…` the series that fold choices, `.unit` where it is not the number of States

chart-T1 = Replies received, by regional group
    .row = Regional group
    .unit = Number of Member States
chart-T2 = Completeness of the replies, by part of the questionnaire
    .row = Part of the questionnaire
    .unit = Share of the answers asked for
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
    .series-operational = Financial intelligence, customs or prisons
    .series-assessment = Own or foreign assessment
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
    .unit = Share of the States with a link
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
chart-T13 = Status of the instruments
    .row = Instrument
    .series-working = Being prepared or considered
chart-T13_domestic = Instruments in domestic law
    .row = Subject
chart-T13_help = States not party to all instruments that wish for help in becoming party
    .row = Question
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
    .unit = Share of the States concerned
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
chart-T18_opened = Investigations opened in a year
    .row = Year
    .unit = Investigations opened in a State
chart-T18_prosecuted = Persons prosecuted in a year
    .row = Year
    .unit = Persons prosecuted in a State
chart-T18_convicted = Persons convicted in a year
    .row = Year
    .unit = Persons convicted in a State
chart-T18_reports = Suspicious transaction reports received in a year
    .row = Year
    .unit = Reports received in a State
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
chart-T20 = Burden of the questionnaire
    .row = Question
chart-T20_hours = Hours of work that a reply took
    .row = Question
    .unit = Hours of work in a State
chart-explore = Explorer
    .row = Row
# $question, $other (texts): short labels of questions
chart-explore-crossed = { $question }, by: { $other }

## Units, heads, keys

chart-unit = Number of States
chart-states = States
chart-all = All Member States
chart-groups-merged = Groups with few replies, together
chart-combination = States that named just these
chart-other-combinations = Other combinations
# $count (number): States
chart-other-combinations-sentence = Other combinations: { $count ->
    [one] one State
   *[other] { $count } States
}.
chart-other-combinations-withheld = Other combinations: withheld.
chart-status-answered = Answered
chart-lower-quartile = Lower quartile
chart-median = Median
chart-upper-quartile = Upper quartile
chart-change-both = In both rounds
chart-change-new = New in this round
chart-change-no-longer = No longer
chart-change-neither = In neither round
chart-round-before = Round before
chart-round-now = This round
# $number (text): a roman numeral
chart-number = Figure { $number }
chart-head-count = Number
chart-head-per-cent = Per cent
chart-head-count-and-per-cent = Number (per cent)
chart-head-base = n
chart-head-members = Members
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
# $least, $most (numbers): the smallest and the largest base of a row
chart-base-range = n = { $least } to { $most } of { $of }, by row
chart-base-withheld = { $of ->
    [one] One State replied
   *[other] { $of } States replied
}
# $replied, $members (numbers): States; $rate (number): per cent
chart-base-replies = { $replied } of { $members } Member States replied ({ $rate } per cent)
chart-base-replies-few = { $replied } of { $members } replied

## Notes

# $k (number): the threshold; $rule (text): name and version of the rules
chart-note-rule = Rule applied: count rule, k = { $k } ({ $rule }). Each table is protected by itself: a number withheld here may follow from another table. The joint audit over all tables of a release is not yet in force.
chart-note-rule-replies = Rule applied: who replied is public; a State is named only if it agrees. No answer is shown.
# $count (number): how many groups
chart-note-groups-merged = { $count } groups are shown as one, because in at least one of them few States replied.
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
chart-note-linked = The base of a row are the States that found or saw signs of a link in that form of crime and gave its nature.
chart-note-levels = Coexistence: same space, no dealings. Own use: crime by terrorist actors, terror methods of criminal groups. Co-operation: deals, lasting co-operation, levies, skills, people, shared facilitators. Convergence: integration, change of aim. Rivalry and links of unknown nature are outside the levels.
chart-note-gap = Need without assistance: a medium or high need in an area in which the State received none.
chart-note-concerned = Asked of States that need, received or offer assistance in the area.
chart-note-cross = The base of a row are the States with a link in that form of crime that answered on assistance. The areas shown are those in which need and links meet most often.
chart-note-joint = Asked of States that have or want joint delivery in at least one area.
chart-note-answers = What is counted are answers to questions that were put to the States, not States. Given, not for use: answers meant for the Secretariat only.
chart-note-strongest = Each State counts with the strongest evidence that it named for the link: conviction before prosecution, investigation, operational information, assessment, research, media reports.
chart-note-any-crime = A State counts once, in whichever form of crime it named this; the base are the States with a link in any form of crime.
chart-note-trend = What States said of the trend over the period: not a time series.
chart-note-groups = Regional groups of few replies are shown together.
chart-note-reach = Across borders: with neighbours, within the region, between regions or by sea.
chart-note-weight = Among the three most serious: of the States that ranked forms of crime. Major or critical: of the States with a link in that form of crime.
chart-note-together = On the diagonal: the States with a link in that form of crime at all.
chart-note-wish = Each circle is a form of crime; its area shows in how many States a link is established.
chart-note-with-links = Asked of States that found or saw signs of a link.
chart-note-combinations = Each column is a set of channels that States named together, and how many States named just these. A State stands in one column; rows show how many States named the channel at all.
chart-note-not-examined = Asked of States that did not examine links in at least one form of crime.
chart-note-party = As States confirmed or corrected it; the depositaries' records may differ.
chart-note-not-party = Asked of States that are not party to at least one instrument.
chart-note-no-cause = Counts only: no cause is claimed. Joint bodies may find more because they look.
chart-note-quartiles = n is how many States gave a number. Half of them lie between the quartiles. They are given where at least ten States gave a number, rounded to two significant digits. Numbers of States are never added up.
chart-note-cases = Asked of States that keep such figures.
chart-note-matched = Only States that gave a usable answer in both rounds are counted.
# $round (text): the round; $date (text): the day
chart-source = Source: replies to the questionnaire, round { $round }, { $date }.

## The figure in words

# $before, $item (texts): things one after the other
chart-list = { $before }; { $item }
# $row, $series (texts): labels; $count (number): States
chart-sentence-series = { $series }: { $count }
chart-sentence-row = { $row }: { $count }
chart-sentence-cell = { $row }, { $series }: { $count }
# $title, $unit, $base, $list (texts); $withheld (number): figures
chart-sentence = { $title }. { $unit }; { $base }. { $list }. { $withheld ->
    [0] No number is withheld.
    [one] One number is withheld.
   *[other] { $withheld } numbers are withheld.
}
chart-sentence-largest = { $title }. { $unit }; { $base }. The largest numbers: { $list }. { $withheld ->
    [0] No number is withheld.
    [one] One number is withheld.
   *[other] { $withheld } numbers are withheld.
}
chart-sentence-empty = { $title }. { $unit }; { $base }. No number can be shown.
