"""Stories of customers who write and speak English: parcel, refund, money taken twice."""

from qa.demo.stories.shape import Doubt, Exchange, Story

LATE = Story(
    topic="late_parcel",
    language="en",
    weight=4,
    subject=("Order {order} still not delivered", "Where is my parcel?"),
    brief=(
        "My order hasn't arrived and I want to know where it is.",
        "I'm asking where my parcel is.",
    ),
    opening=(
        "I ordered a {product} on {ordered} and it still hasn't arrived.",
        "My parcel has been sitting “in transit” for days and nobody can tell me where it is.",
        "I live abroad and ordered a {product} as a gift for my sister in {city}. She hasn't received it.",
        "The tracking says out for delivery since {past_day}, but nothing has come.",
    ),
    retell=(
        "So the order is overdue and the tracking has stopped moving, is that right?",
        "If I understand correctly, the parcel should have been delivered by now and you'd like to know where it is.",
    ),
    misread=(
        Exchange(
            "You would like to cancel the order, yes?",
            "No, I don't want to cancel. I want to know where it is.",
        ),
        Exchange(
            "Is it the return parcel that is late?",
            "There's no return, it hasn't even reached me yet.",
        ),
    ),
    probes=(
        Exchange(
            "Has the courier called or texted the recipient at all?",
            "Just one text saying it was out for delivery, nothing after that.",
        ),
        Exchange(
            "Is there a date by which you need it?",
            "By the weekend if possible, it's a birthday present.",
        ),
        Exchange(
            "Is the phone number on the order a Turkish one?",
            "No, it's my foreign mobile, maybe that's the problem.",
        ),
    ),
    finding=(
        "I've checked: {carrier} tried on {past}, could not reach the phone number and took it back to the {district} branch.",
        "The parcel left us on {shipped} but was sorted to the wrong branch in {city}. That is what caused the delay.",
    ),
    explain=(
        "The parcel is safe at the {district} branch, tracking number {tracking}. It needs to be booked for a new delivery.",
        "It is not lost. It's waiting at the branch and can go out again on the next working day.",
    ),
    wrong=(
        "Delivery to private addresses takes thirty working days, so it isn't late yet.",
        "It has been delivered already according to my screen.",
    ),
    detail=(
        Exchange(
            "Will there be anything to pay?", "There's nothing to pay for the second delivery."
        ),
        Exchange(
            "What if nobody is home?",
            "If nobody is home it stays at the branch for two days and can be picked up with the code in the text message.",
        ),
    ),
    doubts=(
        Doubt(
            "I was told the same thing last week.",
            "You're right to be sceptical, so I've had the branch confirm they have it in front of them.",
            "Well, I didn't tell you that, someone else did.",
        ),
        Doubt(
            "I can't call the courier, they only speak Turkish.",
            "You don't have to, I'll deal with the branch for you.",
            "There's nothing we can do about the courier's language.",
        ),
    ),
    solve=(
        "I've booked it for delivery on {due}, marked as a priority.",
        "The branch has confirmed it goes out on {due_day}, {due}.",
    ),
    half=(
        "I've opened a trace with the courier, reference {ticket}, and I'm waiting for their answer.",
    ),
    stuck=(
        "It's with the courier now, there's nothing I can do.",
        "You'll have to contact the courier yourself.",
    ),
    next_step=(
        "You'll get a text on {due_day} morning; if it isn't there by 6 pm, reply with {ticket} and it comes straight to me.",
        "I'll check again on {due_day} afternoon and write to you either way.",
    ),
    overpromise=(
        "It will be there tomorrow at nine, I guarantee it.",
        "I promise you it comes today, one hundred per cent.",
    ),
    own=(
        "This delay is our mistake, we should have noticed it before you did.",
        "We're responsible for this and I apologise.",
    ),
    blame=(
        "That's the courier's fault, nothing to do with us.",
        "We sent it on time, so it isn't our problem.",
    ),
)

REFUND = Story(
    topic="refund",
    language="en",
    weight=3,
    subject=("Refund not received", "Refund for {order}"),
    brief=("My refund hasn't arrived.", "I returned it and I'm waiting for the money."),
    opening=(
        "I sent back the {product} two weeks ago and my refund still isn't on my card.",
        "Your email said the refund was approved on {past}, but there's no {amount} on my account.",
        "When will I get my money back? It's {amount} and the bank knows nothing.",
    ),
    retell=(
        "So the return was approved but the money hasn't shown up on your card yet, correct?",
        "You've returned the item, had the confirmation, and the money is still missing. Have I got that right?",
    ),
    misread=(
        Exchange(
            "So you'd like to return an item?",
            "I have already returned it. I'm waiting for the money.",
        ),
        Exchange("Is it an exchange you're waiting for?", "No, a refund."),
    ),
    probes=(
        Exchange(
            "Was it paid with a Turkish card or a foreign one?",
            "A foreign one, a debit card ending {card4}.",
        ),
        Exchange("Did you pay in one go or in instalments?", "In one go."),
    ),
    finding=(
        "I've checked and the payment left us on {past}; it's now with your bank.",
        "The parcel reached our warehouse on {past} but the refund order was not released. That's why you've seen nothing.",
    ),
    explain=(
        "With foreign cards, banks usually take 5 to 10 working days after we release the money.",
        "The refund goes to the same card, in Turkish lira, and your bank converts it. It can take up to 10 working days.",
    ),
    wrong=(
        "Refunds to foreign cards aren't possible, you can only have a gift voucher.",
        "Refunds take ninety days, it's in the contract.",
    ),
    detail=(
        Exchange(
            "Will I get the full amount?",
            "We refund the full {amount} in lira; your bank's exchange rate can make a small difference.",
        ),
        Exchange(
            "What can I show my bank?",
            "I'm sending you the payment slip, your bank can trace it with the reference {ticket}.",
        ),
    ),
    doubts=(
        Doubt(
            "You take the money in a second, though.",
            "I know, and that doesn't feel fair. I'll keep an eye on it so you don't have to chase us.",
            "That's how every shop does it.",
        ),
        Doubt(
            "My bank says nothing is coming.",
            "Then the slip will help: with the reference they can see the pending transfer.",
            "Your bank is wrong, then.",
        ),
    ),
    solve=(
        "I've confirmed with accounting that {amount} is on its way and sent you the slip by email.",
        "I've released the refund of {amount} just now; the slip is on its way to your email.",
    ),
    half=("I've opened a check with accounting, number {ticket}.",),
    stuck=("You'll have to ask your bank.", "I can't do anything about refunds."),
    next_step=(
        "If it isn't there by {far}, reply with {ticket} and I'll raise it with the bank together with you.",
        "I'll look at it again on {far} and email you the result.",
    ),
    overpromise=(
        "It will be on your card within an hour, guaranteed.",
        "Tomorrow morning at the latest, I promise.",
    ),
    own=(
        "We should have told you sooner, that's our mistake.",
        "Leaving you without news was our fault, I apologise.",
    ),
    blame=("Banks are like that, it's not our fault.", "You sent it back late yourself."),
)

PAID_TWICE = Story(
    topic="paid_twice",
    language="en",
    where=frozenset({"call", "chat", "email", "social"}),
    subject=("Charged twice", "Double payment for {order}"),
    brief=("I was charged twice for one order.", "There are two payments on my card."),
    opening=(
        "I've been charged {amount} twice for one order.",
        "Your page gave an error, I tried again and now I see two payments.",
        "My card shows two payments of {amount} on {ordered}, one minute apart.",
    ),
    retell=(
        "So there's one order but two payments on your card, is that right?",
        "You tried the payment a second time and both are showing now.",
    ),
    misread=(
        Exchange(
            "You'd like to cancel one of the orders?",
            "There is only one order. There are two payments.",
        ),
    ),
    probes=(
        Exchange("Is one of them shown as pending?", "Yes, one says pending."),
        Exchange(
            "At what time were the two payments made?",
            "The first at {clock}, the second about a minute later.",
        ),
    ),
    finding=(
        "I've checked: one payment belongs to your order, the other is an authorisation that was never completed.",
        "Both reached us; the first could not be linked to an order because our page failed at that moment.",
    ),
    explain=(
        "We don't keep the extra amount; once it's released your bank shows it within 3 to 7 working days.",
        "The payment without an order is cancelled and your bank frees the amount within 7 working days.",
    ),
    wrong=(
        "Two payments mean two orders, you have to return one.",
        "The money isn't with us, so there is nothing to refund.",
    ),
    detail=(
        Exchange(
            "Is my order affected?", "Your order isn't affected, it's being packed as planned."
        ),
        Exchange(
            "Could my card details have been stolen?",
            "Both payments came from your own session, and we don't store card details.",
        ),
    ),
    doubts=(
        Doubt(
            "The bank says you have to release it.",
            "That's right, and that's what I'm doing now; I'll email you the confirmation.",
            "Banks always say that.",
        ),
    ),
    solve=(
        "I've sent the bank the release for the extra payment, reference {ticket}.",
        "The refund of {amount} has been started and the slip is on its way to you.",
    ),
    half=("I've opened a check with the payments team, number {ticket}.",),
    stuck=("You'll have to sort the rest out with your bank.", "Wait a week and see."),
    next_step=(
        "If it hasn't gone by {far}, give your bank {ticket} and reply to me, I'll support the claim.",
        "I'll check again on {far} and email you.",
    ),
    overpromise=(
        "It's back on your card tonight, guaranteed.",
        "Tomorrow morning for certain, I promise.",
    ),
    own=(
        "Our page failed, so this is our mistake.",
        "Our page should have warned you, that's our fault.",
    ),
    blame=("It's the bank, not us.", "That happens when people click twice."),
)

STORIES = (LATE, REFUND, PAID_TWICE)
