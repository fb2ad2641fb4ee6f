"""Builds small gold articles and the predictions that would be right about them."""

from datetime import date

from pipeline.evaluate.facts import Facts
from pipeline.evaluate.gold import GoldArticle, GoldReport
from pipeline.evaluate.predicted import Predicted, PredictedReport

ARRIVED = (date(2023, 9, 26), date(2023, 9, 26))
OUT = Facts(type_family="Il-62", operator="Russian Air Force", operator_country="RU",
            origin="Moscow", origin_country="RU", destination="Pyongyang",
            destination_country="KP", arrived=ARRIVED)  # fmt: skip
BACK = Facts(type_family="Il-62", operator="Russian Air Force", operator_country="RU",
             origin="Pyongyang", origin_country="KP", destination_country="RU",
             departed=(date(2023, 9, 28), date(2023, 9, 28)))  # fmt: skip


def gold_article(
    name: str, *reports: GoldReport, lang: str = "en", **kwargs: object
) -> GoldArticle:
    fields: dict[str, object] = {
        "url": f"https://synthetic.example/{name}",
        "lang": lang,
        "title": "A synthetic title",
        "text": "An Il-62 left Moscow. It landed in Pyongyang.",
        "relevant": bool(reports),
        "reports": reports,
        "said_by": (),
        "trackers": (),
    }
    return GoldArticle(**(fields | kwargs))


def gold_report(leg: str, facts: Facts, **kwargs: object) -> GoldReport:
    return GoldReport(leg_id=leg, trip_id=leg.split("/")[0], facts=facts, **kwargs)


def right_about(article: GoldArticle, **kwargs: object) -> Predicted:
    reports = tuple(
        PredictedReport(
            report_id=f"{article.url}#{n}",
            event_id=f"evt-{report.leg_id}",
            trip_id=f"trip-{report.trip_id}",
            facts=report.facts,
            said_by=article.said_by,
            trackers=article.trackers,
            independent_sources=report.independent_sources,
        )
        for n, report in enumerate(article.reports)
    )
    fields: dict[str, object] = {
        "url": article.url,
        "relevant": article.relevant,
        "gated": False,
        "reports": reports,
    }
    return Predicted(**(fields | kwargs))
