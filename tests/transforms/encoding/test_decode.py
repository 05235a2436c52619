"""Any bytes have the text they were meant as, or a reason; never mojibake or an exception."""

import codecs
from hashlib import shake_256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.corpus import LANGUAGES, news
from transforms.encoding.code_pages import ENCODINGS
from transforms.encoding.decode import Decoded, decode
from transforms.encoding.file_signatures import BINARY_FORMATS
from transforms.encoding.letter_frequencies import ALPHABETS
from transforms.encoding.stray_bytes import MIXED
from transforms.reject_reasons import RejectReason

URDU = (
    "ملتان ميں پرانے پل کي مرمت مکمل ہو گئي. لوگوں نے بتايا کہ پل اب پہلے سے زيادہ مضبوط ہے "
    "اور اس پر سے بسيں بھي گزر سکيں گي، جبکہ ٹريفک کے ليے دوسرا راستہ بھي کھول ديا گيا ہے."
)
SENTENCES = {
    "arabic": (
        "وصلت إلى حلب صباح اليوم مكتبة متنقلة تحمل كتبا للأطفال، وقالت أمينتها إن القراءة أجمل."
    ),
    "persian": (
        "شهرداري امروز باغي با صد درخت انار باز کرد و بچه\u200cها در آن بازي کردند؛ آب از "
        "چشمه مي\u200cآيد."
    ),
    "russian": "Сегодня утром в нашем городе открыли старый мост, и снова по нему пойдут автобусы.",
    "ukrainian": (
        "Сьогодні вранці в нашому місті відкрили старий міст, і знову їздитимуть автобуси."
    ),
    "bulgarian": "Тази сутрин в нашия град отвориха стария мост и пак ще минават автобуси.",
    "greek": "Σήμερα το πρωί άνοιξε ξανά η παλιά γέφυρα και οι κάτοικοι χάρηκαν για τα λεωφορεία.",
    "hebrew": "הבוקר נפתח מחדש הגשר הישן של העיר, והתושבים שמחו שהאוטובוסים ישובו לעבור עליו.",
    "turkish": (
        "Bu sabah şehrimizdeki eski köprü yeniden açıldı; çocuklar otobüslere bakıp sevindi, "
        "dağılmadı."
    ),
    "polish": (
        "Dziś rano otwarto w naszym mieście stary most, a mieszkańcy cieszyli się, że jeżdżą "
        "autobusy."
    ),
    "czech": (
        "Dnes ráno byl v našem městě znovu otevřen starý most a lidé se těšili na žluté autobusy."
    ),
    "hungarian": (
        "Ma reggel újra megnyitották városunk régi hídját, és a lakók örültek, hogy jövőre "
        "busz is jár."
    ),
    "croatian": (
        "Jutros je u našem gradu ponovno otvoren stari most, a ljudi kažu da će njime voziti "
        "žuti bus."
    ),
    "german": (
        "Heute früh wurde die alte Brücke wieder geöffnet, und die Leute freuten sich über "
        "größere Busse."
    ),
    "french": (
        "Ce matin, le vieux pont a été rouvert ; les gens se réjouissent déjà d’y voir des "
        "autobus à l’été."
    ),
    "spanish": (
        "Esta mañana se reabrió el viejo puente; los vecinos celebraron que pasarán más "
        "autobuses por él."
    ),
    "icelandic": (
        "Í morgun var gamla brúin í bænum opnuð á ný og íbúarnir fögnuðu því að vagnar aki "
        "þar yfir."
    ),
    "latvian": (
        "Šorīt mūsu pilsētā atkal atvēra veco tiltu, un iedzīvotāji priecājās, ka brauks autobusi."
    ),
    "lithuanian": (
        "Šįryt mūsų mieste vėl atidarytas senasis tiltas, ir žmonės džiaugėsi, kad važiuos "
        "autobusai."
    ),
    "thai": ("เช้าวันนี้สะพานเก่าของเมืองเปิดให้ใช้อีกครั้ง ชาวบ้านดีใจที่รถเมล์จะวิ่งผ่านได้เหมือนเดิม"),
    "simplified": "今天早上，城里的老桥重新开放了，居民们很高兴，因为公共汽车又可以从桥上经过。",
    "traditional": "今天早上，城裡的老橋重新開放了，居民們很高興，因為公共汽車又可以從橋上經過。",
    "japanese": "今朝、町の古い橋がふたたび開通しました。住民たちはバスが戻ることを喜んでいます。",
    "korean": "오늘 아침 도시의 오래된 다리가 다시 열렸습니다. 주민들은 버스를 보고 기뻐했습니다.",
}
LEGACY = [
    *((encoding, "arabic") for encoding in ("windows-1256", "iso-8859-6")),
    ("windows-1256", "persian"),
    *(
        (encoding, "russian")
        for encoding in ("windows-1251", "koi8-r", "ibm866", "iso-8859-5", "ibm855")
    ),
    *((encoding, "ukrainian") for encoding in ("windows-1251", "koi8-u")),
    *((encoding, "bulgarian") for encoding in ("windows-1251", "iso-8859-5")),
    *((encoding, "greek") for encoding in ("windows-1253", "iso-8859-7", "cp737")),
    *((encoding, "hebrew") for encoding in ("windows-1255", "iso-8859-8", "ibm862")),
    *((encoding, "turkish") for encoding in ("windows-1254", "iso-8859-9", "ibm857")),
    *((encoding, "polish") for encoding in ("windows-1250", "iso-8859-2", "ibm852")),
    *((encoding, "czech") for encoding in ("windows-1250", "iso-8859-2", "mac-latin2")),
    *((encoding, "hungarian") for encoding in ("windows-1250", "iso-8859-2")),
    *((encoding, "croatian") for encoding in ("windows-1250", "iso-8859-2")),
    *((encoding, "german") for encoding in ("windows-1252", "macintosh", "ibm850")),
    *((encoding, "french") for encoding in ("windows-1252", "macintosh")),
    *((encoding, "spanish") for encoding in ("windows-1252", "ibm437")),
    ("windows-1252", "icelandic"),
    *((encoding, "latvian") for encoding in ("windows-1257", "iso-8859-13", "iso-8859-4")),
    ("windows-1257", "lithuanian"),
    ("tis-620", "thai"),
    *((encoding, "simplified") for encoding in ("gb2312", "gb18030")),
    *((encoding, "traditional") for encoding in ("big5", "gbk")),
    *((encoding, "japanese") for encoding in ("euc-jp", "shift_jis", "iso-2022-jp")),
    *((encoding, "korean") for encoding in ("euc-kr", "johab", "iso-2022-kr")),
]
UNICODE = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-32": "utf-32",
    "utf-16le": "utf-16le",
    "utf-16be": "utf-16be",
    "utf-32le": "utf-32le",
    "utf-32be": "utf-32be",
}
MISTAKEN_FOR = (
    "windows-1252",
    "windows-1256",
    "windows-1251",
    "windows-1250",
    "macintosh",
    "koi8-r",
    "ibm437",
)

languages = st.sampled_from(LANGUAGES)
beyond_ascii = st.sampled_from([language for language in LANGUAGES if language != "en"])
numbers = st.integers(0, 999)


def misread(payload: bytes, encoding: str) -> str:
    """Decode bytes in a wrong encoding as browsers do: undefined ones become controls."""
    return "".join(
        codecs.decode(bytes([byte]), encoding, "ignore") or chr(byte) for byte in payload
    )


def reason(payload: bytes) -> RejectReason | None:
    return decode(payload).reject_reason


@given(st.binary(max_size=300))
def test_any_bytes_have_a_text_or_a_reason_and_never_both(payload: bytes) -> None:
    decoded = decode(payload)
    assert (
        (decoded.text is None)
        == (decoded.reject_reason is not None)
        == (decoded.reject_detail is not None)
    )
    assert (decoded.text or "").encode().decode() == (decoded.text or "")
    assert decoded.score is None or 0 <= decoded.score <= 1


@given(languages, numbers, st.sampled_from(sorted(UNICODE)))
def test_unicode_is_read_in_every_form_marked_or_not(
    language: str, number: int, encoding: str
) -> None:
    text = news(number, language)
    assert decode(text.encode(encoding)) == Decoded(text, UNICODE[encoding], 1.0, 0)


@pytest.mark.parametrize("text", [*SENTENCES.values(), f"{URDU * 15} 50 € 😀"])
@pytest.mark.parametrize("encoding", ["utf-16le", "utf-16be", "utf-32le", "utf-32be"])
def test_every_writing_is_read_without_a_byte_order_mark(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


@given(
    languages,
    numbers,
    st.sampled_from(["utf-16", "utf-16le", "utf-16be", "utf-32be"]),
    st.integers(10, 80),
)
def test_a_short_piece_of_utf16_is_read(
    language: str, number: int, encoding: str, size: int
) -> None:
    piece = news(number, language)[:size]
    assert decode(piece.encode(encoding)).text == piece


@pytest.mark.parametrize(("encoding", "language"), LEGACY)
def test_older_encodings_are_read_to_the_letter(encoding: str, language: str) -> None:
    payload = SENTENCES[language].encode(encoding)
    assert decode(payload).text == payload.decode(encoding)


@given(st.integers(0, 40), st.integers(60, 200))
def test_old_urdu_files_are_windows_1256(start: int, end: int) -> None:
    decoded = decode(URDU[start:end].encode("windows-1256"))
    assert (decoded.text, decoded.encoding) == (URDU[start:end], "windows-1256")


@pytest.mark.parametrize("encoding", sorted({encoding.name for encoding in ENCODINGS} - {MIXED}))
def test_encodings_bear_names_that_python_knows(encoding: str) -> None:
    assert codecs.lookup(encoding)


def test_every_language_of_an_encoding_has_an_alphabet_and_every_alphabet_a_use() -> None:
    assert {language for encoding in ENCODINGS for language in encoding.languages} == set(ALPHABETS)


@pytest.mark.parametrize(
    "text", ["café", "naïve", "Ærø", "5 £", "“so”", "it’s", "São Paulo", "50 °C", "€ 9"]
)
def test_a_few_bytes_beyond_ascii_are_windows_1252_and_no_broken_utf8(text: str) -> None:
    padded = (
        f"The old bridge of the town is open again. {text} The buses run over it from today on."
    )
    decoded = decode(padded.encode("windows-1252"))
    assert (decoded.text, decoded.encoding) == (padded, "windows-1252")


@pytest.mark.parametrize("byte", [b"\x83", b"\x99", b"\xb2", b"\xb4"])
def test_one_odd_symbol_makes_no_garbage_of_an_english_text(byte: bytes) -> None:
    assert (
        decode(b"The clock tower struck again today after a silence of " + byte + b" days.").text
        is not None
    )


@pytest.mark.parametrize(
    ("encoding", "language"),
    [("euc-jp", "japanese"), ("gb2312", "simplified"), ("big5", "traditional")],
)
def test_an_ideograph_cut_at_the_end_is_replaced_and_counted(encoding: str, language: str) -> None:
    text = SENTENCES[language][:-1]
    decoded = decode(text.encode(encoding)[:-1])
    assert (decoded.text, decoded.encoding) == (f"{text[:-1]}\ufffd", encoding)
    assert decoded.replaced_char_count == 1


@given(st.integers(14, 28))
def test_symbols_inside_words_betray_a_wrong_encoding(start: int) -> None:
    piece = SENTENCES["german"][start : start + 30]
    assert decode(piece.encode("ibm850")).text == piece


@given(st.integers(0, 55))
def test_capitals_inside_words_betray_a_wrong_encoding(start: int) -> None:
    piece = SENTENCES["greek"][start : start + 30]
    assert decode(piece.encode("cp737")).text == piece


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1253", "Σήμερα ο Άγιος Νικόλαος γιορτάζει."),
        ("windows-1253", "Είπε: «Ά, τι ωραία»"),
        ("ibm850", "Il caffè del paese è di nuovo aperto; perciò più gente verrà."),
        ("ibm865", "Den gamle bro er åben igen på fredag."),
        ("ibm437", "Esta mañana se reabrió el viejo puente de la ciudad."),
        ("macintosh", "Die alte Brücke ist wieder offen, und alle sind fröhlich."),
        ("mac-cyrillic", "Стари мост је поново отворен. Јован и Љиљана иду преко њега."),
        ("cp1125", "Їх ґанок стоїть біля річки."),
        ("gbk", "Старый мост снова открыт, и завтра по нему пойдут автобусы."),
        ("euc-kr", "Сегодня мост открыли, и жители вышли на берег реки."),
        ("gbk", "It’s the owls’ stroke, said the keeper: “they like it”, and he’s right."),
    ],
)
def test_what_no_word_has_betrays_a_wrong_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_no_reading_mixes_two_scripts_in_a_word() -> None:
    words = "Oamenii încearcă azi podul vechi al ora?ului, iar copiii încă nu au trecut râul."
    decoded = decode(words.encode("windows-1250").replace(b"?", "\ufffd".encode()))
    assert (decoded.text, decoded.encoding) == (words.replace("?", "\ufffd"), "windows-1250")


@pytest.mark.parametrize("language", ["arabic", "russian", "hebrew", "thai", "ukrainian"])
def test_other_languages_in_gb18030_are_known_by_its_digits(language: str) -> None:
    text = SENTENCES[language]
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text, decoded.score) == (text, 1.0)


@pytest.mark.parametrize(
    ("encoding", "byte"), [("windows-1252", b"\x81"), ("iso-8859-7", b"\xff"), ("gbk", b"\xff")]
)
def test_an_undefined_byte_in_an_older_encoding_is_replaced_and_counted(
    encoding: str, byte: bytes
) -> None:
    text = SENTENCES[
        {"windows-1252": "german", "iso-8859-7": "greek", "gbk": "simplified"}[encoding]
    ]
    decoded = decode(text.encode(encoding) + byte + b"\n" + text.encode(encoding))
    assert (decoded.text, decoded.replaced_char_count) == (f"{text}\ufffd\n{text}", 1)


@pytest.mark.parametrize("text", ["दिन", "“—”", "今日は"])
def test_one_whole_character_between_torn_ones_is_utf8(text: str) -> None:
    decoded = decode(text.encode()[1:-1])
    assert decoded.encoding == "utf-8"
    assert decoded.text is not None
    assert decoded.text.strip("\ufffd") == text[1]


def test_lines_of_windows_1252_in_utf8_are_read_as_what_they_are() -> None:
    decoded = decode(
        "It’s true, he’d say.\n".encode() + "Größe: 5 £, Müller’s Café".encode("windows-1252")
    )
    assert (decoded.text, decoded.encoding) == (
        "It’s true, he’d say.\nGröße: 5 £, Müller’s Café",
        "utf-8 and windows-1252",
    )


@pytest.mark.parametrize(
    "language", ["arabic", "russian", "greek", "czech", "japanese", "korean", "traditional"]
)
def test_utf_7_is_read(language: str) -> None:
    text = SENTENCES[language]
    assert decode(text.encode("utf-7")) == Decoded(text, "utf-7", 1.0, 0)


def test_hz_is_read() -> None:
    text = f"{SENTENCES['simplified']}\nBus 7\n"
    assert decode(text.encode("hz")) == Decoded(text, "hz-gb-2312", 1.0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "C++, a+b-c, 1+234-5 and +abc- are ASCII",
        "see http://example.org/~user/{a}~{b}~ and ~{x~}, or ~{abcd~} in a shell",
        "x = y+AAA-z+BBB-w; i++; j+= k+MAX-1",
        "+49-30-1234 and +1-800-555-0100",
        "tel:+923001234567",
        "MIIB+gKHbzR3AAAB/w8+QrT1+dz0AAAA+Q==",
        "caf+AOk- has one letter only",
    ],
)
def test_ascii_that_looks_like_an_escape_stays_ascii(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8", 1.0, 0)


@given(beyond_ascii, numbers, st.data())
def test_one_bad_byte_is_replaced_and_counted(
    language: str, number: int, data: st.DataObject
) -> None:
    text = news(number, language)
    place = data.draw(st.integers(0, len(text)))
    payload = text[:place].encode() + b"\xff" + text[place:].encode()
    decoded = decode(payload)
    assert (decoded.text, decoded.encoding) == (f"{text[:place]}\ufffd{text[place:]}", "utf-8")
    assert decoded.replaced_char_count == 1


@given(beyond_ascii, numbers, st.integers(0, 40), st.integers(120, 200))
def test_a_piece_cut_out_of_utf8_is_still_utf8(
    language: str, number: int, start: int, end: int
) -> None:
    decoded = decode(news(number, language).encode()[start:end])
    assert decoded.encoding == "utf-8"
    assert decoded.text is not None
    assert decoded.text.strip("\ufffd") in news(number, language)


@pytest.mark.parametrize("broken", [b"\xe2\x80", b"\xff"])
def test_a_single_quotation_mark_in_utf8_proves_an_english_text_with_a_broken_byte(
    broken: bytes,
) -> None:
    text = "The keeper of the tower said that it’s the owls"
    decoded = decode(text.encode() + broken)
    assert (decoded.text, decoded.encoding) == (f"{text}\ufffd", "utf-8")


def test_a_text_with_broken_bytes_is_kept_and_one_of_broken_bytes_is_not() -> None:
    payload = bytearray(news(1, "ur").encode() * 20)
    for place in range(0, len(payload), 500):
        payload[place] = 0xFF
    decoded = decode(bytes(payload))
    assert decoded.encoding == "utf-8"
    assert decoded.replaced_char_count == decoded.text.count("\ufffd") if decoded.text else False
    for place in range(0, len(payload), 8):
        payload[place] = 0xFF
    assert reason(bytes(payload)) == RejectReason.UNDECODABLE


def test_english_utf8_keeps_its_quotation_marks_among_those_of_windows_1252() -> None:
    text = "The keeper of the clock tower says that it’s the owls who like it’s stroke. " * 4
    decoded = decode(text.encode() + b"It\x92s late, said the man. " * 7)
    assert decoded.text == text + "It’s late, said the man. " * 7


def test_half_a_line_of_utf8_and_half_of_an_older_encoding_is_undecodable() -> None:
    one_line = news(2, "ur").encode() + news(2, "ar").encode("cp1256")[:90]
    assert reason(one_line.replace(b"\n", b" ")) == RejectReason.UNDECODABLE


@given(languages, numbers, st.data())
def test_a_stray_nul_in_a_long_text_is_counted(
    language: str, number: int, data: st.DataObject
) -> None:
    text = news(number, language) * 8
    place = data.draw(st.integers(1, len(text) - 1))
    decoded = decode(f"{text[:place]}\0{text[place:]}".encode())
    assert decoded.text is not None
    assert (decoded.text.replace("\0", ""), decoded.replaced_char_count) == (text, 1)


def test_a_stray_nul_turns_no_text_of_long_words_into_ideographs() -> None:
    text = "Donaudampfschifffahrtsgesellschaft," * 60
    assert decode(f"{text}\0{text}".encode()) == Decoded(f"{text}\0{text}", "utf-8", 1.0, 1)


def test_a_stray_nul_in_a_short_urdu_text_is_counted() -> None:
    assert decode("پرانے پل\0 کی مرمت".encode())[2:4] == (1.0, 1)


def test_a_short_run_of_numbers_that_could_be_ideographs_is_binary() -> None:
    assert reason("一七不中二以".encode("utf-16le")) == RejectReason.BINARY


def test_control_characters_are_binary_in_utf16_too() -> None:
    assert reason(("\x01\x02 text" * 10).encode("utf-16")) == RejectReason.BINARY


@pytest.mark.parametrize(
    "payload",
    [
        b"\0",
        b"abc\0def",
        b"a\0\0\0b" * 40,
        bytes(range(32)) * 4,
        b"\1\2 text \3\4",
        b"[\x1b[31m]" * 9,
    ],
)
def test_nuls_and_control_characters_are_binary(payload: bytes) -> None:
    assert reason(payload) == RejectReason.BINARY


HEADS = {
    "ZIP container (docx, xlsx, odt, epub, ...)": b"PK\x03\x04\x14\x00",
    "PDF document": b"%PDF-1.7\n",
    "OLE2 container (doc, xls, msg, InPage, ...)": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "RTF document": b"{\\rtf1\\ansi",
    "DjVu document": b"AT&TFORM",
    "PNG image": b"\x89PNG\r\n\x1a\n",
    "JPEG image": b"\xff\xd8\xff\xe0",
    "GIF image": b"GIF89a",
    "TIFF image": b"II*\x00",
    "WebP image": b"RIFF1234WEBP",
    "WAVE audio": b"RIFF1234WAVE",
    "AVI video": b"RIFF1234AVI ",
    "MP4 video or HEIF image": b"\x00\x00\x00\x20ftyp",
    "MP3 audio": b"ID3\x03",
    "Ogg audio or video": b"OggS\x00",
    "FLAC audio": b"fLaC\x00",
    "Matroska or WebM video": b"\x1aE\xdf\xa3",
    "gzip archive": b"\x1f\x8b\x08",
    "bzip2 archive": b"BZh91AY&SY",
    "xz archive": b"\xfd7zXZ\x00",
    "Zstandard archive": b"\x28\xb5\x2f\xfd",
    "LZ4 archive": b"\x04\x22\x4d\x18",
    "7-Zip archive": b"7z\xbc\xaf\x27\x1c",
    "RAR archive": b"Rar!\x1a\x07",
    "tar archive": b"a" * 257 + b"ustar\x00",
    "ELF program": b"\x7fELF",
    "Java class": b"\xca\xfe\xba\xbe",
    "WebAssembly module": b"\x00asm",
    "SQLite database": b"SQLite format 3\x00",
    "DuckDB database": b"12345678DUCK\x40\x00\x00",
    "Parquet file": b"PAR1\x15",
    "Arrow file": b"ARROW1\x00\x00",
    "Avro file": b"Obj\x01",
    "HDF5 file": b"\x89HDF\r\n\x1a\n",
    "NumPy array": b"\x93NUMPY",
    "web font": b"wOF2\x00",
}


def test_every_binary_format_is_known_by_its_head() -> None:
    assert {kind: decode(head + b" and more").reject_detail for kind, head in HEADS.items()} == {
        kind: kind for kind in BINARY_FORMATS
    }


@pytest.mark.parametrize(
    "text",
    [
        "PK is short for penalty kick",
        "GIFs are pictures",
        "IDs are checked",
        "PAR1 is a form",
        "7z",
        "BZh",
        "Rar!",
    ],
)
def test_a_text_may_begin_almost_as_a_binary_format_does(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("size", [64, 300, 2_000])
def test_random_bytes_are_no_text(size: int) -> None:
    noises = [shake_256(bytes([seed])).digest(size) for seed in range(50)]
    assert set(map(reason, noises)) <= {RejectReason.BINARY, RejectReason.UNDECODABLE}


@pytest.mark.parametrize("first", [0x20, 0x80, 0xA1])
def test_random_bytes_without_control_characters_are_undecodable(first: int) -> None:
    pool = bytes(byte for byte in range(first, 256) if byte != 0x7F)
    noises = [
        bytes(pool[byte % len(pool)] for byte in shake_256(bytes([seed])).digest(400))
        for seed in range(20)
    ]
    assert set(map(reason, noises)) == {RejectReason.UNDECODABLE}


@pytest.mark.parametrize("letter", "لحوش")
def test_half_a_letter_of_utf16_is_no_stray_control_character(letter: str) -> None:
    assert reason(letter.encode("utf-16le")) == RejectReason.BINARY


@given(numbers)
def test_ebcdic_is_undecodable_rather_than_garbage(number: int) -> None:
    assert reason(news(number, "en").encode("cp037")) == RejectReason.UNDECODABLE


@given(beyond_ascii, numbers, st.sampled_from(MISTAKEN_FOR))
def test_utf8_that_was_read_in_a_wrong_encoding_is_read_again(
    language: str, number: int, encoding: str
) -> None:
    text = news(number, language)
    decoded = decode(misread(text.encode(), encoding).encode())
    assert (decoded.text, decoded.encoding) == (text, f"utf-8 read as {encoding}")


@given(beyond_ascii, numbers)
def test_utf8_that_was_read_wrongly_twice_is_read_twice_more(language: str, number: int) -> None:
    text = news(number, language)
    once = misread(text.encode(), "windows-1252")
    decoded = decode(misread(once.encode(), "windows-1252").encode())
    assert (decoded.text, decoded.encoding) == (
        text,
        "utf-8 read as windows-1252 read as windows-1252",
    )


@pytest.mark.parametrize(
    "language", ["french", "german", "polish", "turkish", "russian", "greek", "thai", "japanese"]
)
def test_twice_encoded_texts_of_other_languages_are_repaired(language: str) -> None:
    text = SENTENCES[language]
    assert decode(misread(text.encode(), "windows-1252").encode()).text == text


@pytest.mark.parametrize(
    "text", ["The café by the old café", "Zaɓen ƙasa", "über", "naïve", "it’s", "5 €"]
)
def test_a_few_letters_encoded_twice_are_repaired(text: str) -> None:
    assert decode(misread(text.encode(), "windows-1252").encode()).text == text


@pytest.mark.parametrize(
    ("encoding", "language"),
    [("windows-1256", "arabic"), ("windows-1251", "russian"), ("windows-1253", "greek")],
)
def test_an_older_encoding_read_as_windows_1252_is_read_again(encoding: str, language: str) -> None:
    text = SENTENCES[language]
    decoded = decode(misread(text.encode(encoding), "windows-1252").encode())
    assert (decoded.text, decoded.encoding) == (text, f"{encoding} read as windows-1252")


@pytest.mark.parametrize(
    ("encoding", "mistaken_for", "language"),
    [
        ("windows-1251", "koi8-r", "russian"),
        ("koi8-u", "windows-1251", "ukrainian"),
        ("windows-1256", "windows-1251", "arabic"),
        ("windows-1250", "windows-1251", "polish"),
        ("windows-1252", "ibm437", "french"),
        ("windows-1251", "ibm437", "russian"),
        ("windows-1253", "windows-1256", "greek"),
    ],
)
def test_an_older_encoding_read_as_another_is_read_again(
    encoding: str, mistaken_for: str, language: str
) -> None:
    text = f"{SENTENCES[language]}\n" * 5
    decoded = decode(misread(text.encode(encoding), mistaken_for).encode())
    assert (decoded.text, decoded.encoding) == (text, f"{encoding} read as {mistaken_for}")


@given(beyond_ascii, numbers)
def test_a_part_that_was_read_wrongly_is_read_again(language: str, number: int) -> None:
    text = news(number, language)
    decoded = decode(f"{text}{misread(text.encode(), 'windows-1252')}".encode())
    assert (decoded.text, decoded.encoding) == (text + text, "utf-8 read in part as windows-1252")


@pytest.mark.parametrize(
    ("garbled", "meant"),
    [
        ("The keeper’s wife said itâ€™s late, and the door isnâ€™t shut.", "itâ€™s"),
        ("Die Brücke fÃ¼r alle", "fÃ¼r"),
        ("Cei vechi ï¿½n oraş, cei noi la râu, de la gară pâna la pod", "ï¿½n"),
    ],
)
def test_a_word_or_two_that_were_read_wrongly_are_read_again(garbled: str, meant: str) -> None:
    text = decode(garbled.encode()).text
    assert text is not None
    assert text == garbled.replace("â€™", "’").replace("Ã¼", "ü").replace("ï¿½", "\ufffd")
    assert meant not in text


def test_a_piece_cut_out_of_twice_encoded_utf8_is_read_again() -> None:
    garbled = misread(URDU.encode()[1:-1], "windows-1252")
    assert decode(garbled.encode()).text == f"\ufffd{URDU[1:-1]}"


@given(beyond_ascii, numbers)
def test_a_text_that_lost_bytes_on_a_wrong_way_is_undecodable_and_no_garbage(
    language: str, number: int
) -> None:
    assume(language != "hi")
    mangled = news(number, language).encode().decode("windows-1252", "replace")
    assume("\ufffd" in mangled)
    assert reason(mangled.encode()) in {RejectReason.UNDECODABLE, RejectReason.LOST_TEXT}


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES.values(),
        URDU,
        "CAFÉ\u00a0!",
        "Ø\u00a050 mm, Ø\u00a060 mm",
        "CAFÉ\u00a0! Ø\u00a050 mm",
        "Été",
        "ÉTÉ À L’ÎLE",
        "5 Å\u00a0thick",
        "Ä",
        "VOILÀ »",
        "Bhí hÉireann agus tÓglach, nÁrainn agus hÉamon ann, hÍosa leo",
        "5 kΩ, 10 kΩ und 22 kΩ",
        "Tシャツとiモードの話",
        "Сегодня Windows-версия и iPhone-приложение: IТ-компания, ВКонтакте",
        "olmmošárvvu gullevaččaid, jieijâs âžžâ, ášši",
        "Die Summe ist 3×4 m², das heißt 12 m²…",
        "«CASĂ» şi «CAFÉ»…",
        "Qеyri-әхlаqi dаvrаnış ilә şаhı zәhәrlәmә",
        "A window of ¼″ and ½″: 5‰",
    ],
)
def test_a_good_text_is_never_taken_for_a_wrongly_decoded_one(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8", 1.0, 0)


@given(beyond_ascii, numbers)
def test_letters_that_became_question_marks_are_lost_text(language: str, number: int) -> None:
    assume(language != "hi")
    assert reason(news(number, language).encode("ascii", "replace")) == RejectReason.LOST_TEXT


def test_replacement_characters_on_a_twentieth_of_the_letters_are_lost_text() -> None:
    assert reason(("\ufffd" + "a" * 18).encode()) == RejectReason.LOST_TEXT
    assert decode(("\ufffd" + "a" * 20).encode()).text == "\ufffd" + "a" * 20


@pytest.mark.parametrize(
    "text", ["What???? No???? Really????", "کیا واقعی؟ ??? ہاں", "a?b=1&c=2", "Who? When? Where?"]
)
def test_questions_are_no_lost_text(text: str) -> None:
    assert decode(text.encode()).text == text


def test_no_bytes_are_empty() -> None:
    assert reason(b"") == RejectReason.EMPTY


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "unit",
    [b"?", b"? ", b"\xc3\xa9", "Ã©".encode(), b"\xe9 ", b"\xd8\x9f", b"\0a", b"\x1b$B", b"a"],
)
def test_a_long_monotonous_payload_takes_no_longer_than_its_length(unit: bytes) -> None:
    assert decode(unit * 300_000)


BY_THE_RIVER = "کل شام دریا کے کنارے بہت سے لوگ جمع ہوئے اور بچوں نے پتنگیں اڑائیں"


def cesu8(text: str) -> bytes:
    """As Java and MySQL write it: the two halves of a character beyond U+FFFF as two characters."""
    units = text.encode("utf-16-le")
    halves = (chr(int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2))
    return "".join(halves).encode("utf-8", "surrogatepass")


@given(st.text(st.sampled_from("آج بارش ہے۔ 😀🌧a"), min_size=1).filter(str.strip))
def test_characters_written_as_two_halves_are_joined(text: str) -> None:
    decoded = decode(BY_THE_RIVER.encode() + cesu8(text))
    assert (decoded.text, decoded.replaced_char_count) == (BY_THE_RIVER + text, 0)


def test_what_only_has_halves_is_cesu8_and_what_has_whole_characters_too_is_utf8() -> None:
    assert decode(cesu8("It rains 🌧")).encoding == "cesu-8"
    assert decode(cesu8("It rains 🌧") + "🌧".encode()) == Decoded("It rains 🌧🌧", "utf-8", 1.0, 0)


def test_half_a_character_is_broken() -> None:
    decoded = decode(BY_THE_RIVER.encode() * 60 + b"\xed\xa0\xbd")
    assert decoded.text is not None
    assert decoded.text.endswith("\ufffd")
    assert decoded.replaced_char_count


def test_letters_of_a_wrong_decoding_whose_other_halves_are_lost_make_a_text_doubtful() -> None:
    news = (
        "The market opened early and the fishermen sold all that they had caught in the night. " * 7
    )
    assert decode((news + "MAR\xc3\ufffdA GARC\xc3\ufffdA came first.").encode()).score == 0.5
    assert decode((news + "MARIA GARCIA came first.").encode()).score == 1.0


def test_one_byte_in_a_hundred_may_be_a_control_character() -> None:
    assert decode(b"\x01\x01" + b"a" * 198).text is not None
    assert reason(b"\x01\x01" + b"a" * 197) == RejectReason.BINARY


def test_a_control_character_is_a_stray_in_eight_bytes_and_not_in_seven() -> None:
    assert decode(b"\x01" + b"a" * 7).text is not None
    assert reason(b"\x01" + b"a" * 6) == RejectReason.BINARY


def test_one_character_in_a_thousand_may_be_nul() -> None:
    assert decode(b"a\0" + b"a" * 998).replaced_char_count == 1
    assert reason(b"a\0" + b"a" * 997) == RejectReason.BINARY


def test_four_nuls_are_strays_in_a_short_text_that_is_plainly_utf8() -> None:
    text = "мост стоит " * 30
    assert decode((text + "\0а" * 4 + text).encode()).replaced_char_count == 4
    assert reason((text + "\0а" * 5 + text).encode()) == RejectReason.BINARY


def test_every_stray_nul_needs_five_characters_beyond_ascii() -> None:
    assert decode(f"a\0a\0{'a' * 288}{'м' * 10}".encode()).text is not None
    assert reason(f"a\0a\0{'a' * 288}{'м' * 9}".encode()) == RejectReason.BINARY


def test_every_stray_nul_needs_ten_words_where_all_is_ascii() -> None:
    prose = "The fair is open, and the town has come to it "
    assert decode(f"{prose}the ga\0te.".encode())[2:4] == (1.0, 1)
    assert reason(b"fair the open, come town his ox, at to ga\0te") == RejectReason.BINARY
    assert reason((prose + "\0" + prose + "a\0b" * 4).encode()) == RejectReason.BINARY


@given(
    languages, numbers, st.integers(1, 600), st.integers(0, 600), st.sampled_from(sorted(UNICODE))
)
def test_nuls_before_and_after_a_text_are_padding(
    language: str, number: int, after: int, before: int, encoding: str
) -> None:
    text = news(number, language)
    before -= before % 4
    decoded = decode(b"\0" * before + text.encode(encoding) + b"\0" * after)
    assert (decoded.text, decoded.score, decoded.replaced_char_count) == (text, 1.0, 0)


@given(beyond_ascii, numbers, st.integers(2, 5_000))
def test_a_hole_in_a_text_is_one_stray_and_ends_a_line(
    language: str, number: int, size: int
) -> None:
    text = news(number, language)
    decoded = decode(text.encode() + b"\0" * size + text.encode())
    assert (decoded.text, decoded.replaced_char_count) == (f"{text}\0\n{text}", 1)


def test_padding_makes_no_text_of_binary() -> None:
    assert reason(b"\0" * 512) == RejectReason.BINARY
    assert reason(b"\0\0%PDF-1.7\n") == RejectReason.BINARY
    assert reason(b"\0\1abcdefg") == RejectReason.BINARY
    assert decode(b"\1abcdefg").text is not None


def test_hebrew_in_ebcdic_is_no_ascii() -> None:
    text = SENTENCES["hebrew"].replace(",", "").replace(".", "")
    assert reason(f"{text} {text}".encode("cp424")) == RejectReason.UNDECODABLE
    addresses = "ali@here.pk\nsara@there.pk\n" * 9
    assert decode(addresses.encode()).text == addresses


@pytest.mark.parametrize(
    ("space_count", "line", "is_ebcdic"),
    [
        (8, "@abcdefghijk", True),
        (7, "@abcdefghijk", False),
        (8, "@abcdefghijkl", False),
        (8, "@abc@abc@abc@abc\n", True),
        (8, "@abc@abc@abc\n", False),
    ],
)
def test_ebcdic_has_eight_spaces_four_in_a_line_and_one_in_twelve_bytes(
    space_count: int, line: str, is_ebcdic: bool
) -> None:
    text = line * (-(-space_count // line.count("@")))
    assert (reason(text.encode()) == RejectReason.UNDECODABLE) == is_ebcdic


@pytest.mark.parametrize(
    ("text", "is_lost"),
    [
        ("The bridge ?? ??", False),
        ("The bridge ?? ?? ??", True),
        ("?? ??", True),
        ("a ?? ??", False),
        ("\ufffd" + "a" * 19, False),
    ],
)
def test_words_of_question_marks_are_lost_from_three_on_or_where_there_is_no_letter(
    text: str, is_lost: bool
) -> None:
    assert (reason(text.encode()) == RejectReason.LOST_TEXT) == is_lost
