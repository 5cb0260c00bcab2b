m8_assistance = Technical assistance
    .intro = The answers help to join assistance against terrorism with assistance against other crime. Stating a need here is not a formal request, and the needs are shared only as far as your State allows at the end of this section.
    .answered-by = All contributing authorities, led by the focal point

ta_matrix = For each area, what is the need, what was asked for and received, and what could your State offer?
    .short = Needs, assistance received and offers
    .hint = Give the level of need in each row; answer the other columns where they apply. Requests and receipts are those of the years { $year_first } to { $year_last }, from any provider.
    .field-need = Level of need
    .field-asked = Asked for
    .field-received = Received
    .field-met = Met the need
    .field-met-hint = Only if assistance was received.
    .field-offer = Could be offered to other States
    .check-met = You said whether assistance met the need, but not that any was received. Set “Received” to “Yes”, or clear “Met the need”.
    .check-advice = In section 2 your State wished for advice on becoming party to the instruments, but here the need for such advice is “None”. Correct one of the two, or explain in the comment.

ta_priority = Which areas have the highest priority?
    .short = Areas of highest priority
    .when = Answer only if the need is medium or high in at least one area.
    .hint = Choose up to five, the most important first. Only areas with a medium or high need are offered.

ta_joint = For each area, should assistance on terrorism and on other crime be delivered together?
    .short = Joint delivery by area
    .when = Answer only if your State has a need in an area, has received assistance in it or could offer it.
    .hint = Choose one answer in each row. Only areas with a need, with assistance received or with an offer are shown.

ta_joint_how = Which forms of joint delivery would help?
    .short = Forms of joint delivery
    .when = Answer only if assistance in at least one area is already delivered jointly or should be.
    .hint = Choose all that apply.

ta_crimes = Which forms of crime should joint assistance take up first?
    .short = Forms of crime for joint assistance
    .hint = Choose all that apply, five at most.

ta_received = Which assistance did your State receive from { $year_first } to { $year_last }?
    .short = Assistance received
    .when = Answer only if your State received assistance in at least one area.
    .hint = Add a row for each programme or activity, the most important first.
    .field-area = Area
    .field-provider = Provider
    .field-year_from = First year
    .field-year_to = Last year
    .field-year_to-hint = Leave empty if it continues.
    .field-field = Field
    .check-order = The last year lies before the first year. Correct one of the two.

ta_overlap = Did several providers do the same work?
    .short = Overlap of providers
    .when = Answer only if your State received assistance in at least one area.
    .hint = If so, say in the comment in which areas.

ta_obstacles = What limits the use of the assistance that your State receives?
    .short = Limits to the use of assistance
    .hint = Choose all that apply.

ta_offer_note = What could your State offer, and to whom?
    .short = Offers to other States
    .when = Answer only if your State could offer assistance in at least one area.
    .hint = For instance experts, training, equipment or model laws, and the regions or languages they suit.

ta_funds = Did your State make voluntary contributions to this work from { $year_first } to { $year_last }?
    .short = Voluntary contributions
    .hint = Contributions to the technical assistance of the United Nations against terrorism or other crime, in money or in kind.

ta_share = With whom may the Secretariat share the needs stated in this section?
    .short = Sharing of needs
    .hint = If you choose nothing else, they are shared with nobody.
