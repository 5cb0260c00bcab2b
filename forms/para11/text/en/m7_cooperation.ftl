m7_cooperation = International and regional co-operation
    .intro = A linked case is a criminal case in which terrorism and another form of crime occur together.
    .answered-by = Central authority, police and customs

cop_authority = Is there one central authority for requests in matters of terrorism and of organized crime?
    .short = Central authority
    .hint = The authority that sends and receives requests for mutual legal assistance or extradition.

cop_basis = Which legal bases does your State use for co-operation in linked cases?
    .short = Legal bases of co-operation
    .hint = Choose all that apply.

cop_requests = How many requests were sent and received in linked cases from { $year_first } to { $year_last }?
    .short = Requests in linked cases
    .hint = Choose one answer in each row, for the whole period. An estimate is enough.

cop_channels = How often are these channels used in linked cases?
    .short = Channels of co-operation
    .hint = Choose one answer in each row.

cop_obstacles = How serious is each of these obstacles to co-operation in linked cases?
    .short = Obstacles to co-operation
    .hint = Choose one answer in each row.

cop_border = Which of these border measures are in force?
    .short = Border measures
    .hint = Choose all that apply.

cop_regional = From which regional or subregional work of your State could others learn?
    .short = Regional work others could learn from
