-- Instants are TIMESTAMP in UTC, days are DATE in the local calendar of the place they are about.
-- No foreign keys: DuckDB refuses to delete child and parent in one transaction under them.

-- precious: cannot be computed again -------------------------------------------------------------

create table page (
    page_id varchar primary key, kind varchar not null check (kind in ('html', 'entry', 'article')),
    url varchar not null, final_url varchar not null, outlet varchar not null, lang varchar,
    fetched_at timestamp not null, status integer, content_type varchar, body_hash varchar not null,
    etag varchar, last_modified varchar, entry_id varchar,
    archive_file varchar not null, archive_offset bigint not null, archive_payload_sha256 varchar not null);

create table feed_entry (
    entry_id varchar primary key, feed_url varchar not null, outlet varchar not null, lang varchar,
    guid varchar, url varchar not null, title varchar not null,
    summary_html varchar not null, content_html varchar not null using compression zstd,
    published_at timestamp, published_text varchar, updated_text varchar,
    seen_at timestamp not null);

create table feed_state (
    feed_url varchar primary key, outlet varchar not null, etag varchar, last_modified varchar,
    body_hash varchar, last_success_at timestamp, last_status varchar,
    consecutive_failures integer not null, next_due_at timestamp);

create table fetch_log (
    run_id varchar not null, url varchar not null, outlet varchar not null, kind varchar not null,
    fetched_at timestamp not null, outcome varchar not null, http_status integer,
    bytes bigint not null, elapsed_ms bigint not null, detail varchar);

create table judgement (
    left_report_id varchar not null, right_report_id varchar not null,
    verdict varchar not null check (verdict in ('same', 'different')),
    judged_by varchar not null, judged_at timestamp not null, note varchar,
    check (left_report_id < right_report_id));

create table event_ledger (
    event_id varchar primary key, founding_report_id varchar not null, minted_at timestamp not null,
    merged_into varchar, split_from varchar);

-- which event a report was last part of: what keeps ids stable when everything below is rebuilt
create table event_member (
    report_id varchar primary key, event_id varchar not null);

-- how often the content of an event changed
create table event_version (
    event_id varchar primary key, version integer not null, content_hash varchar not null,
    changed_at timestamp not null);

create table event_log (
    event_id varchar not null, logged_at timestamp not null, what varchar not null, other_event_id varchar);

create table run (
    run_id varchar primary key, verb varchar not null, started_at timestamp not null,
    ended_at timestamp, exit_code integer, counts varchar);

-- derived: thrown away and computed again whenever a stage's version changes -----------------------

create table article (
    article_id varchar primary key, page_id varchar not null, url varchar not null,
    outlet varchar not null, lang varchar, title varchar not null,
    text varchar using compression zstd,
    published_at timestamp, published_precision varchar not null
        check (published_precision in ('instant', 'day', 'unknown')),
    published_basis varchar, fetched_at timestamp not null, gate varchar not null);

create table article_copy (
    article_id varchar primary key, copy_of varchar not null, overlap double not null);

create table mention (
    mention_id varchar primary key, article_id varchar not null, kind varchar not null,
    part varchar not null check (part in ('title', 'text')),
    char_start integer not null, char_end integer not null check (char_end > char_start),
    text varchar not null, value varchar not null, finder varchar not null, flags varchar[] not null);

create table report (
    report_id varchar primary key, article_id varchar not null, seq integer not null,
    role varchar not null check (role in ('primary', 'background')),
    status varchar not null check (status in ('happened', 'planned', 'denied', 'hypothetical')),
    outcome varchar check (outcome in
        ('crashed', 'shot_down', 'diverted', 'turned_back', 'forced_down', 'intercepted')),
    type_family varchar, type_variant varchar, type_icao varchar, type_text varchar,
    registration varchar, registration_fuzzy boolean not null, icao24 varchar, callsign varchar,
    operator varchar, operator_country varchar,
    origin varchar, origin_country varchar, origin_icao varchar,
    destination varchar, destination_country varchar, destination_icao varchar,
    departed_earliest date, departed_latest date, departed_text varchar, departed_basis varchar,
    arrived_earliest date, arrived_latest date, arrived_text varchar, arrived_basis varchar,
    said_by varchar[] not null, trackers varchar[] not null, artifact boolean not null,
    confidence double not null,
    check (departed_earliest <= departed_latest), check (arrived_earliest <= arrived_latest));

create table claim (
    claim_id varchar primary key, report_id varchar not null, article_id varchar not null,
    field varchar not null, value varchar not null, original varchar not null,
    part varchar not null check (part in ('title', 'text')),
    char_start integer not null, char_end integer not null check (char_end > char_start),
    status varchar not null, said_by varchar, finder varchar not null);

create table report_relation (
    report_id varchar not null, related_report_id varchar not null, relation varchar not null,
    primary key (report_id, related_report_id, relation));

create table report_source (
    report_id varchar primary key, source_root varchar not null);

create table event_report (
    report_id varchar primary key, event_id varchar not null, weight double,
    decided_by varchar not null check (decided_by in ('auto', 'human')));

create table event (
    event_id varchar primary key, trip_id varchar not null, reference varchar not null,
    status varchar not null, outcome varchar,
    type_family varchar, type_variant varchar, type_icao varchar, type_text varchar,
    registration varchar, icao24 varchar, callsign varchar,
    operator varchar, operator_country varchar,
    origin varchar, origin_country varchar, origin_icao varchar,
    destination varchar, destination_country varchar, destination_icao varchar,
    departed_earliest date, departed_latest date, arrived_earliest date, arrived_latest date,
    reports integer not null, articles integer not null, outlets integer not null,
    independent_sources integer not null, languages varchar[] not null,
    said_by varchar[] not null, trackers varchar[] not null,
    first_reported_at timestamp, last_reported_at timestamp,
    confidence double not null, conflicts integer not null);

create table conflict (
    event_id varchar not null, field varchar not null, value varchar not null,
    reports integer not null, outlets integer not null, primary key (event_id, field, value));

create table event_relation (
    event_id varchar not null, related_event_id varchar not null, relation varchar not null,
    report_id varchar);

create table trip (
    trip_id varchar primary key, reference varchar not null, route varchar not null,
    legs integer not null, registration varchar, type_family varchar, operator varchar,
    started date, ended date, event_ids varchar[] not null);

-- what each stage did with each item, under which version of the stage
create table stage_run (
    item varchar not null, stage varchar not null, version varchar not null,
    status varchar not null check (status in ('ok', 'failed', 'quarantined')),
    attempts integer not null, error varchar, done_at timestamp not null,
    primary key (item, stage));
