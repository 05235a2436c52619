"""DDL of tables and views, generated from `transforms.schemas` and `warehouse/sql`."""

from functools import cache
from graphlib import TopologicalSorter

import duckdb
import pyarrow as pa

from transforms.schemas import PARQUET_PARTS, PIPELINE_TABLES, STORED, Column, Table
from warehouse.database.comments import comment_on, heading, sources_of
from warehouse.database.sql import literal, quote, sql_files

_PIPELINE_DDL = """\
create schema pipeline;
create table pipeline.state (generation bigint not null, ddl_hash varchar not null);
comment on table pipeline.state is 'one row: what is committed, and the DDL of the tables';
comment on column pipeline.state.generation is 'counts commits; generations have its number';
comment on column pipeline.state.ddl_hash is 'SHA-256 of the statements that made tables and views';
"""

# Used by several views; `transforms.page.declared_metadata.publisher_of`, `boilerplate_key` and
# `ends_statement` of `transforms.page.boilerplate_phrases` are the same rules.
MACROS_DDL = r"""
create or replace macro publisher_of(path) as
    case when contains(path, '/') then split_part(path, '/', 1) else '' end;
create or replace macro was_read(reject_reason) as
    reject_reason is null or reject_reason not in ('unreadable', 'vanished', 'unstable');
create or replace macro ends_statement(line) as
    regexp_matches(right(line, 20), '[.!۔।॥…。！][\]"''‘’“”»›)}|*_\x{200F}\x{200E}\s]*$');
create or replace macro line_key(line) as
    case
        when
            length(line) <= 120
            and regexp_matches(line, '\p{L}')
            and not regexp_matches(line, '[۔؟।॥。][\s‘’“”»]')
            and not regexp_matches(
                right(line, 20), '[.!?۔؟।॥…。！？][\]"''‘’“”»›)}|*_\x{200F}\x{200E}\s]*$'
            )
        then regexp_replace(line, '[0-9٠-٩۰-۹०-९]+', '0', 'g')
    end;
""".lstrip()

_TYPES = {
    pa.string(): "varchar",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", "UTC"): "timestamptz",
    pa.list_(pa.int64()): "bigint[]",
}


def table_ddl(table: Table, schema: str = "main") -> str:
    """Return the statements that create one table, with every comment."""
    name = f"{schema}.{quote(table.name)}"
    lines = ",\n".join(map(_column_ddl, table.columns))
    comments = "".join(
        f"comment on column {name}.{quote(column.name)} is {literal(column.description)};\n"
        for column in table.columns
    )
    return (
        f"create table {name} (\n{lines}\n);\n"
        f"comment on table {name} is {literal(table.description)};\n{comments}"
    )


def _column_ddl(column: Column) -> str:
    compression = " using compression zstd" if column.name == "text" else ""
    constraint = " not null" if column.is_required else ""
    return f"    {quote(column.name)} {_TYPES[column.type]}{compression}{constraint}"


@cache
def tables_ddl() -> str:
    """Return the statements that create every table."""
    return (
        _PIPELINE_DDL
        + "".join(table_ddl(table, "pipeline") for table in PIPELINE_TABLES)
        + "".join(map(table_ddl, (*STORED, PARQUET_PARTS)))
    )


@cache
def views_ddl() -> str:
    """Return the statements that create every view, each after the views it reads.

    Headings become comments. They hold the comments on columns too, so that a change of one changes
    these statements.
    """
    queries = sql_files("views")
    reads = {
        name: set(sources_of(query)) & queries.keys() - {name} for name, query in queries.items()
    }
    return MACROS_DDL + "".join(
        f"create or replace view {quote(name)} as\n{queries[name]};\n"
        f"comment on view {quote(name)} is {literal(heading(queries[name]))};\n"
        for name in TopologicalSorter(reads).static_order()
    )


@cache
def index_ddl() -> str:
    """Return the statements that make the index of words of a generation, and what searches it."""
    return "".join([*sql_files("word_index").values(), *sql_files("macros").values()])


def view_columns_ddl(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the statements that comment on every column of the views of a database.

    Only DuckDB knows which columns a view has.
    """
    queries = sql_files("views")
    columns = connection.execute("""
        select table_name, column_name from duckdb_columns()
        where not internal
            and table_name in (select view_name from duckdb_views() where not internal)
        order by table_name, column_index
    """).fetchall()
    return "".join(
        f"comment on column {quote(view)}.{quote(column)} is {literal(comment)};\n"
        for view, column in columns
        if (comment := comment_on(column, view, queries))
    )
