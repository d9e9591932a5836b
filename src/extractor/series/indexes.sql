CREATE INDEX observations_by_place ON observations (place_id, indicator, frequency, period_start);
CREATE INDEX observations_by_series ON observations (series, period_start);
CREATE INDEX sources_by_observation ON sources (observation, vintage);
CREATE INDEX sources_by_article ON sources (doc_id);
