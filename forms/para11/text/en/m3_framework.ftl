m3_framework = Law, policy and institutions
    .intro = In this section “both fields” means terrorism on the one side and organized or other serious crime on the other.
    .answered-by = Ministries of justice and of the interior

frm_tf = Is the financing of terrorism an offence of its own, even where no terrorist act is carried out?
    .short = Financing of terrorism as an offence

frm_predicate = Which offences can lead to a charge of laundering their proceeds?
    .short = Offences whose laundering is punishable
    .hint = Choose one answer in each row. “Partly” means only in some forms, for instance above a certain penalty.

frm_link_offence = Where another crime has a tie with terrorism, does the law treat that tie as an offence of its own or as an aggravating factor?
    .short = Tie with terrorism in criminal law
    .hint = For instance a higher penalty where arms are sold to a terrorist group.
    .check-law = Name in the comment the offence or the aggravating factor and the law in which it stands.

frm_strategy = How do national strategies treat terrorism and organized crime?
    .short = National strategies

frm_coord = Is there a body or procedure that brings the authorities of both fields together?
    .short = Co-ordination of both fields

frm_coord_members = Which authorities take part in it?
    .short = Members of the co-ordination
    .hint = Choose all that apply, two at least.

frm_units = Which services have units that specialize in terrorism, in organized crime or in both?
    .short = Specialized units
    .hint = Choose one answer in each row.

frm_risk = Does a national risk assessment look at links between terrorism and other crime?
    .short = Risk assessment of links

frm_risk_year = In which year was the latest such assessment completed?
    .short = Year of the latest risk assessment

frm_techniques = In which fields may these special investigative techniques be used?
    .short = Special investigative techniques
    .hint = Choose one answer in each row, according to the law in force.

frm_private = With which private sectors is there a standing exchange on links between terrorism and other crime?
    .short = Exchange with the private sector
    .hint = Choose all that apply. An exchange is standing if it is agreed and goes on beyond single cases.

frm_prison = Which measures in prisons are meant to prevent contacts and recruitment between the two fields?
    .short = Measures in prisons
    .hint = Choose all that apply.
