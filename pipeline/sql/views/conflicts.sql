-- Values that reports of one event state against each other.
create or replace view conflicts as
select event_id, field, value, reports, outlets from conflict;
