### Words of questionnaires that every questionnaire shares.

yes-no-unknown = Yes, no or not known
    .yes = Yes
    .no = No
    .unknown = Not known
