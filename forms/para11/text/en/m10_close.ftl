m10_close = Good practice, burden and clearance
    .intro = Last, what others could learn, what the Secretary-General may consider, how much work this was, and how the reply may be published. The official who clears the reply answers the last question.
    .answered-by = Focal point, then the official who clears the reply

cls_practice = Which good practices of your State could others learn from?
    .short = Good practices
    .hint = Up to three practices that have shown results.
    .field-title = Title
    .field-area = Area
    .field-done = What was done
    .field-result = What it achieved
    .field-may_publish = May it be published with the name of your State?

cls_proposals = Which proposals should the Secretary-General consider?
    .short = Proposals
    .hint = For instance on joining assistance against terrorism with assistance against other crime. If you have none, write “None”.

cls_files = Which documents go with this reply?
    .short = Documents
    .hint = Accepted are PDF, Word (docx), Excel (xlsx), OpenDocument (odt, ods) and CSV files. Give no classified documents.
    .field-document = Document
    .field-title = Title
    .field-language = Language
    .field-kind = Kind
    .field-may_publish = May it be published?

cls_hours = How many hours of staff time did this reply take?
    .short = Staff hours
    .hint = Of all authorities together. An estimate is enough.
    .unit = hours

cls_burden = How heavy was the work on this questionnaire?
    .short = Burden

cls_feedback = Which questions were unclear or should be dropped?
    .short = Feedback on the questions

cls_named = May the report list your State among those that replied?
    .short = State named in the report
    .hint = If not, the reply is counted but the State is not named.

cls_publish = May the reply be posted on the website of the Secretariat?
    .short = Posting of the reply
    .hint = Answers for the Secretariat only and contact data are never posted.
    .check-marks = The whole reply can be posted only if every answer may be used with the name of the State, and at least one may not. Choose to post only the answers that may, or change the marks: the default mark in section 1, and those set at single answers.

cls_signoff = Who clears this reply for the Government?
    .short = Clearance
    .hint = Clearing locks the reply. All questions of the core need an answer or a status first. The name appears in no table, chart or data file.
    .field-name = Name of the official
    .field-post = Post
    .field-cleared_on = Date of clearance
    .field-note_verbale = Reference of the note verbale
    .field-cover = Signed cover page
    .check-future = The date of clearance lies in the future. Enter the day on which the reply was cleared.
