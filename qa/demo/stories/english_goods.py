"""Stories of customers who write and speak English: size, damage."""

from qa.demo.stories.shape import Doubt, Exchange, Story

EXCHANGE = Story(
    topic="exchange",
    language="en",
    goods="wear",
    upset=False,
    subject=("Size exchange {order}", "Wrong size"),
    brief=("I'd like to change the size.", "I need {new_size} instead of {size}."),
    opening=(
        "I bought a {product} in {size} and it doesn't fit. Can I change it for {new_size}?",
        "I need a different size: {new_size} instead of {size}. The app only offers a return.",
        "The size chart said {size} but the fit is different. Is {new_size} still available?",
    ),
    retell=(
        "So you like the {product} and just need {new_size} instead of {size}?",
        "You'd like an exchange, not a return: {new_size} in place of {size}.",
    ),
    misread=(
        Exchange(
            "All right, I'll start your return.",
            "Not a return, an exchange. I like it, it just doesn't fit.",
        ),
    ),
    probes=(
        Exchange("Is the label still attached?", "Yes, I only tried it on."),
        Exchange(
            "Would another colour be all right if {new_size} runs out?",
            "No, please keep the same colour.",
        ),
    ),
    finding=(
        "We have two of the {new_size} in stock in the same colour.",
        "I've checked, {new_size} came back into stock yesterday.",
    ),
    explain=(
        "The exchange is free: you drop yours off with a code, and we keep {new_size} aside for you.",
        "We reserve {new_size} for ten days and send it once yours reaches the warehouse.",
    ),
    wrong=(
        "We don't do exchanges, you have to buy it again.",
        "There's a ten per cent fee for changing sizes.",
    ),
    detail=(
        Exchange(
            "The price has gone up, do I pay the difference?",
            "You don't pay any difference, the exchange is at the price you paid.",
        ),
        Exchange(
            "How long does it take?", "Five or six working days in all from the day you send it."
        ),
    ),
    doubts=(
        Doubt(
            "What if it sells out before mine arrives?",
            "It won't, I've already put one aside in your name.",
            "Then it's sold out, I can't guarantee anything.",
        ),
    ),
    solve=(
        "{new_size} is reserved for you, your exchange code is {ticket}.",
        "I've set up the exchange; the code is {ticket} and it's in your messages too.",
    ),
    half=("I've asked the warehouse to reserve {new_size}, request {ticket}.",),
    stuck=(
        "The exchange page gives an error, try another time.",
        "I can't do an exchange from here.",
    ),
    next_step=(
        "Drop it off at any {carrier} branch by {far}; you'll get the new tracking number by text.",
        "Once it's scanned at the branch we'll text you, and the new one leaves within three working days.",
    ),
    overpromise=("You'll have the new one tomorrow, guaranteed.", "It ships today, I promise."),
)

DAMAGED = Story(
    topic="damaged_item",
    language="en",
    goods="fragile",
    weight=3,
    subject=("Damaged item {order}", "Arrived broken"),
    brief=("It arrived damaged.", "The item is damaged, I sent a photo."),
    opening=(
        "The {product} arrived today and it's damaged. The corner of the box was crushed.",
        "I opened the parcel and the {product} is badly scratched.",
        "My {product} came damaged and the courier didn't wait while I checked it.",
    ),
    retell=(
        "So the {product} reached you damaged and the box was crushed as well?",
        "You've received the {product} damaged and would like it put right.",
    ),
    misread=(
        Exchange("So you don't like it and want to return it?", "I do like it. It's damaged."),
    ),
    probes=(
        Exchange("Were you able to take a photo of the item and the box?", "Yes, I have three."),
        Exchange("Would you prefer a replacement or your money back?", "A replacement, please."),
    ),
    finding=(
        "The courier's record shows the box was dropped at the transfer centre.",
        "Two more customers reported this batch: it was packed without the inner foam. That's on our side.",
    ),
    explain=(
        "You don't need a courier's report; a photo within 48 hours is enough, and you're within that.",
        "You can choose: a new one free of charge, or a refund of {amount}.",
    ),
    wrong=(
        "Without a courier's report we can't do anything.",
        "Home goods aren't covered for damage.",
    ),
    detail=(
        Exchange(
            "What do I do with the damaged one?",
            "The courier will collect the damaged one when the new one is delivered.",
        ),
        Exchange(
            "Do I pay for the delivery again?",
            "There's nothing to pay, neither for the item nor for delivery.",
        ),
    ),
    doubts=(
        Doubt(
            "What if the new one breaks too?",
            "I've added a note for double packing; if it still happens we'll refund you straight away.",
            "It won't, don't worry about it.",
        ),
        Doubt(
            "I hope nobody says I broke it.",
            "Nobody will. Your photos are all we need.",
            "That isn't for me to decide.",
        ),
    ),
    solve=(
        "I've booked a replacement, it leaves the warehouse today.",
        "The replacement is approved and will be delivered on {due}.",
    ),
    half=(
        "I've opened a damage file, number {ticket}; it will be approved once the photos are in.",
    ),
    stuck=(
        "I can't do anything until somebody has looked at the photos.",
        "Please complain to the courier.",
    ),
    next_step=(
        "The new one comes on {due_day}, and the same courier takes the old one. You'll get a text beforehand.",
        "You'll have the tracking number by text tonight.",
    ),
    overpromise=(
        "You'll have it this evening, I promise.",
        "It will never happen again, guaranteed.",
    ),
    own=(
        "Packing it properly was our job, this is our mistake.",
        "This should not have left us like that, it's our fault.",
    ),
    blame=(
        "Couriers throw boxes around, it's not our fault.",
        "It left our warehouse in one piece.",
    ),
)

STORIES = (EXCHANGE, DAMAGED)
