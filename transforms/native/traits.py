"""Traits of characters: the bits of the tables, for Python and for the compiled kernel.

`build_kernel.py` hands every number in capitals to the C compiler.
"""

# Characters of the Basic Multilingual Plane: each table has so many entries.
PLANE = 0x10000

# Of a character once the canonical form has folded it (`canonical_arrays`).
FORM_DIGIT = 1 << 0
FORM_SEPARATOR = 1 << 1
# A separator that may be a sign or point before a digit.
FORM_OPENING = 1 << 2
FORM_DROPPED = 1 << 3
# The rule decides about the text.
FORM_ODD = 1 << 4
FORM_JOINER = 1 << 5
FORM_VIRAMA = 1 << 6
# It may form one character with the one before it.
FORM_COMPOSING = 1 << 7
# It may stand between a sign and the number.
FORM_CURRENCY = 1 << 8
# After it a sign or point opens a number.
FORM_BEFORE_NUMBER = 1 << 9
# Made of the others: what is around it may change what becomes of it.
FORM_NOT_PLAIN = 1 << 10

# After a heh the hamza is part of a letter, as in the Persian ezafe. Elsewhere the rule decides.
HEH = 0x6C1
HAMZA = 0x654
HAMZA_BELOW = 0x655
HEH_WITH_HAMZA = 0x6C2

# The sign of a number, and a dash that is none before another.
MINUS = 0x2212
EN_DASH = 0x2013

# Of a character among words and sentences (`segmentation_arrays`).
WORD_SPACE = 1 << 0
# It may begin a word.
WORD_BEGINNING = 1 << 1
# It may continue a word.
WORD_CONTINUING = 1 << 2
WORD_AROUND = 1 << 3
WORD_OF_WORD = 1 << 4
# It ends a sentence, except between digits.
WORD_ENDING = 1 << 5
# It may end a sentence: what is around it decides.
WORD_MAY_END = 1 << 6
WORD_DIGIT = 1 << 7
WORD_CAPITAL = 1 << 8
WORD_SMALL = 1 << 9
WORD_LETTER = 1 << 10
# A point, one or more of which end a sentence together.
WORD_POINT = 1 << 11
# No small letter is looked for beyond it.
WORD_STOP = 1 << 12
# As `\w` of a regular expression.
WORD_CHAR = 1 << 13
# As UAX #29 has them: a letter, a number, what neither begins nor ends a word.
WORD_ALETTER = 1 << 16
WORD_NUMBER = 1 << 17
WORD_EXTEND = 1 << 18
# Between two letters, two numbers, two letters of Hebrew it is within a word.
WORD_MID_LETTER = 1 << 19
WORD_MID_NUMBER = 1 << 20
WORD_MID_HEBREW = 1 << 21
WORD_HEBREW = 1 << 22

# Of a character of a page that may be plain (`plain_page`).
PAGE_DROPPED = 1 << 0
PAGE_LINE_END = 1 << 1
PAGE_BLANK = 1 << 2
# The rules decide about the page.
PAGE_ODD = 1 << 3
# As `str.isspace`.
PAGE_SPACE = 1 << 4
PAGE_VISIBLE = 1 << 5
# It may form one character with the one before it.
PAGE_SECOND = 1 << 6
# It is one of several characters in a decomposed text.
PAGE_COMPOSED = 1 << 7
PAGE_SMALL = 1 << 8
PAGE_CAPITAL = 1 << 9
PAGE_LATIN = 1 << 10
PAGE_OTHER_LETTER = 1 << 11
PAGE_SYMBOL = 1 << 12
PAGE_BESIDE_SYMBOL = 1 << 13
PAGE_MOJIBAKE_FIRST = 1 << 14
PAGE_MOJIBAKE_SYMBOL = 1 << 15
PAGE_ACCENTED = 1 << 16
PAGE_LETTER = 1 << 17
# It stays as it is, and no rule asks for it but as a letter beside another.
PAGE_PLAIN = 1 << 18

# What becomes of a character in the words of search, beside those that become a letter.
LETTER_SEPARATOR = 0
LETTER_DROPPED = 1
# What it becomes depends on the characters around it.
LETTER_ODD = 2

# Of a character in the spelling of a text in Arabic script (`spelling_evidence`); others have 0.
SPELLING_WORD = 1
SPELLING_SIGN = 2
SPELLING_TATWEEL = 3
