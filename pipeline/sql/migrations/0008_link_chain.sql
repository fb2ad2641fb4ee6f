-- derived: which events are legs in one row, so that only rows that new events can join are chained again

create table link_chain (event_id varchar not null, chain varchar not null);
