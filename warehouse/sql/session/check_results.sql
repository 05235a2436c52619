-- fmt: off
-- made of transforms/schemas.py by a test
create temp table "check_results" (
    "checked_at" timestamptz not null,
    "run_id" varchar,
    "generation" bigint,
    "check_name" varchar not null,
    "kind" varchar not null,
    "description" varchar,
    "severity" varchar not null,
    "status" varchar not null,
    "broken_count" bigint,
    "sample" varchar,
    "error" varchar
);
comment on table temp."check_results" is 'one row each time a check was run on what is published: rules of every warehouse, checks and bounds of yours; in check_results.parquet beside the database, for a year';
comment on column temp."check_results"."checked_at" is 'when the checks were run (UTC)';
comment on column temp."check_results"."run_id" is 'the run that checked at its end (runs.run_id); null for zakhira check';
comment on column temp."check_results"."generation" is 'the published generation that was checked';
comment on column temp."check_results"."check_name" is 'name of the rule, of the file with the check, or of the bound';
comment on column temp."check_results"."kind" is 'rule (of every warehouse), own (a file of checks/) or bound (a setting)';
comment on column temp."check_results"."description" is 'what the check is for, in a sentence';
comment on column temp."check_results"."severity" is 'error (a broken row fails the run, after it has published) or warn';
comment on column temp."check_results"."status" is 'pass, warn or fail (rows are broken), or error (the check could not be run)';
comment on column temp."check_results"."broken_count" is 'rows that break it; of a bound, publishers; null if it could not be run';
comment on column temp."check_results"."sample" is 'the first five of these rows, as JSON; null without any';
comment on column temp."check_results"."error" is 'why it could not be run; null if it was';
