"""Sentences for synthetic speech: commands of many kinds, soft short words between strong ones, plain phrases.

The benchmark's own domain stays out: `FORBIDDEN` holds its words, and no sentence has one.
"""

import random

FORBIDDEN = set(
    "americano cappuccino espresso mocha latte coffee drip iced roast shot shots milk skim soy almond cream sugar"
    " sweetener ounce ounces brew".split()
)

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
ONES = (ONES + " eighteen nineteen").split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

LISTS = {
    "open": "can i get|can i have|i want|get me|give me|i'd like|make me|may i have|could you bring|i'll take|order|"
    "please bring|let me have|i need|we'd like|could i have|do you have|bring us|put in|serve",
    "article": "a|an|the|some|one|my|another|two|three",
    "portion": "small|medium|large|tiny|big|regular|double|triple|single|half|extra large|family|party|quarter pound|"
    "six inch|twelve inch|sixteen inch|eight piece|twenty piece|light|dark|brown|whole|house|hot|cold|fresh|warm",
    "food": "pizza|burger|salad|sandwich|soup|taco|burrito|omelette|pancake|waffle|pie|bagel|muffin|hot dog|lasagna|"
    "risotto|curry|steak|chicken wings|fish and chips|noodles|fried rice|sushi roll|lemonade|orange juice|iced tea|"
    "green tea|water|cola|smoothie|ginger ale|root beer|apple cider|hot chocolate|spaghetti|ravioli|casserole|kebab|"
    "falafel|hummus|dumplings|ramen|paella|gnocchi|minestrone|chowder|meatballs|quesadilla|nachos|biscuit|brownie",
    "amount": "a lot of|lots of|a bit of|a little bit of|some|extra|no|a little|plenty of|more|less|a touch of|"
    "a slice of|two cups of|a spoon of|just a bit of|hardly any|half a cup of|a pinch of|not too much",
    "topping": "mushrooms|onions|cheese|ketchup|mustard|pickles|olives|tomatoes|lettuce|pepper|salt|butter|honey|jam|"
    "maple syrup|peanut butter|bacon|ham|sausage|garlic|basil|ice|lemon|lime|cinnamon|vanilla|caramel|gravy|mayo|"
    "hot sauce|sour cherries|whole grain mustard|brown rice|walnuts|hazelnuts|coconut|oats|raisins|ginger|nutmeg",
    "room": "kitchen|bedroom|living room|bathroom|hall|garage|office|garden|basement|attic|dining room|nursery|patio|"
    "stairs|guest room|laundry room|back door|front porch|balcony|closet",
    "device": "lights|lamp|fan|heater|blinds|curtains|television|radio|speaker|alarm|oven|dishwasher|vacuum|camera|"
    "thermostat|air conditioner|ceiling light|desk lamp|door|window|garage door|sprinkler|washing machine|kettle",
    "colour": "red|green|blue|yellow|orange|purple|pink|white|warm white|cold white|turquoise|violet|teal",
    "artist": "the beatles|miles davis|mozart|queen|nina simone|johnny cash|bach|the rolling stones|abba|prince|adele|"
    "radiohead|bob dylan|beethoven|ella fitzgerald|pink floyd|elvis",
    "genre": "jazz|rock|classical music|hip hop|country|blues|techno|folk|reggae|opera|soul|ambient|heavy metal|news|"
    "my playlist|white noise|an audio book|the weather report",
    "place": "boston|chicago|paris|london|denver|seattle|austin|the airport|the station|home|work|school|the museum|"
    "the grocery store|main street|the nearest gas station|the hospital|the library|berlin|tokyo|madrid|phoenix",
    "person": "mom|dad|john|mary|susan|peter|the doctor|my brother|grandma|alice|robert|the office|jennifer|kevin|"
    "uncle george|my wife|aunt helen|doctor smith|michael|emma|the neighbours|zoe",
    "day": "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|tonight|the weekend|next week|"
    "this morning|in the afternoon|this evening|at noon|at midnight",
    "task": "buy bread|call the dentist|water the plants|take out the trash|feed the cat|pick up the kids|pay the rent|"
    "walk the dog|send the letter|do the laundry|book a table|renew my passport|charge the car|clean the windows",
    "word": "yes|no|stop|start|go|left|right|up|down|on|off|cancel|repeat|help|next|previous|back|forward|enter|erase|"
    "rub out|again|okay|thanks|please|never mind|louder|quieter|faster|slower|pause|resume|continue|undo|delete|skip|"
    "open|close|lock|unlock|mute|bird|bed|cat|dog|happy|house|marvin|sheila|tree|wow|hello|goodbye|sorry|maybe|done",
}
LISTS = {name: [v.strip() for v in values.split("|")] for name, values in LISTS.items()}

TEMPLATES = [
    (6, "{open} {article} {portion} {food}"),
    (5, "{open} {article} {portion} {food} with {amount} {topping}"),
    (7, "{open} {article} {portion} {food} with {amount} {topping} and {amount} {topping}"),
    (4, "{open} {article} {food} with {topping} and {topping}"),
    (4, "{open} {article} {portion} {portion} {portion} {food} with {amount} {topping}"),
    (2, "add {amount} {topping} to {article} {food}"),
    (2, "add {topping} and {topping} to my shopping list"),
    (4, "turn on the {device} in the {room}"),
    (4, "turn off the {room} {device}"),
    (2, "switch the {room} {device} off"),
    (2, "switch on all the {device} in the {room}"),
    (3, "set the {room} {device} to {number} percent"),
    (2, "dim the {device} to {number}"),
    (2, "make the {room} {device} {colour}"),
    (2, "is the {device} in the {room} on or off"),
    (2, "set a timer for {number} minutes"),
    (2, "set a {food} timer for {number} minutes and {number} seconds"),
    (2, "set a timer for {number} hours {number} minutes"),
    (2, "wake me up at {hour} {minute} {day}"),
    (2, "how much time is left on the {food} timer"),
    (1, "cancel the timer for the {food}"),
    (2, "remind me to {task} {day}"),
    (2, "remind me at {hour} {minute} to {task}"),
    (2, "play {genre} by {artist} in the {room}"),
    (2, "play some {genre}"),
    (1, "skip this song and play {artist}"),
    (1, "turn the volume up to {number}"),
    (2, "what's the weather in {place} on {day}"),
    (2, "will it rain in {place} {day}"),
    (2, "how do i get to {place} from {place}"),
    (2, "call {person} on {day}"),
    (2, "send a message to {person} saying i am at {place}"),
    (1, "what is {number} times {number}"),
    (1, "what's {number} plus {number} minus {number}"),
    (3, "{digit} {digit} {digit} {digit} {digit} {digit}"),
    (2, "{digit} {digit} {digit}"),
    (4, "{word}"),
    (3, "{word} {word}"),
    (2, "{word} {word} {word} {word}"),
    (3, "{letter} {letter} {letter} {letter}"),
    (6, "{random} {random} {random} {random}"),
    (5, "{random} {random} {random} {random} {random} {random} {random}"),
    (3, "a {random} of {random} and a {random} in the {random}"),
    (3, "the {random} with an {random} or a {random} to the {random}"),
]
FIXED = "double triple little bit lots lot some a an and with the of to in".split()


def spoken(number: int) -> str:
    """An integer below 100 in words."""
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens - 2] + (f" {ONES[ones]}" if ones else "")


def sentences(count: int, vocabulary: list[str], seed: int) -> list[str]:
    """`count` different sentences; `vocabulary` feeds the places where any word will do."""
    rng = random.Random(seed)
    makers = {
        "number": lambda: spoken(rng.randrange(100)),
        "digit": lambda: rng.choice(ONES[:10] + ["oh"]),
        "hour": lambda: spoken(rng.randrange(1, 13)),
        "minute": lambda: rng.choice(
            ["o'clock", "a m", "p m", "fifteen", "thirty", "forty five", spoken(rng.randrange(10, 60))]
        ),
        "letter": lambda: rng.choice("abcdefghijklmnopqrstuvwxyz"),
        "random": lambda: rng.choice(vocabulary) if rng.random() < 0.85 else rng.choice(FIXED),
    }
    weights = [w for w, _ in TEMPLATES]
    templates = [t for _, t in TEMPLATES]
    found: dict[str, None] = {}
    while len(found) < count:
        text = rng.choices(templates, weights)[0]
        while "{" in text:
            name = text[text.index("{") + 1 : text.index("}")]
            value = makers[name]() if name in makers else rng.choice(LISTS[name])
            text = text.replace("{" + name + "}", value, 1)
        if not FORBIDDEN & set(text.split()):
            found[text] = None
    return list(found)
