-- parts_of_people: in how many films some people have a part behind the camera, and in how many they play.
-- Grain: person_row.  Reads: credits.  Parameter: :people, a JSON array of rows.
select
    person_row,
    count(distinct case when role <> 'cast' then film_row end) as made,
    count(distinct case when role = 'cast' then film_row end) as played
from credits
where person_row in (select value from json_each(:people))
group by person_row
order by person_row
