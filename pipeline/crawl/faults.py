"""Owns what the exceptions of http.client and urllib3 mean in our codes. Sends nothing."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager

from urllib3.exceptions import HTTPError, InvalidChunkLength

from pipeline.crawl.response import FetchError


@contextmanager
def faults_of_http() -> Iterator[None]:
    """Turn what http.client and urllib3 raise into a FetchError with our code."""
    try:
        yield
    except (InvalidChunkLength, http.client.LineTooLong, http.client.UnknownProtocol) as error:
        raise FetchError("bad_http", str(error)[:300]) from None
    except http.client.RemoteDisconnected as error:
        raise FetchError("truncated", str(error)) from None
    except http.client.HTTPException as error:
        code = "truncated" if isinstance(error, http.client.IncompleteRead) else "bad_http"
        raise FetchError(code, f"{type(error).__name__}: {error}"[:300]) from None
    except HTTPError as error:
        raise FetchError(
            "bad_http" if _is_bad_http(error) else "truncated", str(error)[:300]
        ) from None
    except OSError as error:
        raise FetchError("truncated", error.strerror or str(error)) from None
    except ValueError as error:  # a header of ours that http.client refuses to send
        raise FetchError("bad_http", str(error)[:300]) from None


def _is_bad_http(error: BaseException) -> bool:
    causes = (error, *error.args, error.__cause__, error.__context__)
    bad = (InvalidChunkLength, http.client.LineTooLong, http.client.BadStatusLine)
    return any(isinstance(cause, bad) for cause in causes)
