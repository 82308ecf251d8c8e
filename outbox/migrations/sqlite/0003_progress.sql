-- How far each campaign has come: one row for each. SELECT * FROM twilio_outbox_progress
DROP VIEW twilio_outbox_progress;
CREATE VIEW twilio_outbox_progress AS
SELECT target, account, campaign,             -- '' for the messages without a campaign
    EXISTS (SELECT 1 FROM twilio_outbox_pauses p
        WHERE p.target = m.target AND p.account = m.account AND p.campaign IN (m.campaign, '*')) AS paused,
    count(*) AS messages,
    count(*) FILTER (WHERE state IN ('pending', 'sending', 'unknown')) AS remaining,
    count(*) FILTER (WHERE state = 'pending') AS pending,
    count(*) FILTER (WHERE state = 'sending') AS sending,
    count(*) FILTER (WHERE state = 'unknown') AS unknown,
    count(*) FILTER (WHERE state = 'accepted') AS accepted,
    count(*) FILTER (WHERE state = 'accepted' AND delivery IN ('delivered', 'read', 'completed')) AS delivered,
    count(*) FILTER (WHERE state = 'accepted' AND (code <> 0 OR delivery IN ('failed', 'undelivered', 'busy', 'no-answer'))) AS undelivered,
    count(*) FILTER (WHERE state = 'refused') AS refused,
    count(*) FILTER (WHERE state = 'given_up') AS given_up,
    count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
    count(*) FILTER (WHERE state = 'skipped') AS skipped,
    count(*) FILTER (WHERE state = 'uncertain') AS uncertain, -- a person has to look at these
    datetime(min(created_at) / 1000000, 'unixepoch') AS first_created, -- in UTC, as the other times
    datetime(max(settled_at) FILTER (WHERE state = 'accepted') / 1000000, 'unixepoch') AS last_accepted, -- does it move?
    datetime(min(send_after) FILTER (WHERE state = 'pending') / 1000000, 'unixepoch') AS next_send
FROM twilio_outbox m
GROUP BY target, account, campaign;

-- What messages have failed of, with one of them: an error code has a page at
-- https://www.twilio.com/docs/errors/CODE. SELECT * FROM twilio_outbox_failures ORDER BY messages DESC
CREATE VIEW twilio_outbox_failures AS
SELECT target, account, campaign, state, delivery, code, status, count(*) AS messages,
    min(key) AS example_key, min(reason) AS example_reason, datetime(max(settled_at) / 1000000, 'unixepoch') AS last_settled
FROM twilio_outbox
WHERE state IN ('refused', 'given_up') OR state = 'accepted' AND (code <> 0 OR delivery IN ('failed', 'undelivered', 'busy', 'no-answer'))
GROUP BY target, account, campaign, state, delivery, code, status;
