#!/bin/sh
# Copy a warehouse while runs are at work and readers read:
#
#     deploy/backup.sh /data/warehouse /backup/warehouse-2026-11-30
#
# What is copied, and in which order:
#
#   1. the published generation, a file that nobody changes
#   2. the Parquet parts that it names, and no others; nobody changes these either
#   3. copies of rejected files, and the record of checks
#   4. the journal of takedowns, which lies beside the warehouse
#
# A run makes the rest of them. Where retention, compaction or a takedown removes a file meanwhile, all
# of it is begun again. The target appears when it is whole. To restore it: docs/deploying.md.
set -u

if [ $# -ne 2 ]; then
    echo "usage: $0 WAREHOUSE TARGET" >&2
    exit 2
fi
warehouse=${1%/}
target=${2%/}
partial=$target.partial
parts=$target.parts

# Of the generation that is published now.
copy() {
    generation=$(readlink "$warehouse/warehouse.duckdb") &&
        mkdir -p "$partial/versions" &&
        cp -p "$warehouse/$generation" "$partial/versions/" &&
        ln -s "$generation" "$partial/warehouse.duckdb" &&
        zakhira sql --csv --warehouse "$partial" "select part_path from parquet_parts" > "$parts" &&
        copy_parts &&
        copy_if_there "$warehouse/quarantine" "$partial" &&
        copy_if_there "$warehouse/check_results.parquet" "$partial" &&
        copy_if_there "$warehouse.takedowns.jsonl" "$target.takedowns.jsonl" &&
        sync "$partial"
}

# Tables that were compacted are links: what they lead to is copied, under the names in the list.
copy_parts() {
    tail -n +2 "$parts" | while IFS= read -r part; do
        folder=$partial/${part%/*}
        { [ -d "$folder" ] || mkdir -p "$folder"; } && cp -p "$warehouse/$part" "$folder/" || exit 1
    done
}

copy_if_there() {
    [ ! -e "$1" ] || cp -Rp "$1" "$2"
}

if [ ! -L "$warehouse/warehouse.duckdb" ]; then
    echo "$0: nothing is published at $warehouse" >&2
    exit 2
fi
if [ -e "$target" ]; then
    echo "$0: $target is there already: name another folder" >&2
    exit 2
fi
for attempt in 1 2 3 4 5; do
    rm -rf "$partial" "$parts"
    if copy; then
        rm "$parts"
        mv "$partial" "$target" && echo "$target: $(basename "$generation"); check it: zakhira check --warehouse $target"
        exit
    fi
    echo "$0: attempt $attempt failed; see above" >&2
done
rm -rf "$partial" "$parts"
exit 1
