-- derived: what linking remembers between runs, so that only what new reports touch is grouped again

create table link_report (
    row integer, report_id varchar, earliest date, latest date,
    article_id ubigint, registration ubigint, icao24 ubigint, callsign ubigint,
    operator ubigint, operator_country ubigint, origin ubigint, origin_country ubigint,
    destination ubigint, destination_country ubigint, type_group ubigint, source_root ubigint,
    certain ubigint);

create table link_member (
    report_id varchar, digest varchar not null, component varchar not null, founder varchar,
    place integer not null, weight double, by_person boolean not null);

create table link_count (field varchar not null, value varchar not null, number double not null);
