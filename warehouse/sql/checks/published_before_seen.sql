-- published dates are at most one day later than the first sighting: dates are local, moments are UTC
select content_hash, published_on, published_at, first_seen_at
from documents
where published_on > (first_seen_at at time zone 'UTC')::date + 1 or published_at > first_seen_at + interval 1 day
