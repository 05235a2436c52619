"""What comes out of a packed file is its members, whole, or a reason; never an exception."""

import gzip
import io
import json
import os
import sys
import tarfile
import tracemalloc
import zipfile
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archives import COMPRESSIONS, tarred, warc, zipped, zstd
from transforms.packed.containers import CONTAINERS, Container, container_of
from transforms.packed.json_lines import Fields
from transforms.packed.members import MAX_RATIO, Bounds, Member, Unpacked
from transforms.packed.unpack import Unpacking, unpack, unpack_single
from transforms.reject_reasons import RejectReason

BOUNDS = Bounds(member_bytes=1 << 20, members=1_000, unpacked_bytes=1 << 30)
FILES = [("a.txt", b"Rain."), ("b/c.txt", b"Sun."), ("b/d.txt", b"")]


def read(
    payload: bytes, container: Container, bounds: Bounds = BOUNDS, fields: Fields | None = None
) -> tuple[list[Member], Unpacked]:
    unpacking = Unpacking(bounds, lambda path: not path.endswith(b".md"), fields or {})
    *members, end = unpack(pa.BufferReader(payload), len(payload), container, unpacking)
    assert all(isinstance(each, Member) for each in members)
    assert isinstance(end, Unpacked)
    return [each for each in members if isinstance(each, Member)], end


def single(payload: bytes, bounds: Bounds = BOUNDS) -> Member:
    return unpack_single(pa.BufferReader(payload), len(payload), bounds)


def by_path(members: list[Member]) -> dict[bytes, bytes | RejectReason | None]:
    return {each.path: each.reject_reason or each.payload for each in members}


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_a_compressed_file_is_unpacked_and_its_broken_twin_is_damaged(ending: str) -> None:
    text = "آج صبح سے بارش ہو رہی ہے۔\n".encode() * 2_000
    packed = COMPRESSIONS[ending](text)
    assert single(packed).payload == text
    assert single(packed[:-5]).reject_reason is RejectReason.DAMAGED
    assert single(text).payload == text, "a server had unpacked it already"
    assert single(COMPRESSIONS[ending](b"")).payload == b""


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_what_follows_a_compressed_stream_is_another_one_or_damage(ending: str) -> None:
    first, second = COMPRESSIONS[ending](b"Rain. "), COMPRESSIONS[ending](b"Sun.")
    assert single(first + second).payload == b"Rain. Sun."
    for beyond in (b"garbage", bytes([second[0] ^ 1]) + second[1:], second[:-3], second[:2]):
        assert single(first + beyond).reject_reason is RejectReason.DAMAGED


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz"])
def test_zeros_between_compressed_streams_are_padding(ending: str) -> None:
    first, second = COMPRESSIONS[ending](b"Rain. "), COMPRESSIONS[ending](b"Sun.")
    assert single(first + bytes(512) + second + bytes(2 << 20)).payload == b"Rain. Sun."


def test_a_frame_of_zstandard_to_be_skipped_may_come_first() -> None:
    note = b"\x50\x2a\x4d\x18\x04\0\0\0note"
    assert single(note + zstd(b"Rain.") + note).payload == b"Rain."


@pytest.mark.parametrize("ending", ["", *COMPRESSIONS])
def test_members_of_a_tar_archive_are_read_in_order(ending: str) -> None:
    payload = tarred([*FILES, ("e.md", b"# Rain")])
    if ending:
        payload = COMPRESSIONS[ending](payload)
    members, end = read(payload, Container.TAR)
    assert [(each.path, each.payload) for each in members] == [
        (name.encode(), text) for name, text in FILES
    ]
    assert end == Unpacked(3, 1)


@pytest.mark.parametrize(
    "method",
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
)
def test_members_of_a_zip_archive_are_read_in_order(method: int) -> None:
    members, end = read(zipped([*FILES, ("e.md", b"")], method), Container.ZIP)
    assert [(each.path, each.payload) for each in members] == [
        (name.encode(), text) for name, text in FILES
    ]
    assert end == Unpacked(3, 1)


def test_links_devices_and_folders_are_no_members() -> None:
    special = []
    for number, kind in enumerate(
        (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE)
    ):
        info = tarfile.TarInfo(f"{number}.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        special.append(info)
    assert read(tarred([], special), Container.TAR) == ([], Unpacked(0, 4))


def test_names_are_names_and_all_different() -> None:
    names = ["/etc/passwd.txt", "../../up.txt", "./a.txt", "a.txt", "a.txt", "خبر.txt"]
    wanted = ["/etc/passwd.txt", "../../up.txt", "a.txt", "a.txt#2", "a.txt#3", "خبر.txt"]
    files = [(name, name.encode()) for name in names]
    members, _ = read(tarred(files), Container.TAR)
    assert [each.path.decode() for each in members] == wanted
    with pytest.warns(UserWarning, match="Duplicate name"):
        payload = zipped(files)
    members, _ = read(payload, Container.ZIP)
    assert [each.path.decode() for each in members] == wanted


def test_a_name_in_no_encoding_keeps_its_bytes() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo(os.fsdecode(b"caf\xe9.txt")))
    assert read(buffer.getvalue(), Container.TAR)[0][0].path == b"caf\xe9.txt"
    payload = zipped([("cafe.txt", b"")]).replace(b"cafe.txt", b"caf\xe9.txt")
    assert read(payload, Container.ZIP)[0][0].path == b"caf\xe9.txt"


def test_a_name_that_is_no_utf_8_but_is_marked_so_disturbs_no_other() -> None:
    files = [("خبر.txt", b"Rain."), ("کل.txt", b"Sun."), ("c.txt", b"PK\x01\x02 Snow.")]
    payload = zipped(files, zipfile.ZIP_STORED).replace("خبر".encode(), b"\xce\xc8\xd1\xce\xc8\xd1")
    members, end = read(payload, Container.ZIP)
    assert [(each.path, each.payload) for each in members] == [
        (b"\xce\xc8\xd1\xce\xc8\xd1.txt", b"Rain."),
        ("کل.txt".encode(), b"Sun."),
        (b"c.txt", b"PK\x01\x02 Snow."),
    ]
    assert end == Unpacked(3, 0)


def test_archives_are_read_in_archives_but_not_deeper() -> None:
    innermost = zipped([("deep.txt", b"Too deep.")])
    inner = tarred([("i.txt", b"Inside."), ("j.txt.gz", gzip.compress(b"Packed.")),
                    ("innermost.zip", innermost)])  # fmt: skip
    lines = b'{"text": "A line."}\n'
    payload = zipped(
        [("inner.tar.gz", gzip.compress(inner)), ("l.jsonl.zst", zstd(lines)), ("x.zip", b"no")]
    )
    members, end = read(payload, Container.ZIP)
    assert by_path(members) == {
        b"inner.tar.gz/i.txt": b"Inside.",
        b"inner.tar.gz/j.txt.gz": b"Packed.",
        b"inner.tar.gz/innermost.zip": RejectReason.NESTED,
        b"l.jsonl.zst/1": b"A line.",
        b"x.zip": RejectReason.DAMAGED,
    }
    assert members[2].raw == innermost
    assert end == Unpacked(5, 0)


def test_members_before_the_damage_are_kept() -> None:
    texts = [(f"{number}.txt", os.urandom(2_000)) for number in range(9)]
    payload = tarred(texts)
    for broken in (payload[:9_000], gzip.compress(payload)[:9_000]):
        members, end = read(broken, Container.TAR)
        assert [each.payload for each in members] == [text for _, text in texts[: len(members)]]
        assert 0 < len(members) < 9
        assert end.reject_reason is RejectReason.DAMAGED
    unreadable = payload[:2560] + b"no header".ljust(512, b"!") + payload[3072:]
    assert read(unreadable, Container.TAR)[1].reject_detail == "no header at byte 2,560"


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_the_checksum_at_the_end_of_a_compressed_archive_is_asked(ending: str) -> None:
    payload = bytearray(COMPRESSIONS[ending](tarred([("a.txt", os.urandom(30_000))])))
    payload[-6] ^= 0xFF
    assert read(bytes(payload), Container.TAR)[1].reject_reason is RejectReason.DAMAGED


@pytest.mark.parametrize("ending", ["", *COMPRESSIONS])
def test_archives_one_after_the_other_are_read_as_one(ending: str) -> None:
    pack = COMPRESSIONS.get(ending, bytes)
    first, second = tarred(FILES), tarred([("e.txt", b"Snow.")])
    for payload in (pack(first + second), pack(first) + pack(second)):
        members, end = read(payload, Container.TAR)
        assert [each.path for each in members] == [b"a.txt", b"b/c.txt", b"b/d.txt", b"e.txt"]
        assert end == Unpacked(4, 0)
    members, end = read(pack(first + b"no header".ljust(512, b"!") + second), Container.TAR)
    assert len(members) == 3
    assert end.reject_reason is RejectReason.DAMAGED


def test_a_member_that_is_broken_or_encrypted_disturbs_no_other() -> None:
    text = os.urandom(500)
    payload = zipped([("a.txt", b"Rain."), ("b.txt", text), ("c.txt", b"Sun.")], zipfile.ZIP_STORED)
    broken = payload.replace(text, text[::-1])
    members, end = read(broken, Container.ZIP)
    assert by_path(members) == {
        b"a.txt": b"Rain.",
        b"b.txt": RejectReason.DAMAGED,
        b"c.txt": b"Sun.",
    }
    assert end == Unpacked(3, 0)
    encrypted = bytearray(payload)
    place = payload.index(b"PK\x01\x02", payload.index(b"PK\x01\x02") + 1)
    encrypted[place + 8] |= 1
    assert by_path(read(bytes(encrypted), Container.ZIP)[0])[b"b.txt"] is RejectReason.ENCRYPTED


def test_a_strange_entry_in_the_list_of_a_zip_archive_disturbs_no_other() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in [("a.txt", "Rain."), ("", "Mist."), ("c.txt", "Sun.")]:
            archive.writestr(zipfile.ZipInfo(name), text)
        archive.filelist[0].header_offset = (1 << 64) - 1
    members, end = read(buffer.getvalue(), Container.ZIP)
    assert by_path(members) == {
        b"a.txt": RejectReason.DAMAGED,
        b"unnamed": b"Mist.",
        b"c.txt": b"Sun.",
    }
    assert end == Unpacked(3, 0)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    zeros = b"\0" * (80 << 20)
    bounds = BOUNDS._replace(member_bytes=1 << 30)
    for packed in (zstd(zeros), gzip.compress(zeros, 1)):
        assert len(packed) * MAX_RATIO < len(zeros)
        assert single(packed, bounds).reject_reason is RejectReason.BOMB
        assert single(packed).reject_reason is RejectReason.TOO_LARGE, "of a member"
        assert read(packed, Container.LINES, bounds)[1].reject_reason is RejectReason.BOMB
    payload = zipped([("a.txt", b"Rain."), ("b.txt", zeros)])
    members, end = read(payload, Container.ZIP, bounds)
    assert by_path(members) == {b"a.txt": b"Rain."}
    assert end.reject_reason is RejectReason.BOMB
    members, end = read(payload, Container.ZIP)
    assert by_path(members)[b"b.txt"] is RejectReason.TOO_LARGE
    assert end.reject_reason is None


def test_a_bomb_of_bzip2_in_a_zip_archive_is_unpacked_in_small_pieces() -> None:
    bomb = zipped([("a.txt", b"\0" * (400 << 20))], zipfile.ZIP_BZIP2)
    assert len(bomb) < 1_000
    tracemalloc.start()
    _, end = read(bomb, Container.ZIP, BOUNDS._replace(member_bytes=1 << 30))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert end.reject_reason is RejectReason.BOMB
    assert peak < 300 << 20


def test_members_that_lie_on_each_other_count_each_time() -> None:
    kernel = b"\0" * (9 << 20)
    archive = bytearray(zipped([("a.txt", kernel)]))
    # The list of members says ten times that the one is there.
    place, end = archive.index(b"PK\x01\x02"), archive.index(b"PK\x05\x06")
    entry, tail = bytes(archive[place:end]), archive[end:]
    entries = b"".join(entry.replace(b"a.txt", b"%d.txt" % number) for number in range(10))
    tail[8:12] = (10).to_bytes(2, "little") * 2
    tail[12:16] = len(entries).to_bytes(4, "little")
    bounds = BOUNDS._replace(member_bytes=1 << 30)
    members, outcome = read(bytes(archive[:place]) + entries + bytes(tail), Container.ZIP, bounds)
    refused = outcome.reject_reason or {each.reject_reason for each in members}
    assert refused in (RejectReason.BOMB, {RejectReason.DAMAGED})


def test_holes_of_a_sparse_member_count() -> None:
    info = tarfile.TarInfo("a.txt")
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[156:157] = tarfile.GNUTYPE_SPARSE
    # One piece of no bytes at the end, and the real size.
    header[386:410] = b"%011o\0%011o\0" % (900 << 10, 0)
    header[483:495] = b"%011o\0" % (900 << 10)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    members, end = read(bytes(header) * 200 + bytes(1024), Container.TAR)
    assert {len(each.payload or b"") for each in members} == {900 << 10}
    assert 0 < len(members) < 80
    assert end.reject_reason is RejectReason.BOMB


def test_a_member_of_less_than_nothing_makes_no_room_for_a_bomb() -> None:
    info = tarfile.TarInfo("a.txt")
    info.pax_headers = {"GNU.sparse.map": "0,0", "GNU.sparse.size": str(-1 << 40)}
    zeros = [("b.txt", b"\0" * (80 << 20))]
    packed = gzip.compress(tarred([], [info])[:1536] + tarred(zeros), 1)
    members, end = read(packed, Container.TAR, BOUNDS._replace(member_bytes=1 << 30))
    assert members == []
    assert end.reject_reason is RejectReason.DAMAGED


@pytest.mark.parametrize("container", [Container.TAR, Container.ZIP, Container.LINES])
def test_members_and_bytes_have_a_limit_that_is_named(container: Container) -> None:
    texts = [(f"{number}.txt", b"x" * 1_000) for number in range(9)]
    payload = {
        Container.TAR: tarred(texts),
        Container.ZIP: zipped(texts),
        Container.LINES: b'{"text": "x"}\n' * 2_000,
    }[container]
    _, end = read(payload, container, BOUNDS._replace(members=4))
    assert end.reject_reason is RejectReason.TOO_LARGE
    assert "ZAKHIRA_MAX_MEMBERS" in (end.reject_detail or "")
    _, end = read(payload, container, BOUNDS._replace(unpacked_bytes=5_000))
    assert end.reject_reason is RejectReason.TOO_LARGE
    assert "ZAKHIRA_MAX_UNPACKED_BYTES" in (end.reject_detail or "")


def test_a_header_of_a_gigabyte_is_not_read() -> None:
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 30
    header = info.tobuf(tarfile.GNU_FORMAT)
    _, end = read(zstd(header + b"n" * (64 << 20)), Container.TAR)
    assert "a header of more than" in (end.reject_detail or "")


def test_a_line_is_a_member_by_its_id_or_its_number() -> None:
    lines = [
        b'\xef\xbb\xbf{"id": "k1", "text": "Rain.", "title": "Dry", "url": "https://a.example/1"}',
        b"",
        b'{"text": "Sun.", "metadata": {"date": "2026-03-07"}}\r',
        b'{"id": 17, "text": "\\ud83d\\ude00 half \\ud83d"}',
        b'{"title": "none"}',
        b'{"text": ["a", "b"]}',
        b"Rain.",
        b"[1]",
        b'{"text": "\xe9"}',
        b'{"text": "' + b"x" * (1 << 20) + b'"}',
        b'{"id": "k1", "text": "Again."}',
    ]
    members, end = read(b"\n".join(lines), Container.LINES)
    assert by_path(members) == {
        b"k1": b"Rain.",
        b"3": b"Sun.",
        b"17": "😀 half \ufffd".encode(),
        b"5": RejectReason.NO_TEXT,
        b"6": RejectReason.NO_TEXT,
        b"7": RejectReason.NO_TEXT,
        b"8": RejectReason.NO_TEXT,
        b"9": RejectReason.NO_TEXT,
        b"10": RejectReason.TOO_LARGE,
        b"k1#2": b"Again.",
    }
    assert members[0].declared == {"id": "k1", "title": "Dry", "url": "https://a.example/1"}
    assert members[1].declared == {"date": "2026-03-07"}
    assert [each.raw for each in members[:3]] == [lines[0], lines[2], lines[3]]
    assert end.member_count == 10


def test_fields_of_lines_have_the_names_that_are_given() -> None:
    line = {"doc": {"key": "k", "body": "Rain."}, "kicker": "Dry", "posted": "2026-03-07"}
    fields = {"text": "doc.body", "id": "doc.key", "title": "kicker", "date": "posted"}
    [member], _ = read(json.dumps(line).encode(), Container.LINES, fields=fields)
    assert (member.path, member.payload) == (b"k", b"Rain.")
    assert member.declared
    assert member.declared["title"] == "Dry"
    assert member.declared["date"] == "2026-03-07"
    [member], _ = read(json.dumps(line).encode(), Container.LINES)
    assert member.reject_reason is RejectReason.NO_TEXT
    assert "ZAKHIRA_FIELDS" in (member.reject_detail or "")


def test_what_a_line_declares_is_no_data_of_its_own() -> None:
    line = {"text": "Rain.", "title": "Dry", "html": "<p>" * 30_000, "url": "https://a.example"}
    [member], _ = read(json.dumps(line).encode(), Container.LINES)
    assert member.declared == {"title": "Dry", "url": "https://a.example"}


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=20))
def test_the_text_of_a_line_is_what_was_written(texts: list[str]) -> None:
    payload = "\n".join(json.dumps({"text": text}) for text in texts).encode()
    members, _ = read(payload, Container.LINES)
    assert [each.payload for each in members] == [text.encode() for text in texts]


def test_lines_may_be_longer_than_what_is_read_at_a_time() -> None:
    texts = [f"{number}" * 900_000 for number in range(5)]
    payload = zstd("\n".join(json.dumps({"text": text}) for text in texts).encode())
    members, _ = read(payload, Container.LINES)
    assert [each.payload for each in members] == [text.encode() for text in texts]


@given(
    st.sampled_from(list(Container)),
    st.sampled_from(["", *COMPRESSIONS]),
    st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=8),
    st.integers(0, 3_000),
)
def test_no_damage_is_an_exception(
    container: Container, ending: str, flips: list[tuple[int, int]], cut: int
) -> None:
    texts = [(f"{number}.txt", b"Rain and sun. " * number) for number in range(9)]
    payload = {
        Container.ZIP: zipped(texts),
        Container.TAR: tarred(texts),
        Container.WARC: warc(texts),
    }.get(container, b'{"text": "Rain."}\n{"id": "k", "text": "Sun."}\n')
    payload = COMPRESSIONS[ending](payload) if ending else payload
    damaged = bytearray(payload[: max(1, len(payload) - cut)] if cut % 2 else payload)
    for place, byte in flips:
        damaged[place % len(damaged)] = byte
    if container is Container.SINGLE:
        assert single(bytes(damaged)).path == b""
    else:
        members, end = read(bytes(damaged), container)
        assert end.member_count == len(members)
        assert len({each.path for each in members}) == len(members)


def test_the_name_says_what_a_file_is() -> None:
    for ending, container in CONTAINERS.items():
        assert container_of(f"a/story{ending}") is container
        assert container_of(f"a/STORY{ending.upper()}") is container
        assert container_of(f"a{ending}/story.txt") is None
    assert container_of("a.docx") is None
    assert container_of("gz") is None
    assert container_of(".gz") is Container.SINGLE
    assert all(first != last for first, last in pairwise(CONTAINERS))


def test_pages_of_a_crawl_are_members_by_their_address() -> None:
    page = b"<html><body><p>Rain.</p></body></html>"
    archive = b"".join(
        [
            warc([("https://a.example/1", page), ("https://a.example/1", page)]),
            warc([("https://a.example/2.gz", b"Plain.")], "text/plain"),
            warc([("https://a.example/3", b"\x89PNG")], "image/png"),
            warc([("https://a.example/4", page)], status="404 Not Found"),
            warc([("https://a.example/5", gzip.compress(page))], more="Content-Encoding: gzip\r\n"),
        ]
    )
    for payload in (archive, gzip.compress(archive)):
        members, end = read(payload, Container.WARC)
        assert [(each.path, each.payload, each.is_html) for each in members] == [
            (b"https://a.example/1", page, True),
            (b"https://a.example/1#2", page, True),
            (b"https://a.example/2.gz", b"Plain.", False),
            (b"https://a.example/5", page, True),
        ]
        assert members[0].declared == {
            "url": "https://a.example/1",
            "crawled_at": "2026-03-07T01:02:03Z",
        }
        assert end == Unpacked(4, 2)
    _, end = read(warc([("https://a.example/1", page)])[:-30], Container.WARC)
    assert end.reject_reason is RejectReason.DAMAGED
    _, end = read(b"no archive of a crawl", Container.WARC)
    assert end.reject_reason is RejectReason.DAMAGED
    bomb = warc(
        [("https://a.example/6", gzip.compress(b"\0" * (80 << 20), 1))],
        more="Content-Encoding: gzip\r\n",
    )
    _, end = read(bomb, Container.WARC, BOUNDS._replace(member_bytes=1 << 30))
    assert end.reject_reason is RejectReason.BOMB


@pytest.mark.parametrize(
    ("body", "encoding", "found"),
    [
        (b"5\r\nSnow.\r\n0\r\n\r\n", "Transfer-Encoding: chunked", b"Snow."),
        (
            b"19\r\n" + gzip.compress(b"Snow.", mtime=0) + b"\r\n0\r\n\r\n",
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
            b"Snow.",
        ),
        (b"zz\r\nSnow.\r\n", "Transfer-Encoding: chunked", RejectReason.DAMAGED),
        (b"Snow.", "Content-Encoding: gzip", RejectReason.DAMAGED),
        (b"Snow.", "Content-Encoding: of-a-later-time", RejectReason.DAMAGED),
    ],
)
def test_how_a_server_encoded_a_page_disturbs_no_other(
    body: bytes, encoding: str, found: bytes | RejectReason
) -> None:
    pages = [
        warc([("https://a.example/1", b"Rain.")], "text/plain"),
        warc([("<https://a.example/2>", body)], "text/plain", more=f"{encoding}\r\n"),
        warc([("https://a.example/3", b"Sun.")], "text/plain"),
    ]
    members, end = read(b"".join(pages), Container.WARC)
    assert by_path(members) == {
        b"https://a.example/1": b"Rain.",
        b"https://a.example/2": found,
        b"https://a.example/3": b"Sun.",
    }
    assert end == Unpacked(3, 0)
    assert members[1].declared
    assert members[1].declared["url"] == "https://a.example/2"


def test_a_crawl_that_is_cut_anywhere_in_a_record_is_damaged() -> None:
    first = warc([("https://a.example/1", b"Rain.")], "text/plain")
    second = warc([("https://a.example/2", b"Sun.")], "text/plain")
    for place in range(len("WARC/1.0\r\n"), len(second) - len("\r\n\r\n")):
        members, end = read(first + second[:place], Container.WARC)
        assert by_path(members) == {b"https://a.example/1": b"Rain."}, place
        assert end.reject_reason is RejectReason.DAMAGED, place


def test_a_crawl_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    _, end = read(warc([("https://a.example/1", b"Rain.")]), Container.WARC)
    assert end.reject_reason is RejectReason.WARC
    assert "zakhira[warc]" in (end.reject_detail or "")
