-- What a stream's owner says of it beside its title, and the rules of its chat.
ALTER TABLE streams ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE streams ADD COLUMN scheduled_at ${integer};
ALTER TABLE streams ADD COLUMN preview_seconds ${integer} NOT NULL DEFAULT 0;
ALTER TABLE streams ADD COLUMN chat_guests ${integer} NOT NULL DEFAULT 0;
ALTER TABLE streams ADD COLUMN chat_slow_seconds ${integer} NOT NULL DEFAULT 0;

-- Numbered within their stream, in the order in which they were committed.
CREATE TABLE chat_messages (
    stream_id   TEXT NOT NULL REFERENCES streams (id),
    number      ${integer} NOT NULL,
    author_id   TEXT NOT NULL,              -- a user's; of a guest the participant's, which ends with the connection
    request_id  TEXT NOT NULL,              -- the client's, so that saying it again is not a second message
    author_name TEXT NOT NULL,
    badge       TEXT NOT NULL CHECK (badge IN ('creator', 'moderator', 'member', 'guest')),
    text        TEXT NOT NULL,
    sent_at     ${integer} NOT NULL,
    deleted_at  ${integer},
    PRIMARY KEY (stream_id, number),
    UNIQUE (stream_id, author_id, request_id)
)${strict};
CREATE INDEX chat_messages_by_author ON chat_messages (author_id);
CREATE INDEX chat_messages_by_age ON chat_messages (sent_at);

CREATE TABLE stream_moderators (
    stream_id TEXT NOT NULL REFERENCES streams (id),
    user_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (stream_id, user_id)
)${strict};

-- Who may not write for a while, or any more.
CREATE TABLE chat_restrictions (
    stream_id  TEXT NOT NULL REFERENCES streams (id),
    subject    TEXT NOT NULL,               -- user:<id>, or guest:<address>
    name       TEXT NOT NULL,
    imposed_by TEXT NOT NULL,
    imposed_at ${integer} NOT NULL,
    until      ${integer},                  -- null: until it is lifted
    PRIMARY KEY (stream_id, subject)
)${strict};

CREATE TABLE chat_reports (
    id          TEXT NOT NULL PRIMARY KEY,
    stream_id   TEXT NOT NULL REFERENCES streams (id),
    number      ${integer} NOT NULL,
    reporter_id TEXT NOT NULL,
    reason      TEXT NOT NULL,
    reported_at ${integer} NOT NULL,
    UNIQUE (stream_id, number, reporter_id)
)${strict};

-- What someone did that another may ask about later. Only ever added to, and forgotten after a year.
CREATE TABLE audit_log (
    id       TEXT NOT NULL PRIMARY KEY,
    at       ${integer} NOT NULL,
    actor_id TEXT NOT NULL,
    action   TEXT NOT NULL,
    target   TEXT NOT NULL,
    detail   TEXT NOT NULL
)${strict};
CREATE INDEX audit_log_by_time ON audit_log (at);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, at);
