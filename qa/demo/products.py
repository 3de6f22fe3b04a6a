"""What the invented company sells."""

from typing import NamedTuple


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
