-- A message is one row. Its states and how one leads to another stand in state.go. Times are
-- microseconds since 1970.
CREATE TABLE twilio_outbox (
    id            integer PRIMARY KEY AUTOINCREMENT,
    token         text NOT NULL UNIQUE,     -- random; the row's name in the addresses of callbacks
    target        text NOT NULL,            -- "twilio.com", or the address of a simulator
    account       text NOT NULL,            -- AC…
    key           text NOT NULL,            -- the caller's own name of the message
    campaign      text NOT NULL,            -- '' for none
    kind          text NOT NULL,            -- text, whatsapp, call, verification
    service       text NOT NULL,            -- of a verification, VA…; else ''
    sender        text NOT NULL,            -- a Messaging Service, a number, or a Verify service
    recipient     text NOT NULL,            -- '' once it was erased
    wire          integer NOT NULL,         -- the version of params
    params        text,                     -- as they are sent; NULL once they were erased
    digest        text NOT NULL,            -- salt and hash of kind, service and params
    likeness      text NOT NULL,            -- the same for messages that a list cannot tell apart; '' once it is over
    priority      integer NOT NULL,         -- 1 goes first
    send_after    integer NOT NULL,
    give_up_after integer,              -- no attempt begins later
    created_at    integer NOT NULL,

    state         text NOT NULL,
    job           bigint,                   -- River's job, while there is one
    job_at        integer,              -- when it was made
    attempt       text NOT NULL,            -- random; the name of the last attempt, '' before the first
    attempts      integer NOT NULL,         -- that were begun
    record        text,                     -- of the last attempt, until the message is settled
    look_at       integer,              -- when the sweeper looks after a row that is sending or unknown
    looks         integer NOT NULL,

    sid           text,
    settled_by    text NOT NULL,            -- answer, callback, search, person; '' while nothing is settled
    other_sid     text,                     -- of a second message for the same key
    status        integer NOT NULL,         -- HTTP status of a refusal
    code          integer NOT NULL,         -- error code of a refusal or of a failed delivery
    reason        text NOT NULL,            -- in words, without numbers
    settled_at    integer,              -- when the state became final
    erased_at     integer,

    delivery      text NOT NULL,            -- Twilio's status of the message or the call, '' before the first
    delivered_at  integer,              -- when that was told
    fetch_at      integer,              -- when to ask for it, NULL when it is final

    UNIQUE (target, account, key)
);

-- SQLite uses an index with a WHERE for a statement that has the same condition, word by word, or
-- one of its terms between ORs. Without statistics it takes the index of which it uses most columns.
CREATE UNIQUE INDEX twilio_outbox_sid ON twilio_outbox (target, account, sid) WHERE kind <> 'verification';
CREATE INDEX twilio_outbox_due ON twilio_outbox (target, account, sender, priority, send_after, id) WHERE state = 'pending' AND job IS NULL;
CREATE INDEX twilio_outbox_jobs ON twilio_outbox (target, account, sender, job_at) WHERE state = 'pending' AND job IS NOT NULL;
CREATE INDEX twilio_outbox_looks ON twilio_outbox (target, account, look_at) WHERE state = 'sending' OR state = 'unknown';
CREATE INDEX twilio_outbox_other_sid ON twilio_outbox (target, account, other_sid) WHERE other_sid IS NOT NULL;
CREATE INDEX twilio_outbox_likeness ON twilio_outbox (target, account, likeness) WHERE state IN ('sending', 'unknown', 'uncertain');
CREATE INDEX twilio_outbox_verifications ON twilio_outbox (target, account, likeness) WHERE kind = 'verification';
CREATE INDEX twilio_outbox_late ON twilio_outbox (target, account, give_up_after) WHERE state = 'pending' AND give_up_after IS NOT NULL;
CREATE INDEX twilio_outbox_fetches ON twilio_outbox (target, account, fetch_at) WHERE fetch_at IS NOT NULL;
CREATE INDEX twilio_outbox_erasures ON twilio_outbox (target, account, settled_at) WHERE params IS NOT NULL;
CREATE INDEX twilio_outbox_campaigns ON twilio_outbox (target, account, campaign, state, id, delivery, code);

-- Campaigns that are paused. The campaign '*' stands for all of them.
CREATE TABLE twilio_outbox_pauses (
    target    text NOT NULL,
    account   text NOT NULL,
    campaign  text NOT NULL,
    paused_at integer NOT NULL,
    PRIMARY KEY (target, account, campaign)
);

-- People who do not want messages from a sender. The sender '*' stands for all of them.
CREATE TABLE twilio_outbox_optouts (
    target    text NOT NULL,
    account   text NOT NULL,
    sender    text NOT NULL,
    recipient text NOT NULL,
    source    text NOT NULL,                -- stop, optout_type, 21610, program
    since     integer NOT NULL,
    PRIMARY KEY (target, account, sender, recipient)
);

-- What an operator asks first.
CREATE VIEW twilio_outbox_progress AS
SELECT target, account, campaign, state, code, count(*) AS messages, min(created_at) AS first_created, max(settled_at) AS last_settled
FROM twilio_outbox
GROUP BY target, account, campaign, state, code;
