### Words that every part of the interface uses.

## Dates and numbers

# $day (text), $month (text, one of the names below), $year (text)
date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
# $number (text): a number already written in this language
per-cent = { $number } per cent
