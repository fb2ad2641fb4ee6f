-- derived: what linking remembers between runs, now with the pairs that may be linked, so that only
-- clusters are grouped again that new reports can reach

drop table link_report;
drop table link_member;
drop table link_count;

create table link_report (
    row integer, report_id varchar, vague boolean, stated boolean, earliest date, latest date,
    article_id ubigint, registration ubigint, icao24 ubigint, callsign ubigint,
    operator ubigint, operator_country ubigint, origin ubigint, origin_country ubigint,
    destination ubigint, destination_country ubigint, type_group ubigint, source_root ubigint,
    certain ubigint);

create table link_value (hash ubigint not null, value varchar not null);

create table link_level (
    level integer not null, field varchar not null, reached varchar not null,
    value varchar not null, weight integer not null);

create table link_prior (weight integer not null);

create table link_pair (
    one integer not null, other integer not null, base integer not null, type integer not null,
    origin integer not null, destination integer not null, least integer not null,
    dissents boolean not null);

create table link_member (
    report_id varchar not null, digest ubigint not null, url varchar not null,
    rank integer not null, row integer, replaced_by varchar, cluster integer, fits varchar,
    founder varchar, place integer not null, weight double, by_person boolean not null);

create table link_word (
    left_report_id varchar not null, right_report_id varchar not null, verdict varchar not null);
