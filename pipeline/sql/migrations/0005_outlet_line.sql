-- derived: lines of articles that may be their outlet's template, by hash. tells: it may tell of a
-- flight; known: it was one of the outlet's template when the page was read

create table outlet_line (
    page_id varchar not null, outlet varchar not null, url varchar not null,
    line ubigint not null, tells boolean not null, known boolean not null);
