### Words of questionnaires that every questionnaire shares.

yes-no-unknown = Yes, no or unknown
    .yes = Yes
    .no = No
    .unknown = Unknown
