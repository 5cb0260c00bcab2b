### Words of the charts. Rows, series and choices take theirs from the questionnaire where it has them.

## Figures: title; `.row` is what a row is, `.series-…` the series that fold choices, `.unit` where it is not the number of States

chart-T1 = Replies received, by regional group
    .row = Regional group
    .unit = Number of Member States
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

## Units, heads, keys

chart-unit = Number of States
chart-states = States
chart-all = All Member States
chart-groups-merged = Groups with few replies, together
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
