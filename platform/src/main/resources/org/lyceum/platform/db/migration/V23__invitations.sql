-- Who may watch a private stream, beside its creator.
CREATE TABLE stream_invitations (
    stream_id  TEXT NOT NULL REFERENCES streams (id),
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    invited_at ${integer} NOT NULL,
    PRIMARY KEY (stream_id, user_id)
)${strict};
CREATE INDEX stream_invitations_by_user ON stream_invitations (user_id);

-- The most who watched at once.
ALTER TABLE stream_sessions ADD COLUMN peak_viewers ${integer} NOT NULL DEFAULT 0;
