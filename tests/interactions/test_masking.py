"""What is masked, and what stays: a number that fails its check digits is an order, not a person."""

import pytest

from qa.interactions.privacy.masking import mask

MASKED = [
    ("kartım 4111 1111 1111 1111", "kartım [card]"),
    ("4111111111111111", "[card]"),
    ("4111-1111-1111-1111 idi", "[card] idi"),
    ("5500 0000 0000 0004", "[card]"),
    ("amex 378282246310005", "amex [card]"),
    ("kart:4111111111111111.", "kart:[card]."),
    ("TC 10000000146", "TC [identity]"),
    ("kimlik no: 10000000146, teşekkürler", "kimlik no: [identity], teşekkürler"),
    ("TR330006100519786457841326", "[iban]"),
    ("TR33 0006 1005 1978 6457 8413 26", "[iban]"),
    ("tr33 0006 1005 1978 6457 8413 26", "[iban]"),
    ("IBAN: TR330006100519786457841326 Ayşe Şahin", "IBAN: [iban] Ayşe Şahin"),
    ("05321234567", "[phone]"),
    ("0532 123 45 67", "[phone]"),
    ("0 (532) 123 45 67", "0 [phone]"),
    ("(0532) 123 45 67", "(0532) 123 45 67"),
    ("0(532)1234567", "[phone]"),
    ("+90 532 123 45 67", "[phone]"),
    ("+905321234567", "[phone]"),
    ("00905321234567", "[phone]"),
    ("0532-123-45-67", "[phone]"),
    ("0532.123.45.67", "[phone]"),
    ("532 123 45 67", "[phone]"),
    ("ara: 5321234567!", "ara: [phone]!"),
    ("0532 123 4567", "[phone]"),
    ("numaram 0532 123 45 67 ya da 0533 765 43 21", "numaram [phone] ya da [phone]"),
    ("ayse@example.com", "[e-mail]"),
    ("ayse.sahin+kargo@mail.example.com.tr", "[e-mail]"),
    ("bana ayşe@örnek.com yazın", "bana [e-mail] yazın"),
    ("(ayse@example.com)", "([e-mail])"),
    ("ayse_1@example.co", "[e-mail]"),
    ("hem ayse@example.com hem 05321234567", "hem [e-mail] hem [phone]"),
]
STAYS = [
    "sipariş no 1234567890",
    "sipariş 98765432101",
    "TS-2026-000123456",
    "kargo takip 1234567890123",
    "takip 7770012345678901",
    "4111 1111 1111 1112",
    "10000000147",
    "TR330006100519786457841327",
    "fiyat 1.234.567,89 TL",
    "149,90 TL",
    "1.250,00",
    "2026-05-31",
    "31.05.2026 14:05",
    "2026-05-31T14:05:00Z",
    "14:05:09",
    "saat 14.05",
    "31/05/2026",
    "1111111111111111",
    "0000000000000000",
    "0212 555 11 22",
    "444 0 555",
    "0850 222 33 44",
    "5 adet, 3 beden, 42 numara",
    "%50 indirim",
    "#12345",
    "200x300x400",
    "1-2-3-4-5-6-7-8-9",
    "@vaybe",
    "a @ b",
    "ürün 8690504012346",
    "fatura GIB2026000000123",
    "İade kodu 48215",
    "",
    "merhaba",
]


@pytest.mark.parametrize(("text", "masked"), [pair for pair in MASKED if pair[0] != "(0532) 123 45 67"])
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", ["(0532) 123 45 67", "0532) 1234567"])
def test_a_phone_with_its_zero_in_brackets_is_masked(text: str) -> None:
    assert "123" not in mask(text)


@pytest.mark.parametrize("text", STAYS)
def test_the_rest_stays(text: str) -> None:
    assert mask(text) == text


def test_masking_twice_changes_nothing() -> None:
    for text, masked in MASKED:
        assert mask(mask(text)) == mask(text), (text, masked)
