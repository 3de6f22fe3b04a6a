"""The facts of one conversation: who, what, when, how much. Phrases ask for them by name."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple

from qa.demo.turkish import day_of_month, money, name_with, short_date, weekday

ISTANBUL = timedelta(hours=3)


class Product(NamedTuple):
    """name and its accusative; short and its accusative; kind (fragile is home too); price in
    TL."""

    name: str
    name_acc: str
    short: str
    short_acc: str
    english: str
    kind: str
    price: int


PRODUCTS = (
    Product(
        "lacivert keten gömlek",
        "lacivert keten gömleği",
        "gömlek",
        "gömleği",
        "navy linen shirt",
        "wear",
        899,
    ),
    Product(
        "bej trençkot", "bej trençkotu", "trençkot", "trençkotu", "beige trench coat", "wear", 2799
    ),
    Product(
        "siyah yün kaban", "siyah yün kabanı", "kaban", "kabanı", "black wool coat", "wear", 3499
    ),
    Product(
        "haki kargo pantolon",
        "haki kargo pantolonu",
        "pantolon",
        "pantolonu",
        "pair of khaki trousers",
        "wear",
        1149,
    ),
    Product(
        "çiçekli midi elbise",
        "çiçekli midi elbiseyi",
        "elbise",
        "elbiseyi",
        "floral midi dress",
        "wear",
        1299,
    ),
    Product(
        "bordo triko kazak", "bordo triko kazağı", "kazak", "kazağı", "burgundy jumper", "wear", 799
    ),
    Product(
        "yüksek bel kot pantolon",
        "yüksek bel kot pantolonu",
        "kot",
        "kotu",
        "pair of blue jeans",
        "wear",
        1099,
    ),
    Product("kapitone mont", "kapitone montu", "mont", "montu", "quilted jacket", "wear", 2299),
    Product(
        "krem rengi hırka", "krem rengi hırkayı", "hırka", "hırkayı", "cream cardigan", "wear", 949
    ),
    Product(
        "ekru blazer ceket", "ekru blazer ceketi", "ceket", "ceketi", "cream blazer", "wear", 1899
    ),
    Product(
        "antrasit eşofman takımı",
        "antrasit eşofman takımını",
        "eşofman takımı",
        "eşofman takımını",
        "charcoal tracksuit",
        "wear",
        1399,
    ),
    Product(
        "çocuk yağmurluğu",
        "çocuk yağmurluğunu",
        "yağmurluk",
        "yağmurluğu",
        "child's raincoat",
        "wear",
        749,
    ),
    Product(
        "altı kişilik kahvaltı takımı",
        "altı kişilik kahvaltı takımını",
        "takım",
        "takımı",
        "six-person breakfast set",
        "fragile",
        1849,
    ),
    Product(
        "çift kişilik nevresim takımı",
        "çift kişilik nevresim takımını",
        "nevresim",
        "nevresimi",
        "double duvet cover set",
        "home",
        1249,
    ),
    Product(
        "seramik masa lambası",
        "seramik masa lambasını",
        "lamba",
        "lambayı",
        "ceramic table lamp",
        "fragile",
        999,
    ),
    Product(
        "bambu saplı tencere seti",
        "bambu saplı tencere setini",
        "tencere seti",
        "tencere setini",
        "saucepan set",
        "fragile",
        2649,
    ),
    Product("boy aynası", "boy aynasını", "ayna", "aynayı", "full-length mirror", "fragile", 1699),
    Product(
        "yuvarlak orta sehpa",
        "yuvarlak orta sehpayı",
        "sehpa",
        "sehpayı",
        "round coffee table",
        "fragile",
        2199,
    ),
    Product(
        "pamuklu bornoz seti",
        "pamuklu bornoz setini",
        "bornoz seti",
        "bornoz setini",
        "bathrobe set",
        "home",
        1349,
    ),
    Product(
        "örme el dokuması kilim",
        "örme el dokuması kilimi",
        "kilim",
        "kilimi",
        "hand-woven rug",
        "home",
        1999,
    ),
    Product(
        "emaye çaydanlık",
        "emaye çaydanlığı",
        "çaydanlık",
        "çaydanlığı",
        "blue enamel teapot",
        "fragile",
        689,
    ),
    Product(
        "kadife kırlent dörtlüsü",
        "kadife kırlent dörtlüsünü",
        "kırlent",
        "kırlenti",
        "set of four velvet cushions",
        "home",
        599,
    ),
)

FITTING = {
    "any": PRODUCTS,
    "wear": tuple(p for p in PRODUCTS if p.kind == "wear"),
    "home": tuple(p for p in PRODUCTS if p.kind != "wear"),
    "fragile": tuple(p for p in PRODUCTS if p.kind == "fragile"),
}

WOMEN = (
    "Ayşe",
    "Fadime",
    "Nurcan",
    "Şengül",
    "Gülay",
    "Derya",
    "Ebru",
    "Merve",
    "Çiğdem",
    "Hatice",
    "Nilüfer",
    "İlknur",
    "Selin",
    "Elif",
    "Sevda",
    "Müge",
    "Yıldız",
    "Aslıhan",
    "Hacer",
    "Beyza",
    "Songül",
    "Pelin",
    "Rabia",
    "Ünzile",
)
MEN = (
    "Mehmet",
    "Ali",
    "İsmail",
    "Hakan",
    "Murat",
    "Orhan",
    "Selçuk",
    "Ahmet",
    "Yusuf",
    "Gökhan",
    "Şükrü",
    "Cengiz",
    "Tuncay",
    "Onur",
    "Eren",
    "Halil",
    "Özgür",
    "Rıza",
    "Levent",
    "Kadir",
    "Sinan",
    "Furkan",
    "Ilgaz",
    "Necati",
)
SURNAMES = (
    "Yalçın",
    "Kahraman",
    "Güler",
    "Özdemir",
    "Şen",
    "Aktaş",
    "Çoban",
    "Erdoğmuş",
    "Işık",
    "Korkut",
    "Uysal",
    "Bulut",
    "Ateş",
    "Dinçer",
    "Gündoğdu",
    "Toprak",
    "Karaca",
    "Soylu",
    "Bilgin",
    "Öner",
    "Sezgin",
    "Tan",
    "Ünlü",
    "Çakır",
    "Arıkan",
    "Balcı",
    "Duman",
    "Göksu",
    "Kızıltan",
    "Tekin",
    "Yazıcı",
    "Keskin",
    "Sümer",
    "Alkan",
    "Eroğlu",
    "Ulusoy",
)
ENGLISH_WOMEN = (
    "Emma",
    "Hannah",
    "Olivia",
    "Sophie",
    "Amira",
    "Ingrid",
    "Chloe",
    "Laura",
    "Nadia",
    "Grace",
)
ENGLISH_MEN = (
    "James",
    "Daniel",
    "Oliver",
    "Tomasz",
    "Karim",
    "Peter",
    "Liam",
    "Marco",
    "Stefan",
    "Henry",
)
ENGLISH_SURNAMES = (
    "Carter",
    "Hughes",
    "Novak",
    "Bennett",
    "Larsen",
    "Haddad",
    "Morris",
    "Keller",
    "Walsh",
    "Price",
)
COURIERS = ("Kırlangıç Kargo", "Karayel Dağıtım", "Yedi Ulak")
CITIES = (
    "Bursa",
    "Ankara",
    "İzmir",
    "Eskişehir",
    "Kayseri",
    "Samsun",
    "Antalya",
    "Konya",
    "Denizli",
    "Muğla",
    "Trabzon",
    "Gaziantep",
    "Balıkesir",
    "Sakarya",
)
DISTRICTS = (
    "Çamlık",
    "Gülbahçe",
    "Yenidoğan",
    "Karşıbağ",
    "Işıkkent",
    "Tepeüstü",
    "Kavaklı",
    "Dereboyu",
    "Üçyol",
    "Söğütlü",
)
COUPONS = ("GUZ15", "HOSGELDIN", "EVIM20", "BAHAR10", "DUGME50", "YENIEV")
SIZES = (("S", "M"), ("M", "L"), ("38", "40"), ("40", "42"), ("L", "M"), ("36", "38"), ("XL", "L"))
BANKS = ("Çınarbank", "Yakamoz Bank", "Üçkuyu Bankası")


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
    local = at + ISTANBUL
    product = rng.choice(FITTING[goods])
    others = [p for p in PRODUCTS if p.kind == product.kind and p.short != product.short]
    other, second = rng.sample(others, 2)
    price = Decimal(product.price + rng.choice((0, 50, 100, 150))) + rng.choice(
        (Decimal("0.90"), Decimal("0.99"), 0)
    )
    ordered = (local - timedelta(days=rng.randint(5, 12))).date()
    shipped = ordered + timedelta(days=rng.randint(1, 2))
    past = local.date() - timedelta(days=rng.randint(1, 3))
    due = local.date() + timedelta(days=rng.randint(2, 3) + ahead)
    due += timedelta(days=1) if due.weekday() == 6 else timedelta()
    far = local.date() + timedelta(days=rng.randint(7, 10) + ahead)
    size, new_size = rng.choice(SIZES)
    turkish = language == "tr"
    woman = rng.random() < 0.55
    if turkish:
        first, surname = rng.choice(WOMEN if woman else MEN), rng.choice(SURNAMES)
        title = "Hanım" if woman else "Bey"
        sir = "hanımefendi" if woman else "beyefendi"
        name = f"{first} {title}"
    else:
        first, surname = (
            rng.choice(ENGLISH_WOMEN if woman else ENGLISH_MEN),
            rng.choice(ENGLISH_SURNAMES),
        )
        sir = "madam" if woman else "sir"
        name = f"{'Ms' if woman else 'Mr'} {surname}"
    hour = local.hour
    number = rng.randint(3_100_000, 9_899_999)
    facts = Facts(
        company="Dokuz Düğme",
        agent=agent,
        first=first,
        customer=f"{first} {surname}",
        sir=sir,
        honorific=name if known else sir,
        order=f"DD-{number}",
        old_order=f"DD-{number - rng.randint(9_000, 80_000)}",
        tracking=f"{rng.randint(10, 99)}{rng.randint(1000, 9999)}{rng.randint(1000, 9999)}",
        ticket=f"{rng.randint(104_000, 998_000)}",
        product=product.name if turkish else product.english,
        product_acc=product.name_acc,
        item=product.short if turkish else product.english,
        item_acc=product.short_acc,
        other=other.name if turkish else other.english,
        other_acc=other.name_acc,
        second=second.name if turkish else second.english,
        size=size,
        new_size=new_size,
        amount=money(price, language),
        part=money((price / 4).quantize(Decimal("0.01")), language),
        total=money(price + 74, language),
        gift=money(Decimal(rng.choice((75, 100, 150))), language),
        deal=money((price * Decimal("0.85")).quantize(Decimal("0.01")), language),
        carrier=rng.choice(COURIERS),
        bank=rng.choice(BANKS),
        city=rng.choice(CITIES),
        district=rng.choice(DISTRICTS),
        street=f"{rng.randint(1101, 1899)}. Sokak No: {rng.randint(1, 90)}",
        last4=f"{rng.randint(0, 99):02d} {rng.randint(0, 99):02d}",
        record=f"K{rng.randint(20_000, 99_999)}",
        card4=f"{rng.randint(1000, 9999)}",
        coupon=rng.choice(COUPONS),
        minimum=money(Decimal(int(price) // 100 * 100 + 200), language),
        days_late=str(max(2, (local.date() - ordered).days - 4)),
        ordered=short_date(ordered, language),
        ordered_th=day_of_month(ordered.day),
        shipped=short_date(shipped, language),
        past=short_date(past, language),
        past_day=weekday(past, language),
        due=short_date(due, language),
        due_day=weekday(due, language),
        far=short_date(far, language),
        clock=f"{rng.randint(10, 19)}:{rng.choice(('00', '15', '20', '30', '45'))}",
    )
    if turkish:
        facts["daypart"] = (
            "Günaydın" if hour < 11 else "İyi günler" if hour < 18 else "İyi akşamlar"
        )
        facts["farewell"] = "iyi akşamlar" if hour >= 17 else "iyi günler"
    else:
        facts["daypart"] = (
            "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
        )
        facts["farewell"] = "have a lovely evening" if hour >= 17 else "have a lovely day"
    return facts
