m9_rights = Rule of law and human rights
    .intro = Measures against terrorism and other crime must comply with international law, in particular human rights, refugee and humanitarian law. These questions ask how this is ensured.
    .answered-by = Ministry of justice and national human rights institution

hr_review = Are measures against terrorism and other crime reviewed for compliance with human rights?
    .short = Review for human-rights compliance
    .hint = For instance by parliament, a court, an ombudsman or a national human rights institution.

hr_safeguards = Which of these safeguards exist?
    .short = Safeguards
    .hint = Choose one answer in each row.

hr_humanitarian = Are lawful humanitarian activity and non-profit bodies protected when rules against the financing of terrorism are applied?
    .short = Protection of humanitarian activity

hr_victims = Which support is there for victims of terrorism and of related crime?
    .short = Support for victims
    .hint = Choose all that apply.

hr_note = Which difficulties and lessons should the report know of in this field?
    .short = Difficulties and lessons on rights
