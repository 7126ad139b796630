-- Pay per second: who watched what for how long, and what that came to.

CREATE TABLE watch_sessions (
    id                TEXT NOT NULL PRIMARY KEY,
    stream_id         TEXT NOT NULL REFERENCES streams (id),
    stream_session_id TEXT REFERENCES stream_sessions (id),
    creator_id        TEXT NOT NULL REFERENCES users (id),
    viewer_id         TEXT REFERENCES users (id),        -- null: a guest, who only previews
    price_per_minute  ${integer} NOT NULL CHECK (price_per_minute >= 0),
    agreed_at         ${integer},                        -- null: the price is not agreed to
    spending_cap      ${integer},                        -- null: none
    preview_seconds   ${integer} NOT NULL,               -- seen for nothing
    seconds           ${integer} NOT NULL,               -- seen for money
    charged           ${integer} NOT NULL CHECK (charged >= 0),
    fee               ${integer} NOT NULL CHECK (fee >= 0),
    held              ${integer} NOT NULL CHECK (held >= 0),   -- of the account house:held, for the seconds to come
    opened_at         ${integer} NOT NULL,
    closed_at         ${integer},
    end_reason        TEXT
)${clustered};
CREATE INDEX watch_sessions_by_viewer ON watch_sessions (viewer_id, opened_at);
CREATE INDEX watch_sessions_by_stream ON watch_sessions (stream_id, opened_at);
CREATE INDEX watch_sessions_open ON watch_sessions (id) WHERE closed_at IS NULL;

-- How much of a stream's free preview was seen on a day, by an account or from an address.
CREATE TABLE previews (
    stream_id TEXT NOT NULL REFERENCES streams (id),
    viewer    TEXT NOT NULL,
    day       ${integer} NOT NULL,                       -- since 1970-01-01 UTC
    seconds   ${integer} NOT NULL,
    PRIMARY KEY (stream_id, viewer, day)
)${clustered};
