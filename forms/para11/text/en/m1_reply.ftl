m1_reply = The reply and who made it
    .intro = These questions tell the Secretariat whose reply this is, what it covers and how it may be used.
    .answered-by = Focal point

rep_state = For which State is this reply made?
    .short = State
    .hint = Set by the Secretariat. If it is wrong, write to the Secretariat.

rep_lead = Which authority leads this reply?
    .short = Lead authority
    .hint = Give the name of the ministry or office, not of a person.

rep_contact = Whom may the Secretariat ask about this reply?
    .short = Contact
    .hint = A name and an e-mail address are needed. They are used only for questions on this reply and appear in no table, chart or data file.
    .field-name = Name
    .field-post = Post
    .field-email = E-mail address
    .field-telephone = Telephone
    .field-telephone-hint = With the country code.

rep_contributors = Which authorities took part, and in which sections?
    .short = Contributing authorities
    .hint = Add a row for each authority, including the one that leads. Give names of authorities, not of persons.
    .field-name = Name of the authority
    .field-kind = Kind of authority
    .field-modules = Sections it worked on

rep_language = In which language are the written answers of this reply?
    .short = Language of the reply
    .hint = The Secretariat keeps the original beside any translation.

rep_period = Does this reply cover the years { $year_first } to { $year_last }?
    .short = Period covered
    .hint = These years are the reference period of the round.

rep_period_dates = Which period does this reply cover?
    .short = Dates of the other period
    .hint = At most ten years, ending not later than today.
    .check-order = The period must begin before it ends. Correct the first or the last day.
    .check-future = The last day lies in the future. Enter today or an earlier day.
    .check-ten_years = The period is longer than ten years. Choose a shorter period.

rep_scope = Which part of the State do the answers cover?
    .short = Part of the State covered
    .hint = In a federal State, say in the comment which levels took part.
    .check-parts = You chose “some parts of the State only”. Describe in the comment which parts are covered.

rep_terms = On what meaning of terrorism does this reply rest?
    .short = Meaning of terrorism used
    .hint = Choose all that apply. You may give the text, or a reference to it, in the comment or as a document.

rep_reuse = Which earlier submissions to United Nations or related bodies already hold this information?
    .short = Earlier submissions
    .hint = The Secretariat can then use what your State has already given. Leave the list empty if there are none.
    .field-body = Body or process
    .field-title = Symbol or title of the document
    .field-year = Year
    .field-permission = May the Secretariat use it for this reply?

rep_default_mark = How may the answers be used, unless another choice is made at an answer?
    .short = Default mark of answers
    .hint = You can set another mark at any single answer that offers one.
