"""List the older encodings, how rare they are, and the languages written in them."""

from typing import NamedTuple

from transforms.encoding.stray_bytes import MIXED


class Encoding(NamedTuple):
    """An encoding by its name in Python, its rarity in bits, and the languages written in it."""

    name: str
    rarity: float
    languages: tuple[str, ...]


_WEST = (
    "english",
    "french",
    "german",
    "spanish",
    "portuguese",
    "italian",
    "catalan",
    "dutch",
    "irish",
    "danish",
    "swedish",
    "icelandic",
    "finnish",
    "albanian",
)
_CENTRE = ("polish", "czech", "slovak", "hungarian", "croatian", "romanian", "albanian", "german")
_BALTIC = ("estonian", "latvian", "lithuanian", "danish", "swedish", "finnish", "german", "polish")
_CYRILLIC = ("russian", "ukrainian", "belarusian", "bulgarian", "serbian", "macedonian")
_CHINESE = ("simplified chinese", "traditional chinese")

# Other languages that the encodings of China, Japan and Korea have letters for.
_ABROAD = ("english", "russian", "greek")

# Those of the WHATWG standard, DOS and the Macintosh; the narrowest of a family is the least rare.
# Of readings that cost the same, the encoding that comes first is taken.
ENCODINGS = (
    Encoding("windows-1252", 0, _WEST),
    Encoding(MIXED, 6, _WEST),
    Encoding("windows-1256", 0, ("arabic", "persian", "urdu")),
    Encoding("windows-1251", 0, _CYRILLIC),
    Encoding("windows-1250", 1, _CENTRE),
    Encoding("windows-1253", 1, ("greek",)),
    Encoding("windows-1254", 2, ("turkish",)),
    Encoding("windows-1255", 1, ("hebrew",)),
    Encoding("windows-1257", 2, _BALTIC),
    Encoding("windows-1258", 3, ("vietnamese",)),
    Encoding("tis-620", 1, ("thai",)),
    Encoding("cp874", 1.5, ("thai",)),
    Encoding("iso-8859-2", 2, _CENTRE),
    Encoding("iso-8859-3", 7, ("esperanto", "maltese", "turkish")),
    Encoding("iso-8859-4", 7, _BALTIC),
    Encoding("iso-8859-5", 3, _CYRILLIC),
    Encoding("iso-8859-6", 2, ("arabic",)),
    Encoding("iso-8859-7", 2, ("greek",)),
    Encoding("iso-8859-8", 2, ("hebrew",)),
    Encoding("iso-8859-9", 2.5, ("turkish",)),
    Encoding("iso-8859-10", 7, ("danish", "swedish", "icelandic", "latvian", "lithuanian")),
    Encoding("iso-8859-13", 7, _BALTIC),
    Encoding("iso-8859-14", 7, ("welsh", "irish")),
    Encoding("iso-8859-15", 4, _WEST),
    Encoding("iso-8859-16", 7, ("romanian", "polish", "croatian", "french")),
    Encoding("koi8-r", 1, ("russian",)),
    Encoding("koi8-u", 2, ("ukrainian", "belarusian")),
    Encoding("kz1048", 5, ("kazakh",)),
    Encoding("ibm866", 3, ("russian", "belarusian", "bulgarian")),
    Encoding("ibm855", 5, _CYRILLIC),
    Encoding("ibm850", 7, _WEST),
    Encoding("ibm437", 7, _WEST),
    Encoding("ibm852", 7, _CENTRE),
    Encoding("ibm775", 7, _BALTIC),
    Encoding("ibm857", 7, ("turkish",)),
    Encoding("ibm858", 8, _WEST),
    Encoding("ibm860", 8, ("portuguese",)),
    Encoding("ibm861", 8, ("icelandic",)),
    Encoding("ibm863", 8, ("french",)),
    Encoding("ibm865", 8, ("danish",)),
    Encoding("ibm869", 8, ("greek",)),
    Encoding("cp1125", 5, ("ukrainian",)),
    Encoding("ptcp154", 7, ("kazakh",)),
    Encoding("cp737", 7, ("greek",)),
    Encoding("ibm862", 7, ("hebrew",)),
    Encoding("cp720", 7, ("arabic",)),
    Encoding("mac-cyrillic", 7, _CYRILLIC),
    Encoding("macintosh", 7, _WEST),
    Encoding("mac-latin2", 7, _CENTRE),
    Encoding("mac-greek", 7, ("greek",)),
    Encoding("mac-turkish", 7.5, ("turkish",)),
    Encoding("mac-iceland", 7.5, ("icelandic",)),
    Encoding("mac-croatian", 7.5, ("croatian",)),
    Encoding("mac-romanian", 7.5, ("romanian",)),
    Encoding("gb2312", 0, ("simplified chinese",)),
    Encoding("gbk", 1, _CHINESE),
    Encoding("gb18030", 2, _CHINESE),
    Encoding("big5", 0, ("traditional chinese",)),
    Encoding("big5-hkscs", 1, ("traditional chinese",)),
    Encoding("euc-jp", 0, ("japanese",)),
    Encoding("shift_jis", 0, ("japanese",)),
    Encoding("cp932", 1, ("japanese",)),
    Encoding("euc-kr", 0, ("korean",)),
    Encoding("cp949", 1, ("korean",)),
    Encoding("johab", 6, ("korean",)),
    Encoding("gbk", 8, _ABROAD),
    Encoding("big5", 8, _ABROAD),
    Encoding("euc-jp", 8, _ABROAD),
    Encoding("shift_jis", 8, _ABROAD),
    Encoding("euc-kr", 8, _ABROAD),
)
