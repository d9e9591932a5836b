-- The tables of series.sqlite (docs/series.md describes each column). Of each figure there is a number to reckon with and
-- its exact digits as text.

CREATE TABLE observations (
    observation INTEGER NOT NULL,
    vintage INTEGER NOT NULL,
    series INTEGER NOT NULL,
    frequency TEXT NOT NULL,
    place TEXT NOT NULL,
    place_id TEXT NOT NULL,
    place_kind TEXT NOT NULL,
    country TEXT,
    subdivision TEXT,
    lat REAL,
    lon REAL,
    indicator TEXT NOT NULL,
    indicator_text TEXT,
    measure TEXT NOT NULL,
    partners TEXT,
    partner_ids TEXT,
    commodity TEXT,
    segment TEXT,
    period TEXT NOT NULL,
    period_start TEXT NOT NULL,
    period_end TEXT NOT NULL,
    base TEXT,
    base_start TEXT,
    base_end TEXT,
    whole_indicator TEXT,
    whole_place TEXT,
    whole_place_id TEXT,
    among TEXT,
    status TEXT NOT NULL,
    value NUMERIC,
    value_text TEXT NOT NULL,
    value_high NUMERIC,
    value_high_text TEXT,
    unit TEXT NOT NULL,
    bound TEXT NOT NULL,
    half NUMERIC,
    half_text TEXT NOT NULL,
    conflict INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    first_published TEXT,
    last_published TEXT,
    PRIMARY KEY (observation, vintage)
);

CREATE TABLE sources (
    observation INTEGER NOT NULL,
    vintage INTEGER NOT NULL,
    doc_id TEXT NOT NULL,
    published TEXT,
    fact_id TEXT NOT NULL,
    place TEXT NOT NULL,
    value NUMERIC,
    value_text TEXT NOT NULL,
    value_high NUMERIC,
    value_high_text TEXT,
    bound TEXT NOT NULL,
    half NUMERIC,
    half_text TEXT NOT NULL,
    equivalents TEXT,
    source TEXT,
    value_start INTEGER,
    value_end INTEGER,
    sentence_start INTEGER,
    sentence_end INTEGER,
    FOREIGN KEY (observation, vintage) REFERENCES observations
);

-- What is known now? A line an observation, with the value told last.
CREATE VIEW latest AS
SELECT * FROM observations WHERE vintage = 1;

-- What do articles disagree on? A line a value, the newest first, of every observation that several articles tell.
CREATE VIEW disagreements AS
SELECT o.* FROM observations AS o
JOIN (SELECT observation FROM sources GROUP BY observation
    HAVING count(DISTINCT vintage) > 1 AND count(DISTINCT doc_id) > 1) AS d USING (observation)
ORDER BY o.observation, o.vintage;

-- A line a time series, with how far it reaches.
CREATE VIEW all_series AS
SELECT series, place, place_id, indicator, indicator_text, measure, partners, commodity, segment, unit, base, status,
    frequency, count(*) AS observations, min(period_start) AS first, max(period_end) AS last, sum(conflict) AS conflicts
FROM latest GROUP BY series ORDER BY series;
