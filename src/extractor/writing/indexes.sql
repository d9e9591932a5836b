-- Made when all rows are in, which is faster than keeping them up to date.
CREATE INDEX articles_by_name ON articles (doc_id);
CREATE INDEX mentions_by_article ON mentions (article);
CREATE INDEX mentions_by_label ON mentions (label);
CREATE INDEX facts_by_article ON facts (article);
CREATE INDEX facts_by_place ON facts (place_id, indicator, period_start);
CREATE INDEX facts_by_country ON facts (country, indicator, period_start);
CREATE INDEX facts_by_period ON facts (period_start, period_end);
