"""From a file of conversations to an agent's scorecard, in a browser, by the people who do it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.browser

LINES = [
    ("N-1", "2025-06-03 10:00", "customer", "Merhaba, kargom üç gündür gelmedi"),
    (
        "N-1",
        "2025-06-03 10:00:40",
        "agent",
        "Merhaba, ben Ayşe. Gecikme için üzgünüm 😊 hemen bakıyorum.",
    ),
    ("N-1", "2025-06-03 10:02", "customer", "Teşekkürler"),
    (
        "N-1",
        "2025-06-03 10:03",
        "agent",
        "Paketiniz yarın teslim edilecek, SMS ile haber vereceğim.",
    ),
    ("N-2", "2025-06-04 11:00", "customer", "Kupon kodum çalışmıyor"),
    ("N-2", "2025-06-04 11:01", "agent", "Kodu yeniledim, tekrar dener misiniz?"),
]


def write(folder: Path) -> Path:
    path = folder / "görüşmeler.csv"
    rows = ["görüşme no;kanal;temsilci;müşteri;mesaj zamanı;gönderen;mesaj"]
    rows += [
        f"{i};sohbet;ayse-1;C-{i};{at};{'müşteri' if who == 'customer' else 'temsilci'};{text}"
        for i, at, who, text in LINES
    ]
    rows.append("N-3;sohbet;ayse-1;C-9;kırk ocak;müşteri;Bu satırın tarihi yok")
    path.write_text("\n".join(rows), encoding="utf-8-sig")
    return path


def test_the_whole_way(person, cast: Cast, tmp_path: Path) -> None:
    _import_and_draw(person("queen@example.com", PASSWORD), tmp_path)
    _score(person("eve@example.com", PASSWORD, language="tr"))
    _acknowledge(person("ayse@example.com", PASSWORD, language="tr"))
    _read(person("lale@example.com", PASSWORD))


def _import_and_draw(queen, folder: Path) -> None:
    page = queen.page
    queen.go("/imports")
    page.set_input_files("input[type=file]", write(folder))
    page.click("text=Upload and look")
    queen.check()
    assert page.input_value("[name=field_id]") == "görüşme no"
    page.fill("[name=name]", "Sohbet dışa aktarımı")
    page.click("text=Check the whole file")
    page.wait_for_selector("text=will be left out")
    queen.check()
    assert "kırk ocak" in page.inner_text("main")  # the row that cannot be read is named
    page.click("text=Import them")
    page.wait_for_selector("text=Imported")
    queen.check()
    for path in (
        "/interactions",
        "/interactions?text=kargom",
        "/scorecards",
        "/scorecards/1",
        "/draws",
        "/draws/new",
    ):
        queen.go(path)
    page.select_option("[name=version_id]", label="Chat evaluation")
    page.fill("[name=first]", "2025-06-01")
    page.fill("[name=last]", "2025-06-30")
    page.fill("[name=per_agent]", "5")
    page.uncheck("text=Emre")
    page.fill("[name=seed]", "a seed")
    page.click("button:has-text('Draw now')")
    page.wait_for_selector("text=2 interactions drawn.")
    queen.check()
    page.click("a:has-text('N-1')")
    queen.check()
    assert "1 min" in page.inner_text("main")


def _score(eve) -> None:
    page = eve.page
    eve.go("/queue")
    page.click("tr:has-text('N-1') button")
    page.wait_for_selector("[data-scoring]")
    eve.check()
    page.wait_for_selector("[data-current]")

    def question() -> str:
        return str(page.get_attribute("[data-current]", "data-question"))

    def saved() -> None:
        expect(page.locator("[data-saved]")).to_have_text(re.compile("^Kaydedildi"))

    first = question()
    page.keyboard.press("3")  # missed: wants a comment
    page.wait_for_selector(f"#question-{first}[data-short]")
    expect(page.locator(f"#question-{first} textarea")).to_be_focused()
    page.keyboard.type("Karşılama cümlesi yok.")
    page.keyboard.press("Escape")  # and on
    expect(page.locator(f"#question-{first}")).not_to_have_attribute("data-current", "")
    saved()
    page.focus(f"#question-{first}")
    page.evaluate(
        "() => { const text = document.querySelectorAll('.turn.agent .bubble')[0].firstChild;"
        " const range = document.createRange(); const at = text.data.indexOf('hemen');"
        " range.setStart(text, at); range.setEnd(text, at + 15);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    page.keyboard.press("e")
    page.wait_for_selector("mark[data-mark]:has-text('hemen bakıyorum')")  # right behind an emoji

    page.evaluate("localStorage.setItem('vaybe-go-on', 'no')")  # she presses j herself
    page.reload()  # a reload loses nothing
    assert page.is_checked(f"#question-{first} input[value=missed]")
    assert page.input_value(f"#question-{first} textarea") == "Karşılama cümlesi yok."
    assert "hemen bakıyorum" in page.inner_text(f"#question-{first} .evidence")
    page.wait_for_selector("[data-current]")
    seen = set()
    while question() not in seen:
        seen.add(question())
        if page.query_selector(f"#question-{question()}:has(input[type=radio])"):
            page.keyboard.press("1")
            expect(page.locator(f"#question-{question()} input:checked").first).to_be_attached()
        page.keyboard.press("j")
    saved()
    expect(page.locator("[data-left]")).to_have_text("")
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    eve.check()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=N-2")  # submitted; here is the next one
    assert "Gönderildi" in page.inner_text("main")
    eve.check()
    eve.go("/evaluators")


def _acknowledge(ayse) -> None:
    page = ayse.page
    ayse.go("/me")
    page.click("#evaluations a:has-text('N-1')")
    ayse.check()
    assert "Karşılama cümlesi yok." in page.inner_text("main")
    assert page.inner_text("mark[data-mark]") == "hemen bakıyorum"
    page.fill("[name=note]", "Teşekkürler, dikkat edeceğim.")
    page.click("text=Okudum")
    page.wait_for_selector("text=Ayşe Şahin okudu")
    ayse.check()


def _read(lale) -> None:
    page = lale.page
    for path in (
        "/agents?first=2025-06-01&last=2025-06-30",
        "/coaching-needs?first=2025-06-01&last=2025-06-30&by=agent",
        "/evaluations",
    ):
        lale.go(path)
    page.goto("/agents?first=2025-06-01&last=2025-06-30")
    assert "Ayşe Şahin" in page.inner_text("main")
    page.click("a:has-text('Ayşe Şahin')")
    page.wait_for_selector("svg path")  # the chart is drawn
    lale.check()
    page.goto("/agents?first=2025-06-01&last=2025-06-30")
    with page.expect_download() as download:
        page.click("a:has-text('XLSX')")
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book.active
    assert sheet is not None
    assert sheet["A2"].value == "Ayşe Şahin"
    assert sheet["C2"].value == 1
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
