-- An account that its owner deleted stays as a pseudonym: what it took part in does not come apart.
ALTER TABLE users ADD COLUMN deleted_at ${integer};
