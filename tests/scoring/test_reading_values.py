"""Values read out of a file: numbers exactly, texts, words and lists, each fault with its text."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from qa.scoring import CardError, Fault
from qa.scoring.numbers import exact, plain
from qa.scoring.reading import CARD_ID, LARGEST, Reader


def told(data: Any, take: Any, *, path: str = "top", languages: tuple[str, ...] = ()) -> Any:
    """(what taking gives, the faults as "path: message")."""
    faults: list[Fault] = []
    found = take(Reader(data, path, faults, languages))
    return found, [str(fault) for fault in faults]


def test_numbers_are_read_exactly() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(3) == 3
    assert exact(Fraction(1, 3)) == Fraction(1, 3)
    assert exact(Decimal("0.30")) == Fraction(3, 10)
    for value in (True, False, "1", None, float("inf"), float("nan"), Decimal("NaN"), [1]):
        assert exact(value) is None
    assert (plain(Fraction(4)), plain(Fraction(1, 4))) == (4, 0.25)
    assert isinstance(plain(Fraction(4)), int)


def test_numbers_and_their_bounds() -> None:
    def number(value: Any, **how: Any) -> Any:
        return told({"n": value}, lambda r: r.number("n", Fraction(7), **how))

    assert number(0) == (0, [])
    assert number(-0.5) == (7, ["top.n: must be at least 0"])
    assert number(0, above=True) == (7, ["top.n: must be more than 0"])
    assert number(0.001, above=True) == (Fraction(1, 1000), [])
    assert number(5, high=5) == (5, [])
    assert number(5.5, high=5) == (7, ["top.n: must be at most 5"])
    assert number(-3, low=None) == (-3, [])
    assert number(2, low=3) == (7, ["top.n: must be at least 3"])
    assert number(3, low=3) == (3, [])
    assert number("5") == (7, ["top.n: must be a number, not '5'"])
    assert number(None) == (7, ["top.n: is empty: give it a value or leave the key out"])
    assert number(1_000_000_000) == (10**9, [])
    assert number(-1_000_000_000, low=None) == (-(10**9), [])
    for value in (1_000_000_001, -1_000_000_001):
        assert number(value, low=None) == (7, ["top.n: must be at most 1000000000"])
    assert number(Fraction(1, 3)) == (7, ["top.n: has more digits than a file can hold"])
    assert LARGEST == 1_000_000_000
    assert told({}, lambda r: r.number("n", Fraction(7))) == (7, [])
    assert told({}, lambda r: r.number("n", Fraction(7), required=True)) == (
        7,
        ["top.n: is missing"],
    )
    assert told({}, lambda r: r.optional_number("n")) == (None, [])
    assert told({"n": None}, lambda r: r.optional_number("n", Fraction(3), null=True)) == (None, [])
    assert told({}, lambda r: r.optional_number("n", Fraction(3), null=True)) == (3, [])
    assert told({"n": None}, lambda r: r.optional_number("n", Fraction(3))) == (
        3,
        ["top.n: is empty: give it a value or leave the key out"],
    )
    # A null that is allowed was asked for: it is no unknown key.
    assert told({"n": None}, lambda r: (r.optional_number("n", null=True), r.close())) == (
        (None, None),
        [],
    )


def test_whole_numbers() -> None:
    def whole(value: Any, **how: Any) -> Any:
        return told({"n": value}, lambda r: r.whole("n", **how))

    assert whole(1) == (1, [])
    assert whole(0) == (1, ["top.n: must be at least 1"])
    assert whole(0, low=0) == (0, [])
    assert whole(True) == (1, ["top.n: must be a whole number, not true"])
    assert whole(1.5) == (1, ["top.n: must be a whole number, not 1.5"])
    assert told({}, lambda r: r.whole("n", low=4)) == (4, ["top.n: is missing"])


def test_words_of_a_list_known() -> None:
    def word(data: Any, default: str | None = None) -> Any:
        return told(data, lambda r: r.word("w", ("choice", "multi"), default))

    assert word({"w": "multi"}) == ("multi", [])
    assert word({}, "multi") == ("multi", [])
    assert word({}) == ("choice", ["top.w: is missing"])
    assert word({"w": "choise"}, "multi") == (
        "multi",
        ["top.w: must be one of choice, multi, not 'choise' (did you mean choice?)"],
    )
    assert word({"w": 4}) == ("choice", ["top.w: must be one of choice, multi, not 4"])
    assert word({"w": []})[1] == ["top.w: must be one of choice, multi, not a list"]
    assert word({"w": {}})[1] == ["top.w: must be one of choice, multi, not keys and values"]
    assert word({"w": False})[1] == ["top.w: must be one of choice, multi, not false"]
    assert word({"w": b"x"})[1] == ["top.w: must be one of choice, multi, not a bytes"]
    assert word({"w": "x" * 40})[1] == [f"top.w: must be one of choice, multi, not '{'x' * 40}'"]
    assert word({"w": "x" * 41})[1] == [f"top.w: must be one of choice, multi, not '{'x' * 37}...'"]


def test_ids() -> None:
    def ident(value: Any, *rest: Any, **how: Any) -> Any:
        return told({"id": value}, lambda r: r.ident("id", *rest, **how))

    assert ident("a-b_9") == ("a-b_9", [])
    assert ident("x" * 40) == ("x" * 40, [])
    assert ident("x" * 41) == (
        "",
        [f"top.id: '{'x' * 41}' is not an id: 1 to 40 of a-z, 0-9, - and _"],
    )
    assert ident("a_b", CARD_ID) == (
        "",
        ["top.id: 'a_b' is not an id: 1 to 40 of a-z, 0-9 and -"],
    )
    assert ident(5) == ("", ["top.id: must be text, not 5"])
    yaml = "cannot be an id (YAML reads yes, no, on, off as true or false)"
    assert ident("na") == ("", [f"top.id: 'na' {yaml}"])
    assert ident(True) == ("", [f"top.id: 'true' {yaml}"])
    assert told({}, lambda r: r.ident("id")) == ("", ["top.id: is missing"])
    assert told({}, lambda r: r.ident("id", required=False)) == ("", [])


def test_flags() -> None:
    assert told({"f": True}, lambda r: r.flag("f")) == (True, [])
    assert told({"f": False}, lambda r: r.flag("f")) == (False, [])
    assert told({}, lambda r: r.flag("f")) == (False, [])
    assert told({"f": 1}, lambda r: r.flag("f")) == (
        False,
        ["top.f: must be true or false, not 1"],
    )


def test_lists_of_texts() -> None:
    def words(value: Any) -> Any:
        return told({"w": value}, lambda r: r.words("w"))

    assert words(["a", "b"]) == (("a", "b"), [])
    assert words(("a",)) == (("a",), [])
    assert words(["a", "b", "a"]) == (("a", "b"), ["top.w[2]: 'a' is here twice"])
    assert words(["a", False, 3]) == (
        ("a",),
        [
            "top.w[1]: must be text, not false: put it in quotes, or choose another id",
            "top.w[2]: must be text, not 3: put it in quotes, or choose another id",
        ],
    )
    assert words([1.5]) == ((), ["top.w[0]: must be text, not 1.5"])
    assert words([]) == ((), ["top.w: is empty"])
    assert words("ab") == ((), ["top.w: must be a list, not 'ab'"])
    assert told({}, lambda r: r.words("w")) == ((), [])
    assert told({}, lambda r: r.words("w", required=True)) == ((), ["top.w: is missing"])
    assert told({}, lambda r: r.readers("w")) == ([], [])
    assert told({}, lambda r: r.readers("w", required=True)) == ([], ["top.w: is missing"])
    assert told({"w": []}, lambda r: r.readers("w", empty="has none")) == ([], ["top.w: has none"])


def test_mappings_within() -> None:
    found, faults = told({"w": [{"a": 1}, 5]}, lambda r: [one.path for one in r.readers("w")])
    assert (found, faults) == (
        ["top.w[0]", "top.w[1]"],
        ["top.w[1]: must be keys and values, not 5"],
    )
    assert told({}, lambda r: r.reader("w")) == (None, [])
    assert told({"w": {}}, lambda r: r.reader("w").path) == ("top.w", [])
    assert told({"w": {"x": ""}}, lambda r: r.reader("w").text("x"), languages=("tr",)) == (
        "",
        ["top.w.x: is empty"],
    )
    assert told(
        {"w": [{"t": {"en": "x"}}]}, lambda r: r.readers("w")[0].text("t"), languages=("tr",)
    ) == (
        {"en": "x"},
        ["top.w[0].t: has no text in tr"],
    )
    assert told(
        {"w": {"t": {"en": "x"}}}, lambda r: r.reader("w").text("t"), languages=("tr",)
    ) == (
        {"en": "x"},
        ["top.w.t: has no text in tr"],
    )
    # What is no mapping has one fault, and none for each key that is asked of it.
    assert told([1], lambda r: (r.whole("n"), r.required_text("t"), r.close()), path="") == (
        (1, "", None),
        ["must be keys and values, not a list"],
    )


def test_texts() -> None:
    def text(value: Any, **how: Any) -> Any:
        return told({"t": value}, lambda r: r.text("t"), **how)

    assert text("Hello") == ("Hello", [])
    assert text(" ") == (" ", ["top.t: is empty"])
    assert text({"tr": "Merhaba", "en-GB": "Hello"}) == ({"tr": "Merhaba", "en-GB": "Hello"}, [])
    assert text(5) == ("", ["top.t: must be text, or text per language, not 5"])
    assert text({}) == ({}, ["top.t: is empty"])
    assert text({"Turkish": "x", "tr": 4, "en": " ", 5: "x", "de": "Hallo"}) == (
        {"de": "Hallo"},
        [
            "top.t.Turkish: is not a language code such as tr or en",
            "top.t.tr: must be text, not 4",
            "top.t.en: is empty",
            "top.t.5: is not a language code such as tr or en",
        ],
    )
    assert text({"tr": "x"}, languages=("tr", "en")) == (
        {"tr": "x"},
        ["top.t: has no text in en"],
    )
    assert told({}, lambda r: r.text("t")) == (None, [])
    assert told({}, lambda r: r.text("t", required=True)) == (None, ["top.t: is missing"])
    assert told({}, lambda r: r.required_text("t")) == ("", ["top.t: is missing"])


def test_numbered_texts() -> None:
    def numbered(value: Any) -> Any:
        return told({"a": value}, lambda r: r.numbered_texts("a"))

    assert numbered({1: "low", "2.5": "mid", "-3": "x"}) == (
        [(1, 1, "low"), ("2.5", Fraction(5, 2), "mid"), ("-3", -3, "x")],
        [],
    )
    assert numbered({1: "low", "1": "again", "x": "y", "1234567890": "z"}) == (
        [(1, 1, "low")],
        [
            "top.a.1: is here twice",
            "top.a.x: must be a number",
            "top.a.1234567890: must be a number",
        ],
    )
    assert numbered({1: ""}) == ([(1, 1, "")], ["top.a.1: is empty"])
    assert numbered([1]) == ([], ["top.a: must be a list of numbers and texts, not a list"])
    assert told({}, lambda r: r.numbered_texts("a")) == ([], [])


def test_keys_nobody_asked_for() -> None:
    def close(data: Any) -> Any:
        def take(reader: Reader) -> None:
            reader.flag("excluded")
            reader.refuse(("points", "max"), "needs %(what)s", what="points mode")
            reader.close()

        return told(data, take)[1]

    assert close({"excluded": True}) == []
    assert close({"exclude": True, "points": 3, 5: 1, "zzz": 2}) == [
        "top.exclude: unknown key (did you mean excluded?)",
        "top.points: needs points mode",
        "top.5: unknown key",
        "top.zzz: unknown key",
    ]
    assert Reader({"b": 1, 4: 2, "a": 3}, "", []).given == ("b", "a")


def test_faults_in_words() -> None:
    assert str(Fault("a.b", "is %(n)s %% of all", {"n": 5})) == "a.b: is 5 % of all"
    assert str(Fault("", "is 100 % wrong")) == "is 100 % wrong"
    assert Fault("a", "x").arguments == {}
    error = CardError((Fault("a", "x"), Fault("", "y")))
    assert str(error) == "a: x\ny"
    assert error.faults == [Fault("a", "x"), Fault("", "y")]
    assert len({Fault("a", "x", {"n": []}), Fault("a", "x", {"n": []})}) == 1
