-- Every run that wrote, with its exit code and what it did as JSON counts. Times are UTC.
create or replace view runs as
select run_id, started_at, ended_at, exit_code, counts::json as counts from run;
