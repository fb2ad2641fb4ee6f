-- What one article says about one flight leg. Days are local to the place, times are UTC,
-- unknown is NULL. event_id is NULL for a report too vague to found or join an event.
create or replace view reports as
select
    report.report_id, report.article_id, event_report.event_id,
    article.url, article.outlet, article.lang, article.published_at,
    report.role, report.status, report.outcome,
    report.type_family, report.type_variant, report.type_icao, report.type_text,
    report.registration, report.icao24, report.callsign, report.operator, report.operator_country,
    report.origin, report.origin_country, report.origin_icao,
    report.destination, report.destination_country, report.destination_icao,
    report.departed_earliest, report.departed_latest, report.arrived_earliest, report.arrived_latest,
    report.said_by, report.trackers, report_source.source_root, report.confidence
from report
join article on article.article_id = report.article_id
left join event_report on event_report.report_id = report.report_id
left join report_source on report_source.report_id = report.report_id;
