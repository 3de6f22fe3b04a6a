"""Many evaluators claiming from one queue at once, over HTTP."""

import threading
import time
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_rest: Any) -> None:
        return None


def claim_at_once(address: str, sessions: Sequence[tuple[str, str]], times: int) -> list[float]:
    """Each with a session (the value of its cookie, the token of its forms) in a thread of their
    own, `times` one after the other; the seconds each claim took. RuntimeError when one was not
    answered as it should be."""
    start = threading.Barrier(len(sessions))
    waits: list[float] = []
    wrong: list[object] = []

    def work(cookie: str, token: str) -> None:
        opener = build_opener(_Stay())
        data = urlencode({"csrf_token": token}).encode()
        request = Request(
            f"{address}/queue/claim", data=data, headers={"Cookie": f"session={cookie}"}
        )
        start.wait()
        for _ in range(times):
            begun = time.perf_counter()
            try:
                opener.open(request, timeout=20)
            except HTTPError as answer:  # a redirect that is not followed is one, too
                if answer.code != 302:
                    wrong.append(answer.code)
                answer.close()
            waits.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=work, args=session) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(f"{len(wrong)} of {len(waits)}: {wrong[0]}")
    return waits
