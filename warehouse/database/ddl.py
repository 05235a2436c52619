"""DDL of tables and views, generated from `transforms.schemas` and `warehouse/sql`."""

from functools import cache
from graphlib import TopologicalSorter

import duckdb
import pyarrow as pa

from transforms.schemas import PARQUET_PARTS, PIPELINE_TABLES, STORED, Table
from warehouse.database.comments import heading, sentence_on
from warehouse.database.sql import literal, quote, sql_files

_PIPELINE_DDL = """\
create schema pipeline;
create table pipeline.state (generation bigint not null, ddl_hash varchar not null);
comment on table pipeline.state is 'one row: what has been committed, and by which DDL';
comment on column pipeline.state.generation is 'counts the commits; the number of the generation that shows them';
comment on column pipeline.state.ddl_hash is 'SHA-256 of the statements that made tables and views';
"""

# What several views ask; `transforms.page.declared_metadata.publisher_of` is the same rule.
_MACROS_DDL = """\
create or replace macro publisher_of(path) as
    case when contains(path, '/') then split_part(path, '/', 1) else '' end;
"""

_TYPES = {
    pa.string(): "varchar",
    pa.int64(): "bigint",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us", "UTC"): "timestamptz",
}


def table_ddl(table: Table, schema: str = "main") -> str:
    """The statements that make one table, with every comment."""
    name = f"{schema}.{quote(table.name)}"
    lines = ",\n".join(
        f"    {quote(column.name)} {_TYPES[column.type]}"
        + (" using compression zstd" if column.name == "text" else "")
        + (" not null" if column.is_required else "")
        for column in table.columns
    )
    comments = "".join(
        f"comment on column {name}.{quote(column.name)} is {literal(column.description)};\n"
        for column in table.columns
    )
    return f"create table {name} (\n{lines}\n);\ncomment on table {name} is {literal(table.description)};\n{comments}"


@cache
def tables_ddl() -> str:
    """The statements that make every table."""
    return (
        _PIPELINE_DDL
        + "".join(table_ddl(table, "pipeline") for table in PIPELINE_TABLES)
        + "".join(map(table_ddl, (*STORED, PARQUET_PARTS)))
    )


@cache
def views_ddl() -> str:
    """The statements that make every view, each after the views it reads; its heading becomes its comment.

    In the headings are also the sentences on columns: where one changes, these statements do.
    """
    queries = sql_files("views")
    reads = {
        name: {other for other in queries if other != name and other in query}
        for name, query in queries.items()
    }
    return _MACROS_DDL + "".join(
        f"create or replace view {quote(name)} as\n{queries[name]};\n"
        f"comment on view {quote(name)} is {literal(heading(queries[name]))};\n"
        for name in TopologicalSorter(reads).static_order()
    )


def view_columns_ddl(connection: duckdb.DuckDBPyConnection) -> str:
    """The comments on every column of the views that are there: only DuckDB knows what columns a view has."""
    queries = sql_files("views")
    columns = connection.execute("""
        select table_name, column_name from duckdb_columns()
        where not internal and table_name in (select view_name from duckdb_views() where not internal)
        order by table_name, column_index
    """).fetchall()
    return "".join(
        f"comment on column {quote(view)}.{quote(column)} is {literal(sentence)};\n"
        for view, column in columns
        if (sentence := sentence_on(column, view, queries))
    )
