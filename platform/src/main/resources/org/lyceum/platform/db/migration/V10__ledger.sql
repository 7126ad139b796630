-- Money: a double-entry ledger in integers of the smallest unit. Entries and transactions are only ever added.

-- One row, written when the ledger is first opened: what an amount means must not change under it.
CREATE TABLE ledger_currency (
    only_row ${integer} NOT NULL PRIMARY KEY CHECK (only_row = 1),
    code     TEXT NOT NULL,
    decimals ${integer} NOT NULL
)${strict};

CREATE TABLE ledger_accounts (
    id      TEXT NOT NULL PRIMARY KEY,          -- house:..., pending:<user>, wallet:<user>; locked in this order
    user_id TEXT REFERENCES users (id),
    balance ${integer} NOT NULL,                -- the sum of its entries
    entries ${integer} NOT NULL,                -- how many it has
    CHECK (balance >= 0 OR id = 'house:issuance')
)${clustered};

INSERT INTO ledger_accounts (id, balance, entries) VALUES
    ('house:fees', 0, 0),       -- what the house keeps
    ('house:held', 0, 0),       -- what sessions of watching hold ahead
    ('house:issuance', 0, 0),   -- where money comes from and goes to; the one that is below zero
    ('house:payouts', 0, 0);    -- asked for and not paid yet

CREATE TABLE ledger_transactions (
    id         TEXT NOT NULL PRIMARY KEY,
    kind       TEXT NOT NULL,
    reference  TEXT,                            -- what it is about: a tip, a stream, a payout
    created_at ${integer} NOT NULL
)${strict};

CREATE TABLE ledger_entries (
    account_id     TEXT NOT NULL REFERENCES ledger_accounts (id),
    number         ${integer} NOT NULL,         -- 1, 2, 3, ... in its account: a gap tells that one is missing
    transaction_id TEXT NOT NULL REFERENCES ledger_transactions (id),
    amount         ${integer} NOT NULL CHECK (amount <> 0),
    balance        ${integer} NOT NULL,         -- of the account, after it
    memo           TEXT,                        -- what it is about, where its transaction is about several things
    PRIMARY KEY (account_id, number)
)${clustered};

-- What is pending, by the minute in which it was earned, until it has matured.
CREATE TABLE earnings (
    user_id TEXT NOT NULL REFERENCES users (id),
    minute  ${integer} NOT NULL,                -- since 1970-01-01 UTC
    amount  ${integer} NOT NULL,
    PRIMARY KEY (user_id, minute)
)${clustered};
CREATE INDEX earnings_by_minute ON earnings (minute);

-- Money that came from outside, once for each reference that a provider gives.
CREATE TABLE top_ups (
    provider       TEXT NOT NULL,
    reference      TEXT NOT NULL,
    user_id        TEXT NOT NULL REFERENCES users (id),
    amount         ${integer} NOT NULL CHECK (amount > 0),
    transaction_id TEXT NOT NULL REFERENCES ledger_transactions (id),
    PRIMARY KEY (provider, reference)
)${strict};

CREATE TABLE vouchers (
    code_hash  ${bytes} NOT NULL PRIMARY KEY,
    amount     ${integer} NOT NULL CHECK (amount > 0),
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at ${integer} NOT NULL
)${strict};

CREATE TABLE payouts (
    id           TEXT NOT NULL PRIMARY KEY,
    user_id      TEXT NOT NULL REFERENCES users (id),
    amount       ${integer} NOT NULL CHECK (amount > 0),
    status       TEXT NOT NULL CHECK (status IN ('requested', 'paid', 'refused')),
    requested_at ${integer} NOT NULL,
    decided_at   ${integer}
)${strict};
CREATE INDEX payouts_by_user ON payouts (user_id, requested_at);
CREATE INDEX payouts_by_status ON payouts (status, requested_at);

-- What was done under a key, so that it is not done twice.
CREATE TABLE idempotency_keys (
    user_id    TEXT NOT NULL REFERENCES users (id),
    route      TEXT NOT NULL,
    key        TEXT NOT NULL,
    body_hash  TEXT NOT NULL,
    outcome    TEXT,                            -- id of what was made
    balance    ${integer},                      -- of the wallet, after it
    created_at ${integer} NOT NULL,
    PRIMARY KEY (user_id, route, key)
)${strict};
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
