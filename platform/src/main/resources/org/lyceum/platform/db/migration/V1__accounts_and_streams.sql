-- Times are milliseconds since 1970-01-01 UTC. Truth is 0 or 1. Ids are random base58. Secrets are stored as SHA-256.

CREATE TABLE users (
    id            TEXT NOT NULL PRIMARY KEY,
    email         TEXT NOT NULL,          -- as it was typed
    email_key     TEXT NOT NULL UNIQUE,   -- as it is compared
    display_name  TEXT NOT NULL,
    password_hash TEXT,                   -- Argon2id, PHC string; null: no login by password
    created_at    ${integer} NOT NULL
)${strict};

CREATE TABLE user_roles (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role    TEXT NOT NULL CHECK (role IN ('viewer', 'creator', 'teacher', 'admin')),
    PRIMARY KEY (user_id, role)
)${strict};

-- One row a login. Its refresh tokens are a family: they end together.
CREATE TABLE login_sessions (
    id           TEXT NOT NULL PRIMARY KEY,
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at   ${integer} NOT NULL,
    expires_at   ${integer} NOT NULL,
    ended_at     ${integer}
)${strict};
CREATE INDEX login_sessions_by_user ON login_sessions (user_id);

CREATE TABLE refresh_tokens (
    token_hash  ${bytes} NOT NULL PRIMARY KEY,
    session_id  TEXT NOT NULL REFERENCES login_sessions (id) ON DELETE CASCADE,
    issued_at   ${integer} NOT NULL,
    replaced_at ${integer}                -- null: current
)${strict};
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE streams (
    id               TEXT NOT NULL PRIMARY KEY,
    creator_id       TEXT NOT NULL REFERENCES users (id),
    title            TEXT NOT NULL,
    category         TEXT NOT NULL,
    visibility       TEXT NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),
    price_per_minute ${integer} NOT NULL CHECK (price_per_minute >= 0),
    status           TEXT NOT NULL CHECK (status IN ('offline', 'live', 'ended')),
    armed            ${integer} NOT NULL CHECK (armed IN (0, 1)),
    key_hash         ${bytes} NOT NULL UNIQUE,
    created_at       ${integer} NOT NULL,
    live_since       ${integer}
)${strict};
CREATE INDEX streams_by_creator ON streams (creator_id);
CREATE INDEX streams_by_age ON streams (visibility, created_at);

-- Each publish of a stream.
CREATE TABLE stream_sessions (
    id         TEXT NOT NULL PRIMARY KEY,
    stream_id  TEXT NOT NULL REFERENCES streams (id),
    started_at ${integer} NOT NULL,
    ended_at   ${integer}
)${strict};
CREATE INDEX stream_sessions_by_stream ON stream_sessions (stream_id, started_at);
CREATE UNIQUE INDEX stream_sessions_one_open ON stream_sessions (stream_id) WHERE ended_at IS NULL;

CREATE TABLE viewer_connections (
    id                TEXT NOT NULL PRIMARY KEY,
    stream_id         TEXT NOT NULL REFERENCES streams (id),
    stream_session_id TEXT REFERENCES stream_sessions (id),  -- the one that ran when they came
    viewer_id         TEXT REFERENCES users (id),            -- null: not signed in
    transport         TEXT NOT NULL,
    connected_at      ${integer} NOT NULL,
    disconnected_at   ${integer},
    seconds_watched   ${integer}                             -- null: not known, the server stopped meanwhile
)${strict};
CREATE INDEX viewer_connections_by_stream ON viewer_connections (stream_id, connected_at);
CREATE INDEX viewer_connections_open ON viewer_connections (stream_id) WHERE disconnected_at IS NULL;
