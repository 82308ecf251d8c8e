-- What it costs to lose these tables is a second without turns, so they are unlogged: no turn waits for
-- the disk.
CREATE UNLOGGED TABLE IF NOT EXISTS twilio_limiter (
  key text PRIMARY KEY,
  free bigint NOT NULL DEFAULT 0, -- from when on a rate has turns, until when a cool-down lasts; microseconds
  cap double precision,           -- of requests in flight; NULL for the one that was asked with
  lowered bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE UNLOGGED TABLE IF NOT EXISTS twilio_limiter_leases (
  flight text NOT NULL,
  lease text NOT NULL,
  ends bigint NOT NULL,
  PRIMARY KEY (flight, lease)
);

CREATE OR REPLACE FUNCTION twilio_limiter_now() RETURNS bigint LANGUAGE sql VOLATILE AS
$$ SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint $$;

-- Locks rows, in one order, and makes those that are missing.
CREATE OR REPLACE FUNCTION twilio_limiter_lock(wanted text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found_rows bigint;
BEGIN
  PERFORM 1 FROM twilio_limiter WHERE key = ANY (wanted) ORDER BY key FOR NO KEY UPDATE;
  GET DIAGNOSTICS found_rows = ROW_COUNT;
  IF found_rows < cardinality(wanted) THEN
    INSERT INTO twilio_limiter (key) SELECT DISTINCT unnest(wanted) AS k ORDER BY k ON CONFLICT DO NOTHING;
    PERFORM 1 FROM twilio_limiter WHERE key = ANY (wanted) ORDER BY key FOR NO KEY UPDATE;
  END IF;
END $$;

-- Books turns, as limiter.Ask says. The row '' is there from the first question on: where it is missing,
-- the tables were lost, and turns may have been forgotten.
CREATE OR REPLACE FUNCTION twilio_limiter_take_1(
  keys text[], intervals bigint[], bursts bigint[], cool text, flight_key text, leases text[],
  turns bigint, ahead bigint, most bigint, lease_time bigint, quiet bigint
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  now bigint;
  closed bigint;
  full_up bigint := 0;
  offsets bigint[] := '{}';
  places bigint;
  free_at bigint;
  last bigint;
BEGIN
  PERFORM twilio_limiter_lock(CASE WHEN flight_key = '' THEN keys ELSE keys || flight_key END);
  now := twilio_limiter_now();
  IF NOT EXISTS (SELECT FROM twilio_limiter WHERE key = '') THEN
    INSERT INTO twilio_limiter (key, free) VALUES ('', now + quiet) ON CONFLICT DO NOTHING;
  END IF;
  SELECT max(free) - now INTO closed FROM twilio_limiter WHERE key IN ('', cool);
  IF closed > 0 THEN
    RETURN ARRAY[now, 0, closed, 0];
  END IF;

  IF flight_key <> '' THEN
    DELETE FROM twilio_limiter_leases WHERE flight = flight_key AND ends <= now;
    SELECT floor(coalesce(cap, most)) INTO places FROM twilio_limiter WHERE key = flight_key;
    places := greatest(places - (SELECT count(*) FROM twilio_limiter_leases WHERE flight = flight_key), 0);
    IF places < turns THEN
      turns := places;
      full_up := 1;
    END IF;
  END IF;

  FOR i IN 1 .. cardinality(keys) LOOP
    SELECT free INTO free_at FROM twilio_limiter WHERE key = keys[i];
    offsets[i] := least(greatest(free_at - now, 0), ahead + bursts[i] * intervals[i]);
    last := ahead - offsets[i] + (bursts[i] - 1) * intervals[i];
    turns := least(turns, CASE WHEN last < 0 THEN 0 ELSE last / intervals[i] + 1 END);
  END LOOP;

  IF turns > 0 THEN
    FOR i IN 1 .. cardinality(keys) LOOP
      UPDATE twilio_limiter SET free = now + offsets[i] + turns * intervals[i] WHERE key = keys[i];
    END LOOP;
    IF flight_key <> '' THEN
      INSERT INTO twilio_limiter_leases SELECT flight_key, l, now + lease_time FROM unnest(leases[1:turns]) AS l
      ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  RETURN ARRAY[now, turns, 0, full_up] || offsets;
END $$;

-- Ends requests, as limiter.End says.
CREATE OR REPLACE FUNCTION twilio_limiter_end_1(
  cool text, cool_time bigint, flight_key text, over text[], most bigint, lease_time bigint, busy boolean, done boolean
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  now bigint;
  flying bigint;
  given bigint;
  state twilio_limiter;
BEGIN
  IF cool_time > 0 THEN
    now := twilio_limiter_now();
    INSERT INTO twilio_limiter (key, free) VALUES (cool, now + cool_time)
    ON CONFLICT (key) DO UPDATE SET free = greatest(twilio_limiter.free, excluded.free);
  END IF;
  IF flight_key = '' THEN
    RETURN;
  END IF;
  PERFORM twilio_limiter_lock(ARRAY[flight_key]);
  now := twilio_limiter_now();
  SELECT * INTO state FROM twilio_limiter WHERE key = flight_key;
  SELECT count(*), coalesce(max(ends) FILTER (WHERE lease = ANY (over)), now) - lease_time INTO flying, given
    FROM twilio_limiter_leases WHERE flight = flight_key AND ends > now;
  DELETE FROM twilio_limiter_leases WHERE flight = flight_key AND (ends <= now OR lease = ANY (over));
  IF busy AND given > state.lowered THEN
    UPDATE twilio_limiter SET lowered = now,
      cap = greatest(least(floor(coalesce(state.cap, most)), flying)::bigint / 2, 1) WHERE key = flight_key;
  ELSIF done AND state.cap IS NOT NULL THEN
    UPDATE twilio_limiter SET cap = nullif(least(state.cap + 1 / state.cap, most), most) WHERE key = flight_key;
  END IF;
END $$;
