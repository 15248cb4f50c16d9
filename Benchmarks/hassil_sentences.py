"""Sentences of a grammar, drawn with hassil's own parse and sampler, and sentences that are nearly of it."""

import dataclasses
import itertools
import re

from hassil.expression import Alternative, Group, ListReference, RuleReference, TextChunk
from hassil.intents import RangeSlotList, TextSlotList, WildcardSlotList
from hassil.numbers import get_rbnf_engine
from hassil.sample import sample_expression
from hassil.util import check_required_context

# What is said in free parts: names, words that templates have too, numbers, punctuation inside words.
FREE_TEXTS = [
    "oat milk", "pizza", "the laundry", "dinner is ready", "two eggs", "water the plants", "jazz", "Ben & Jerry's",
    "the lights are on", "take out the bins", "Bohemian Rhapsody", "pasta sauce", "call my mother", "tea for two",
    "12 bagels", "turn off the tv", "school", "everybody come down", "by the sea", "the end of the world", "AC/DC",
    "apples and pears", "my sister's birthday", "open the window", "work", "a very long walk in the park", "rice",
]
FOREIGN_WORDS = ["banana", "quickly", "if", "because", "elephant", "or", "bathroom", "yesterday", "blink", "seventeen"]
NEGATIONS = ["don't", "do not", "never", "not"]


@dataclasses.dataclass
class Sentence:
    """A text, where it is from (an intent of the grammar), and how it was changed, if it was."""

    text: str
    intent: str
    change: str = ""
    # The sentences that it was joined of, or the one that it was before.
    parts: list[str] = dataclasses.field(default_factory=list)


class Sampler:
    """Draws sentences: intents in turn, and of an intent each block as often as the others.

    hassil's sampler lists all sentences of a template, which are too many to choose from. So one way through the
    template is drawn first, and the sampler asked for the sentence of what is left. How often optional words are kept
    is drawn for each sentence, so that there are short and long ones. Values of lists are those that the template's
    context admits; numbers are written in digits or in hassil's cardinals.
    """

    def __init__(self, intents, random):
        self.intents = intents
        self.random = random

    def sentences(self, count):
        """`count` different sentences."""
        found = {}
        for name in itertools.cycle(self.intents.intents):
            block = self.random.choice(self.intents.intents[name].data)
            text = self.sentence(self.random.choice(block.sentences), block)
            found.setdefault(text.lower(), Sentence(text, name))
            if len(found) == count:
                return list(found.values())

    def sentence(self, template, block):
        share = self.random.random()
        rules = {**self.intents.expansion_rules, **block.expansion_rules}
        lists = {**self.intents.slot_lists, **block.slot_lists}
        thin = self._thin(template.expression, block, rules, lists, share)
        return self.random.choice(list(sample_expression(thin))).strip()

    def _thin(self, item, block, rules, lists, share):
        """The expression with one choice of each kind."""
        def thin(other):
            return self._thin(other, block, rules, lists, share)

        if isinstance(item, Alternative):
            texts = [other for other in item.items if not is_empty(other)]
            if item.is_optional and (not texts or self.random.random() >= share):
                return TextChunk("")
            return thin(self.random.choice(texts))
        if isinstance(item, Group):
            return dataclasses.replace(item, items=[thin(other) for other in item.items])
        if isinstance(item, RuleReference):
            return thin(rules[item.rule_name].expression)
        if isinstance(item, ListReference):
            return thin(self._value(item, block, lists))
        return item

    def _value(self, reference, block, lists):
        values = lists.get(reference.list_name)
        if values is None:
            start, stop, step = reference.get_inline_range()
            values = RangeSlotList(name=None, start=start, stop=stop, step=step)
        if isinstance(values, TextSlotList):
            admitted = [
                value for value in values.values
                if check_required_context(block.requires_context, value.context, allow_missing_keys=True)]
            return self.random.choice(admitted or values.values).text_in
        if isinstance(values, RangeSlotList):
            number = self.random.choice(list(values.get_numbers()))
            return TextChunk(self.number(number, values))
        assert isinstance(values, WildcardSlotList)
        return TextChunk(self.random.choice(FREE_TEXTS))

    def number(self, number, values):
        written = [str(number)] if values.digits else []
        if values.words:
            texts = get_rbnf_engine(self.intents.language).format_number(number).text_by_ruleset
            written += sorted({text for name, text in texts.items() if "ordinal" not in name})
        return self.random.choice(written)


def is_empty(expression):
    return isinstance(expression, TextChunk) and not expression.text or (
        isinstance(expression, Group) and all(map(is_empty, expression.items)))


class Mutator:
    """Changes sentences so that most are none of the grammar any more."""

    def __init__(self, sentences, skip_words, random):
        self.random = random
        self.sentences = sentences
        self.skip_words = skip_words
        self.vocabulary = sorted({word.lower() for sentence in sentences for word in sentence.text.split()})
        self.changes = [
            self.dropped, self.doubled, self.swapped, self.replaced, self.foreign, self.inserted, self.misspelt,
            self.negated, self.joined, self.other_number, self.out_of_range, self.punctuated,
            self.glued]
        if skip_words:
            self.changes.append(self.with_skip_words)

    def sentences_of(self, count):
        """`count` different sentences, each change as often as the others where it can be made."""
        found = {}
        known = {sentence.text.lower() for sentence in self.sentences}
        for change in itertools.cycle(self.changes):
            sentence = self.random.choice(self.sentences)
            while change in (self.other_number, self.out_of_range) and not re.search(r"\d", sentence.text):
                sentence = self.random.choice(self.sentences)
            words = sentence.text.split()
            changed = change(words)
            if isinstance(changed, list):
                changed = Sentence(" ".join(changed), sentence.intent, parts=[sentence.text])
            changed.change = change.__name__.replace("_", " ")
            if changed.text and changed.text.lower() not in known:
                found.setdefault(changed.text.lower(), changed)
            if len(found) == count:
                return list(found.values())

    def place(self, words):
        return self.random.randrange(len(words))

    def dropped(self, words):
        place = self.place(words)
        return words[:place] + words[place + 1:]

    def doubled(self, words):
        place = self.place(words)
        return words[:place + 1] + words[place:]

    def swapped(self, words):
        place = self.place(words)
        return words[:place] + words[place:place + 2][::-1] + words[place + 2:]

    def replaced(self, words):
        place = self.place(words)
        return words[:place] + [self.random.choice(self.vocabulary)] + words[place + 1:]

    def foreign(self, words):
        place = self.place(words)
        return words[:place] + [self.random.choice(FOREIGN_WORDS)] + words[place + 1:]

    def inserted(self, words):
        place = self.random.randint(0, len(words))
        return words[:place] + [self.random.choice(FOREIGN_WORDS + self.vocabulary)] + words[place:]

    def misspelt(self, words):
        """A letter lost, doubled, or changed places with the next one, in a word of four letters or more."""
        places = [place for place, word in enumerate(words) if len(word) > 3] or [0]
        place = self.random.choice(places)
        word = words[place]
        at = self.random.randrange(1, len(word)) if len(word) > 1 else 0
        spelt = self.random.choice([word[:at] + word[at + 1:], word[:at] + word[at:at + 1] + word[at:],
                                    word[:at - 1] + word[at:at + 1] + word[at - 1:at] + word[at + 1:]])
        return words[:place] + [spelt] + words[place + 1:]

    def with_skip_words(self, words):
        place = self.random.choice([0, len(words), self.random.randint(0, len(words))])
        return words[:place] + [self.random.choice(self.skip_words)] + words[place:]

    def glued(self, words):
        """Two words written as one."""
        if len(words) < 2:
            return words
        place = self.random.randrange(len(words) - 1)
        return words[:place] + [words[place] + words[place + 1]] + words[place + 2:]

    def punctuated(self, words):
        """As recognisers write it: a capital, a mark at the end, and sometimes one inside."""
        words = [words[0].capitalize(), *words[1:-1], *words[1:][-1:]]
        if len(words) > 2 and self.random.random() < 0.3:
            words[self.random.randrange(len(words) - 1)] += ","
        words[-1] += self.random.choice(".!?")
        return words

    def negated(self, words):
        place = self.random.choice([0, 0, self.random.randint(0, len(words))])
        return words[:place] + [self.random.choice(NEGATIONS)] + words[place:]

    def joined(self, words):
        parts = [" ".join(words), self.random.choice(self.sentences).text]
        return Sentence(self.random.choice([" and ", " and then ", ", ", " "]).join(parts), "", parts=parts)

    def other_number(self, words):
        """A number of up to three digits in place of one in digits; the range may have it or not."""
        return self._numbers(words, lambda: str(self.random.randrange(1, 150)))

    def out_of_range(self, words):
        forms = ["-5", "20.5", "101", "1000", "12345", "99999999", "0.3", "1,5", "-1", "3.14", "007", "50%"]
        return self._numbers(words, lambda: self.random.choice(forms))

    def _numbers(self, words, number):
        places = [place for place, word in enumerate(words) if re.search(r"\d", word)]
        place = self.random.choice(places)
        changed = re.sub(r"\d+(\.\d+)?", lambda _: number(), words[place], count=1)
        return words[:place] + [changed] + words[place + 1:]
