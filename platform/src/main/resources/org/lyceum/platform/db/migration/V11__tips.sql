-- Tips, each with its place on the timeline of the publish in which it was given.
CREATE TABLE tips (
    id                TEXT NOT NULL PRIMARY KEY,
    stream_id         TEXT NOT NULL REFERENCES streams (id),
    stream_session_id TEXT REFERENCES stream_sessions (id),   -- null: the stream was not live
    offset_millis     ${integer},                             -- since that session began
    payer_id          TEXT NOT NULL REFERENCES users (id),
    creator_id        TEXT NOT NULL REFERENCES users (id),
    amount            ${integer} NOT NULL CHECK (amount > 0),
    fee               ${integer} NOT NULL CHECK (fee >= 0),
    message           TEXT NOT NULL,
    transaction_id    TEXT NOT NULL REFERENCES ledger_transactions (id),
    created_at        ${integer} NOT NULL,
    refunded_at       ${integer}
)${strict};
CREATE INDEX tips_by_stream ON tips (stream_id, created_at, id);
CREATE INDEX tips_by_session ON tips (stream_session_id, offset_millis);

-- What a stream collects for, at most one thing at a time.
CREATE TABLE tip_goals (
    stream_id TEXT NOT NULL PRIMARY KEY REFERENCES streams (id),
    title     TEXT NOT NULL,
    target    ${integer} NOT NULL CHECK (target > 0),
    raised    ${integer} NOT NULL CHECK (raised >= 0),
    set_at    ${integer} NOT NULL
)${strict};
