-- Who comes with a token of another product: known by its issuer and subject, and by nothing else.
CREATE TABLE foreign_users (
    issuer  TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
)${strict};
CREATE INDEX foreign_users_by_user ON foreign_users (user_id);
