"""What customers contact the company about, as phrases with many variants."""

from qa.demo.stories import (
    account,
    behaviour,
    casework,
    customers_tr,
    english,
    english_goods,
    goods,
    orders,
    parcels,
    payments,
    returns,
    sales,
    talk_en,
    talk_tr,
)

SERVICE = (
    *parcels.STORIES,
    *returns.STORIES,
    *orders.STORIES,
    *goods.STORIES,
    *payments.STORIES,
    *account.STORIES,
    *behaviour.STORIES,
    *english.STORIES,
    *english_goods.STORIES,
)
SALES = sales.STORIES
CASES = casework.STORIES
TALK = {"tr": talk_tr.TALK | customers_tr.TALK, "en": talk_en.TALK}
