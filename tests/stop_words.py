"""Make the SQL of the stop words: `warehouse/sql/macros/stop_words.sql`."""

from transforms.language.small_words import WORDS
from transforms.search.word_forms import folded_words
from warehouse.database.sql import literal

# Languages in Arabic script whose small words are known to us and that are our home ground.
_HOME = ("ur", "fa", "ar", "ps", "sd", "pnb", "skr", "ckb")
_OTHERS = {
    "en": """
        the of and to in a is that it for on was with as he be at by his i this had not are but from
        or have an they which one you were her all she there would their we him been has when who
        will more no if out so said what up its about into than them can only other new some could
        time these two may then do first any my now such like our over man me even most made after
        also did many before must through back years where much your way well down should because
        each just those mr how too while between under us against during both am does here again
        off since per
    """,
    "hi": """
        का के की को में से है हैं और पर यह वह ने कि भी एक नहीं तो ही था थे थी इस उस इन उन जो कर
        करने किया गया गई गए हो होने हुआ हुई हुए रहा रही रहे तक साथ बाद लिए या अपने अपनी अपना कहा
        कुछ जा सकता सकते सकती जब तब अब क्या कोई किसी सभी बहुत लेकिन अगर मैं हम आप तुम वे ये दो
        द्वारा वाले वाली वाला करते करता करती दिया लिया
    """,
}
_HEAD = """\
-- Words of the closed classes in canonical letters. Made by tests/stop_words.py of
-- transforms/language/small_words.py.
"""


def stop_words_sql() -> str:
    """Return the view of stop words."""
    lists = {**{language: WORDS[language] for language in _HOME}, **_OTHERS}
    selects = "\nunion all\n".join(
        f"select {literal(language)} as language, "
        f"unnest(string_split({literal(_folded(words))}, ' ')) as word"
        for language, words in lists.items()
    )
    return (
        f"{_HEAD}create or replace view stop_words as\n{selects};\n"
        "comment on view stop_words is 'words that collocates and keywords leave out: case "
        "markers, pronouns, auxiliaries and the like';\n"
        "comment on column stop_words.language is 'BCP 47 tag';\n"
        "comment on column stop_words.word is 'the word in canonical letters';\n"
    )


def _folded(words: str) -> str:
    return " ".join(sorted(set(folded_words(words).split())))


if __name__ == "__main__":
    print(stop_words_sql(), end="")  # noqa: T201 - to look at it
