-- The tables of trade.sqlite. Columns are those of the CSV tables (docs/formats.md describes them), and besides:
-- keys that count from 1 in the order written, and of each figure its exact digits as text beside a number to reckon with.

CREATE TABLE articles (
    article INTEGER PRIMARY KEY,
    doc_id TEXT NOT NULL,
    published TEXT,
    reference TEXT,
    title TEXT,
    sha256 TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    notes TEXT,
    checks TEXT,
    text TEXT NOT NULL,
    details TEXT
);

CREATE TABLE mentions (
    mention INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    doc_id TEXT NOT NULL,
    label TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    rule TEXT NOT NULL,
    value NUMERIC,
    value_text TEXT,
    value_high NUMERIC,
    value_high_text TEXT,
    unit TEXT,
    bound TEXT NOT NULL,
    period_start TEXT,
    period_end TEXT,
    period_timex TEXT,
    place TEXT,
    place_id TEXT,
    place_kind TEXT,
    country TEXT,
    subdivision TEXT,
    lat REAL,
    lon REAL,
    nominal INTEGER NOT NULL,
    notes TEXT,
    details TEXT
);

CREATE TABLE facts (
    fact INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    doc_id TEXT NOT NULL,
    published TEXT,
    fact_id TEXT NOT NULL,
    measure TEXT NOT NULL,
    indicator TEXT NOT NULL,
    indicator_text TEXT,
    place TEXT,
    place_id TEXT,
    place_kind TEXT,
    country TEXT,
    subdivision TEXT,
    lat REAL,
    lon REAL,
    partners TEXT,
    partner_ids TEXT,
    commodity TEXT,
    segment TEXT,
    period_start TEXT,
    period_end TEXT,
    period_text TEXT,
    period_timex TEXT,
    value NUMERIC,
    value_text TEXT NOT NULL,
    value_high NUMERIC,
    value_high_text TEXT,
    unit TEXT NOT NULL,
    bound TEXT NOT NULL,
    equivalents TEXT,
    base TEXT,
    base_start TEXT,
    base_end TEXT,
    whole_indicator TEXT,
    whole_place TEXT,
    among TEXT,
    source TEXT,
    status TEXT NOT NULL,
    value_start INTEGER,
    value_end INTEGER,
    sentence_start INTEGER,
    sentence_end INTEGER,
    checks TEXT,
    details TEXT NOT NULL
);

CREATE TABLE failures (
    failure INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL
);

-- What was imported, exported, traded …, by whom, when and how much?
CREATE VIEW levels AS
SELECT f.fact, f.doc_id, f.published, f.place, f.place_id, f.country, f.indicator, f.indicator_text, f.partners,
    f.commodity, f.segment, f.period_timex AS period, f.period_start, f.period_end, f.value, f.value_high, f.unit,
    f.bound, f.status, f.source,
    substr(a.text, f.sentence_start + 1, f.sentence_end - f.sentence_start) AS sentence
FROM facts AS f JOIN articles AS a USING (article)
WHERE f.measure = 'level';

-- How fast did it grow or shrink, against when?
CREATE VIEW growth_rates AS
SELECT f.fact, f.doc_id, f.published, f.place, f.place_id, f.country, f.indicator, f.indicator_text, f.partners,
    f.commodity, f.segment, f.period_timex AS period, f.period_start, f.period_end, f.value, f.value_high, f.unit,
    f.bound, f.base, f.base_start, f.base_end, f.status, f.source,
    substr(a.text, f.sentence_start + 1, f.sentence_end - f.sentence_start) AS sentence
FROM facts AS f JOIN articles AS a USING (article)
WHERE f.measure = 'growth';

-- With whom? A line for each partner of a fact.
CREATE VIEW fact_partners AS
SELECT f.fact, f.doc_id, f.place, f.place_id, f.indicator, f.measure, f.period_timex AS period,
    p.value ->> 'name' AS partner, p.value ->> 'id' AS partner_id, p.value ->> 'kind' AS partner_kind,
    p.value ->> 'country' AS partner_country, f.commodity, f.value, f.unit,
    substr(a.text, f.sentence_start + 1, f.sentence_end - f.sentence_start) AS sentence
FROM facts AS f JOIN articles AS a USING (article) JOIN json_each(f.details, '$.partners') AS p;

-- A table of places by months: totals (no partner, goods or segment) that are told of exactly one calendar month.
-- Where articles disagree, lowest and highest differ.
CREATE VIEW by_place_and_month AS
SELECT place_id, min(place) AS place, country, substr(period_start, 1, 7) AS month, indicator, unit,
    min(value) AS lowest, max(value) AS highest, count(*) AS facts, count(DISTINCT article) AS articles
FROM facts
WHERE measure = 'level' AND status = 'actual' AND indicator <> 'other' AND place_id IS NOT NULL
    AND partners IS NULL AND commodity IS NULL AND segment IS NULL
    AND period_start = date(period_start, 'start of month')
    AND period_end = date(period_start, '+1 month', '-1 day')
GROUP BY place_id, country, month, indicator, unit
ORDER BY place_id, month, indicator, unit;

-- Where does it say so? A line for each slot of a fact: the characters that say it, or the rule that derived it.
CREATE VIEW evidence AS
SELECT f.fact, f.doc_id, f.fact_id, e.key AS slot, e.value ->> 'start' AS "start", e.value ->> 'end' AS "end",
    e.value ->> 'by' AS rule,
    substr(a.text, (e.value ->> 'start') + 1, (e.value ->> 'end') - (e.value ->> 'start')) AS text
FROM facts AS f JOIN articles AS a USING (article) JOIN json_each(f.details, '$.evidence') AS e;

-- Does the article agree with itself? A line for each check, with how many facts it compares.
CREATE VIEW article_checks AS
SELECT a.article, a.doc_id, c.value ->> 'name' AS name, c.value ->> 'verdict' AS verdict,
    json_array_length(c.value, '$.facts') AS facts, CAST(c.value ->> 'left' AS NUMERIC) AS "left",
    CAST(c.value ->> 'right' AS NUMERIC) AS "right", CAST(c.value ->> 'tolerance' AS NUMERIC) AS tolerance,
    c.value ->> 'why' AS why
FROM articles AS a JOIN json_each(a.checks) AS c;

-- Which facts does a check compare? A line for each fact of each check.
CREATE VIEW fact_checks AS
SELECT f.fact, f.doc_id, f.fact_id, c.value ->> 'name' AS name, c.value ->> 'verdict' AS verdict,
    CAST(c.value ->> 'left' AS NUMERIC) AS "left", CAST(c.value ->> 'right' AS NUMERIC) AS "right",
    c.value ->> 'why' AS why, f.place, f.indicator, f.measure, f.period_timex AS period, f.value, f.unit
FROM articles AS a JOIN json_each(a.checks) AS c JOIN json_each(c.value, '$.facts') AS i
JOIN facts AS f ON f.article = a.article AND f.fact_id = i.value;

-- All that is told of one thing at one time in a line, with the value of the newest article. `extractor series` tells
-- besides which values agree to the digits printed, and who tells them.
CREATE VIEW series AS
SELECT place_id, place, country, indicator, indicator_text, measure, partners, commodity, segment,
    period_timex AS period, period_start, period_end, base, whole_indicator, whole_place, among, status,
    value, unit, bound, lowest, highest, facts, doc_id, published
FROM (
    SELECT *, min(value) OVER told AS lowest, max(value) OVER told AS highest, count(*) OVER told AS facts,
        row_number() OVER (told ORDER BY published DESC, fact) AS newness
    FROM facts
    WHERE place_id IS NOT NULL AND period_start IS NOT NULL
    WINDOW told AS (PARTITION BY place_id, indicator, lower(indicator_text), measure, partner_ids, lower(commodity),
        lower(segment), period_start, period_end, base, base_start, base_end, whole_indicator, whole_place,
        lower(among), status, unit)
)
WHERE newness = 1;
