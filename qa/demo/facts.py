"""The facts of one conversation: who, what, when, how much. Phrases ask for them by name."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from qa.demo import names
from qa.demo.products import FITTING, PRODUCTS
from qa.demo.turkish import day_of_month, money, name_with, short_date, weekday

ISTANBUL = timedelta(hours=3)
SIZES = (("S", "M"), ("M", "L"), ("38", "40"), ("40", "42"), ("L", "M"), ("36", "38"), ("XL", "L"))
COUPONS = ("GUZ15", "HOSGELDIN", "EVIM20", "BAHAR10", "DUGME50", "YENIEV")


class Facts(dict[str, str]):
    """Named facts; "carrier_dat" is made from "carrier" when asked for. KeyError for unknown
    ones."""

    def __missing__(self, key: str) -> str:
        base, _, case = key.rpartition("_")
        self[key] = value = name_with(self[base], case) if base else dict.__getitem__(self, key)
        return value


def facts_for(
    rng: Random,
    at: datetime,
    *,
    language: str,
    goods: str,
    agent: str,
    known: bool,
    ahead: int = 0,
) -> Facts:
    """Facts which agree with one another: paid after ordered, refund not above the price.

    known: the agent knows the customer's name; otherwise the agent says "hanımefendi" or "madam".
    ahead: days added to the dates which are promised, for conversations which take days."""
    # One stream of random numbers for all of them: what is asked for earlier is drawn earlier.
    local = at + ISTANBUL
    items, price = _goods(rng, goods, language)
    dates = _dates(rng, local, ahead, language)
    size, new_size = rng.choice(SIZES)
    return Facts(
        {
            "company": "Dokuz Düğme",
            "agent": agent,
            **items,
            **dates,
            "size": size,
            "new_size": new_size,
            **_customer(rng, language, known),
            **_numbers(rng, language),
            **_prices(price, language),
            **_politeness(local.hour, language),
        }
    )


def _goods(rng: Random, goods: str, language: str) -> tuple[dict[str, str], Decimal]:
    """The product, two others of its kind, and its price in TL."""
    product = rng.choice(FITTING[goods])
    others = [p for p in PRODUCTS if p.kind == product.kind and p.short != product.short]
    other, second = rng.sample(others, 2)
    price = Decimal(product.price + rng.choice((0, 50, 100, 150))) + rng.choice(
        (Decimal("0.90"), Decimal("0.99"), 0)
    )
    turkish = language == "tr"
    facts = {
        "product": product.name if turkish else product.english,
        "product_acc": product.name_acc,
        "item": product.short if turkish else product.english,
        "item_acc": product.short_acc,
        "other": other.name if turkish else other.english,
        "other_acc": other.name_acc,
        "second": second.name if turkish else second.english,
    }
    return facts, price


def _prices(price: Decimal, language: str) -> dict[str, str]:
    return {
        "amount": money(price, language),
        "part": money((price / 4).quantize(Decimal("0.01")), language),
        "total": money(price + 74, language),
        "deal": money((price * Decimal("0.85")).quantize(Decimal("0.01")), language),
        "minimum": money(Decimal(int(price) // 100 * 100 + 200), language),
    }


def _dates(rng: Random, local: datetime, ahead: int, language: str) -> dict[str, str]:
    """When it was ordered and shipped, and what is promised; `local` is now, in Istanbul."""
    ordered = (local - timedelta(days=rng.randint(5, 12))).date()
    shipped = ordered + timedelta(days=rng.randint(1, 2))
    past = local.date() - timedelta(days=rng.randint(1, 3))
    due = local.date() + timedelta(days=rng.randint(2, 3) + ahead)
    due += timedelta(days=1) if due.weekday() == 6 else timedelta()
    far = local.date() + timedelta(days=rng.randint(7, 10) + ahead)
    return {
        "days_late": str(max(2, (local.date() - ordered).days - 4)),
        "ordered": short_date(ordered, language),
        "ordered_th": day_of_month(ordered.day),
        "shipped": short_date(shipped, language),
        "past": short_date(past, language),
        "past_day": weekday(past, language),
        "due": short_date(due, language),
        "due_day": weekday(due, language),
        "far": short_date(far, language),
    }


def _customer(rng: Random, language: str, known: bool) -> dict[str, str]:
    """The customer's name, and how the agent addresses them."""
    woman = rng.random() < 0.55
    if language == "tr":
        first = rng.choice(names.WOMEN if woman else names.MEN)
        surname = rng.choice(names.SURNAMES)
        sir = "hanımefendi" if woman else "beyefendi"
        name = f"{first} {'Hanım' if woman else 'Bey'}"
    else:
        first = rng.choice(names.ENGLISH_WOMEN if woman else names.ENGLISH_MEN)
        surname = rng.choice(names.ENGLISH_SURNAMES)
        sir = "madam" if woman else "sir"
        name = f"{'Ms' if woman else 'Mr'} {surname}"
    return {
        "first": first,
        "customer": f"{first} {surname}",
        "sir": sir,
        "honorific": name if known else sir,
    }


def _numbers(rng: Random, language: str) -> dict[str, str]:
    """Numbers of orders, parcels and records, firms and places."""
    number = rng.randint(3_100_000, 9_899_999)
    return {
        "order": f"DD-{number}",
        "old_order": f"DD-{number - rng.randint(9_000, 80_000)}",
        "tracking": f"{rng.randint(10, 99)}{rng.randint(1000, 9999)}{rng.randint(1000, 9999)}",
        "ticket": f"{rng.randint(104_000, 998_000)}",
        "gift": money(Decimal(rng.choice((75, 100, 150))), language),
        "carrier": rng.choice(names.COURIERS),
        "bank": rng.choice(names.BANKS),
        "city": rng.choice(names.CITIES),
        "district": rng.choice(names.DISTRICTS),
        "street": f"{rng.randint(1101, 1899)}. Sokak No: {rng.randint(1, 90)}",
        "last4": f"{rng.randint(0, 99):02d} {rng.randint(0, 99):02d}",
        "record": f"K{rng.randint(20_000, 99_999)}",
        "card4": f"{rng.randint(1000, 9999)}",
        "coupon": rng.choice(COUPONS),
        "clock": f"{rng.randint(10, 19)}:{rng.choice(('00', '15', '20', '30', '45'))}",
    }


def _politeness(hour: int, language: str) -> dict[str, str]:
    """How one greets and says goodbye at that hour."""
    if language == "tr":
        return {
            "daypart": "Günaydın" if hour < 11 else "İyi günler" if hour < 18 else "İyi akşamlar",
            "farewell": "iyi akşamlar" if hour >= 17 else "iyi günler",
        }
    return {
        "daypart": "Good morning"
        if hour < 12
        else "Good afternoon"
        if hour < 18
        else "Good evening",
        "farewell": "have a lovely evening" if hour >= 17 else "have a lovely day",
    }
