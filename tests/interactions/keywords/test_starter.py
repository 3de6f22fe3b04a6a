"""The lists that ship: they find what they are for, and leave ordinary talk alone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from qa.db import db
from qa.interactions.keywords import operations
from qa.interactions.keywords.matcher import Matcher, Said, Wanted, phrase_of
from qa.interactions.keywords.operations import lines
from qa.interactions.keywords.starter import starter_lists
from qa.interactions.models import KINDS, PARTS, SPEAKERS, WordList
from qa.text import words
from tests.cast import NOW, Cast

NAMES = {one.name["en"]: one for one in starter_lists()}


def found(name: str, text: str) -> list[str]:
    one = NAMES[name]
    role = "customer" if one.speaker == "customer" else "agent"
    matcher = Matcher(
        [Wanted(1, one.speaker, one.part, tuple(lines(one.entries)), tuple(lines(one.allowed)))]
    )
    return [
        text[hit.start : hit.end] for hit in matcher.scan([Said(1, role, 0, text)], [words(text)])
    ]


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "Forbidden words",
            [
                "Aptal mısınız siz?",
                "Orası benim işim değil.",
                "Bilmiyorum ki, başkasına sorun.",
                "Sakin olun lütfen.",
                "Saçmalıyorsunuz hanımefendi.",
                "Bizi ilgilendirmez.",
                "GERİZEKALI",
                "That's not my problem.",
                "Sir, calm down!",
                "Are you stupid?",
                "İşinize gelirse.",
                "ne yapayım yani",
            ],
        ),
        (
            "Promises and guarantees",
            [
                "Yarın elinizde, söz veriyorum.",
                "Garanti ediyoruz efendim.",
                "Kesinlikle çözeceğiz.",
                "Paranız kesinlikle yatacak.",
                "Söz verdik.",
                "I promise it ships today.",
                "We guarantee a refund.",
                "You have my word.",
                "Bunun garantisini veriyorum.",
                "It will definitely arrive.",
            ],
        ),
        (
            "Apology",
            [
                "Çok özür dilerim.",
                "Gecikme için özür diliyoruz.",
                "Kusura bakmayın.",
                "KUSURUMUZA BAKMAYIN",
                "Üzgünüm.",
                "I'm so sorry.",
                "We apologise.",
                "My apologies for that.",
                "Affedersiniz, tekrarlar mısınız?",
            ],
        ),
        (
            "Greeting",
            [
                "Merhaba Ayşe Hanım!",
                "Hoş geldiniz.",
                "İyi günler, ben Bora.",
                "Hello!",
                "Hi there",
                "How can I help you?",
                "MERHABALAR",
                "Günaydın.",
            ],
        ),
        (
            "Closing",
            [
                "Başka bir konuda yardımcı olabilir miyim?",
                "İyi günler dileriz.",
                "Iyi aksamlar",
                "Anything else today?",
                "Have a nice day!",
                "Bizi tercih ettiğiniz için teşekkürler.",
                "Görüşmek üzere.",
            ],
        ),
        (
            "Complaint and leaving",
            [
                "Sizi şikayet edeceğim.",
                "Tüketici hakem heyetine gidiyorum.",
                "Avukatım sizi arayacak.",
                "Üyeliğimi iptal edin.",
                "Cancel my account now.",
                "Şikayetvar'a yazdım.",
                "I'll speak to your manager? No: let me speak to your manager.",
                "Aboneliğimi sonlandırmak istiyorum.",
            ],
        ),
    ],
)
def test_it_finds_what_it_is_for(name: str, texts: list[str]) -> None:
    assert [text for text in texts if not found(name, text)] == []


ORDINARY = """
Anahtarımı arabada unuttum, Anadolu yakasındayım, annemle anlaştık.
Malzeme listesini maille gönderdim, mali müşavirime sordum, malum konu.
Salı günü öğleden sonra evdeyim, saat üç gibi gelsinler.
Atkı ve eldiven siparişi verdim, at nalı desenli olan.
Kargo bana ne zaman ulaşır, bize ne zaman dönersiniz?
Bana ne kadar iade edilecek, size ne kadar ödedim?
Garanti süresi iki yıl, garanti belgesi kutunun içinde.
Ürün garantili mi, garanti kapsamına giriyor mu?
Sözleşmeyi imzaladım, sözleşme numaram bu.
Size söz veremem ama takip edeceğim.
Bu konuda söz vermek istemem, garanti edemem.
Kesinlikle haklısınız, kesinlikle anlıyorum.
Bunu kesinlikle bilmiyorum, mutlaka kontrol edeceğim.
Sizin hatanız değil, sistemden kaynaklanıyor.
Ne yapabilirim diye bakıyorum, ne yapabiliriz bir bakalım.
Bilmiyorum, kontrol edip size döneceğim.
İşim gereği sık seyahat ediyorum, benim siparişim değil.
Sakin bir anınızda arayabilirsiniz.
Saçımı kuruturken makine durdu, saç kurutma makinesi bozuldu.
Bağırsak sorunu için aldığım vitamin gelmedi.
Salatalık ve salata tabağı kırık geldi.
Aptamil mama siparişim eksik, ahmet bey adına.
Yalnız bir sorum var, yalan yanlış bilgi vermek istemiyorum.
Terbiyeli tavuk çorbası siparişim soğuk geldi.
Cahit Bey ile görüştüm, Cihangir şubesinden aldım.
Özürlü araç kartı başvurusu, özür beyanı formu.
Kusurlu ürün geldi, kusur raporu ekte.
Üzgün yüz ifadesi koymuşsunuz.
Ah, ah o eski kargolar; ahım tutar, parmak izi, ekmek ve yemek.
Avuç içi kadar bir leke var, avunmak için aldım.
Mahkum değilim ki bu ürüne, mahalleme servis yok mu?
Davetiye bastırdım, davetli listesi, açık mavi renkte.
Hesabımı nasıl açarım, üyeliğimi nasıl yenilerim?
Aboneliğim ne zaman bitiyor, hesabıma bakar mısınız?
Şikayetim yok, memnunum, şikayet edecek bir şey de görmedim.
Müdür yardımcısı pozisyonu için başvurdum.
Rakip takımın forması, rakibimiz güçlü.
Selamı var, selametle gidin derdi dedem.
I'd like to return the compromise version of this premise.
The promotion said two for one, is it still valid?
What does the guarantee cover, and how long is the warranty?
I can't guarantee you a date, but I'll look.
I cannot promise anything yet.
The issue is with the tissue box.
This is high time, this thing is his.
The calm blue one, down jacket size M.
Whatever size you have is fine.
It's not a stupid question at all.
My manager ordered it, the account is in her name.
The lawn mower and the law book were both late.
Please cancel my order, not the whole account.
Better safe than sorry, so I ordered two.
It is definitely the right colour.
"""


@pytest.mark.parametrize(
    "name", ["Forbidden words", "Promises and guarantees", "Apology", "Complaint and leaving"]
)
def test_ordinary_talk_is_left_alone(name: str) -> None:
    assert [
        (text, hits) for text in ORDINARY.strip().splitlines() if (hits := found(name, text))
    ] == []


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "Forbidden words",
            ["Burada yapacak bir şey yok mu diye baktım.", "Bu sizin hatanız değil."],
        ),
        (
            "Promises and guarantees",
            [
                "Söz veremiyorum.",
                "Söz vermeyelim şimdiden.",
                "Garanti etmiyoruz.",
                "Söz vermem mümkün değil.",
                "Söz vermek istemiyorum.",
                "I couldn't guarantee you that.",
            ],
        ),
        ("Apology", ["Özür dilemenize gerek yok.", "No need to apologize.", "Don't be sorry."]),
        ("Complaint and leaving", ["Kimseyi şikayet etmiyorum.", "Şikayet etmedim."]),
    ],
)
def test_the_opposite_is_left_alone(name: str, texts: list[str]) -> None:
    assert [(text, hits) for text in texts if (hits := found(name, text))] == []


def test_every_entry_can_be_found_and_stands_once() -> None:
    for one in starter_lists():
        assert one.kind in KINDS
        assert one.speaker in SPEAKERS
        assert one.part in PARTS
        entries = lines(one.entries)
        assert len(entries) == len([line for line in one.entries.splitlines() if line]), one.name
        assert all(map(phrase_of, [*entries, *lines(one.allowed)]))
        assert all(entry.count('"') in (0, 2) for entry in [*entries, *lines(one.allowed)])


def test_names_are_in_the_language_of_the_house(inside: None, app: Flask) -> None:
    made = operations.keep_starter(NOW)
    assert [item.name for item in made] == [
        one.name[app.config["SETTINGS"].language] for one in starter_lists()
    ]
    assert {one.name["tr"] for one in starter_lists()}.isdisjoint(
        {one.name["en"] for one in starter_lists()}
    )


def test_they_are_added_once_and_never_again(inside: None, cast: Cast) -> None:
    for item in operations.keep_starter(NOW):
        operations.retire(item, actor=cast.queen, now=NOW)
    assert operations.keep_starter(NOW) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(WordList)) == len(
        starter_lists()
    )
