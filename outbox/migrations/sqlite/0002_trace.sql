-- The trace context (W3C traceparent) of the program that enqueued the message, '' for none.
ALTER TABLE twilio_outbox ADD COLUMN trace text NOT NULL DEFAULT '';
