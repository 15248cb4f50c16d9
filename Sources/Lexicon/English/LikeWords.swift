/// English words that carry little, and words that stand for one another's place without meaning the same.
enum LikeWords {
  /// Words that people fill pauses with, or are polite with.
  static let fillers: Set<String> = [
    "ah", "eh", "er", "hello", "hey", "hi", "hm", "just", "kindly", "now", "oh", "ok", "okay", "please", "thanks", "uh",
    "um", "well", "yeah", "yes",
  ]

  /// Words that say nothing of what is wanted, fillers among them: their absence or presence changes no command.
  static let functionWords: Set<String> = fillers.union(
    """
    a all am an and any are as at be been being but by can could did do does for from get give gonna got had has have i
    if in into is it its let lets like ma'am make may maybe me might my need of on onto or our put right shall sir so
    some thank that the their them then there these they this those to too us very wanna want was we were will with
    would you your
    """.split { $0.isWhitespace }.map(String.init))

  /// Words of one kind. A text that says one of them does not mean another, however alike they sound.
  static let kinds: [Set<String>] = [
    // Rooms and places about a house.
    """
    attic balcony basement bathroom bedroom cellar conservatory corridor den dining driveway entrance entry foyer garage
    garden gym hall hallway kitchen landing laundry library living lobby loft lounge nursery office outside pantry patio
    playroom porch shed shower stairs stairway studio study terrace toilet upstairs downstairs workshop yard
    """,
    // Where something is to go, what is to become of it, and when.
    "on off up down", "open close closed shut", "lock unlock locked unlocked", "start stop pause resume cancel",
    "raise lower", "increase decrease", "louder quieter softer", "brighter darker dimmer",
    "warmer cooler colder hotter",
    "mute unmute", "arm disarm", "add remove delete", "next previous last first", "left right", "more less",
    "high low medium", "hot cold warm cool", "before after", "morning noon afternoon evening night midnight",
    "today tomorrow yesterday tonight",
    // Colours.
    """
    amber aqua azure beige black blue brown cyan fuchsia gold gray green grey indigo lavender lilac lime magenta maroon
    mauve olive orange pink purple red salmon scarlet silver tan teal turquoise violet white yellow
    """,
    // The calendar, and its measures.
    "monday tuesday wednesday thursday friday saturday sunday",
    "january february march april may june july august september october november december",
    "second seconds minute minutes hour hours day days week weeks month months year years",
    // Things.
    """
    air alarm blind blinds camera cover curtain curtains dishwasher door doors dryer dvd fan fans fireplace fountain fridge
    gate heater heating humidifier kettle lamp lamps light lights lock locks oven plug plugs printer projector pump radiator
    radio sensor shade shades shutter shutters speaker speakers sprinkler stove switch switches television thermostat timer
    timers toaster tv vacuum valve washer window windows
    """,
  ].map { Set($0.split { $0.isWhitespace }.map(String.init)) }
}
