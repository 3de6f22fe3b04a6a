"""`qa serve`, as a process: the first administrator, an import done by the worker, and a clean
end."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from qa import settings

CSV = (
    "conversation_id,channel,agent,sent_at,sender,text\n"
    "W-1,chat,a-1,2026-05-04T10:00:00Z,customer,Merhaba\n"
)


class Visitor:
    """A browser without a browser: cookies and forms."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        self.opener.addheaders = [("Accept-Language", "en")]

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=20) as response:
            return str(response.read().decode())

    def post(self, path: str, fields: dict[str, str], page: str) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        body = urllib.parse.urlencode({**fields, "csrf_token": found[1]}).encode()
        request = urllib.request.Request(self.address + path, body)
        with self.opener.open(request, timeout=20) as response:
            return str(response.geturl())

    def upload(self, path: str, name: str, data: str, page: str) -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        edge = "-----edge"
        body = (
            f'--{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{found[1]}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="{name}"\r\n\r\n{data}\r\n--{edge}--\r\n'
        ).encode()
        request = urllib.request.Request(
            self.address + path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
        )
        with self.opener.open(request, timeout=20) as response:
            return str(response.geturl())


def test_serve(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QA_")}
    environment |= {"QA_DATA_DIR": str(tmp_path / "data"), "QA_PORT": str(port), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "qa.cli"]
    subprocess.run(
        [*command, "db", "upgrade", "--quiet"], env=environment, cwd=settings.ROOT, check=True
    )
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "serve"],
            env=environment,
            cwd=settings.ROOT,
            stderr=log,
            start_new_session=True,
        )
    try:
        visitor = Visitor(f"http://127.0.0.1:{port}")
        _wait(lambda: visitor.get("/health"), "the server")
        code = re.search(r"one-time code: (\S+)", (tmp_path / "log").read_text())
        assert code
        page = visitor.get("/setup")
        fields = {
            "name": "Ada",
            "email": "ada@example.com",
            "password": "long enough to be one",
            "again": "long enough to be one",
        }
        assert visitor.post("/setup", {**fields, "code": code[1]}, page).endswith(
            "/imports"
        )  # a new house begins with a file
        at = visitor.upload("/imports", "w.csv", CSV, visitor.get("/imports"))
        number = re.search(r"/imports/(\d+)/mapping", at)
        assert number
        page = visitor.get(f"/imports/{number[1]}/mapping")
        chosen = dict(
            re.findall(
                r'<select[^>]*name="(field_\w+)".*?<option selected value="([^"]*)"',
                page,
                re.DOTALL,
            )
        )
        rest = {
            "source": "test",
            "channel": "chat",
            "timezone": "Europe/Istanbul",
            "date_order": "dmy",
            "name": "",
        }
        visitor.post(f"/imports/{number[1]}/mapping", chosen | rest, page)
        _wait(
            lambda: "Import them" in visitor.get(f"/imports/{number[1]}"),
            "the worker to check the file",
        )
        visitor.post(f"/imports/{number[1]}/confirmation", {}, visitor.get(f"/imports/{number[1]}"))
        _wait(
            lambda: "Imported" in visitor.get(f"/imports/{number[1]}"),
            "the worker to import the file",
        )
        assert "W-1" in visitor.get("/interactions")
        assert (
            list((tmp_path / "data" / "uploads").iterdir()) == []
        )  # the text that was not masked is not kept
        assert "Merhaba" not in (tmp_path / "log").read_text()  # and no transcript is in the log
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=40) == 0, (tmp_path / "log").read_text()


def _wait(ready, what: str) -> None:
    end = time.monotonic() + 40
    while True:
        try:
            if ready():
                return
        except OSError:
            pass
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.2)
