-- What creators and viewers look back on.

-- Earnings are told apart by stream, and tips from watching: by the minute while they are pending, as before; once they have
-- settled for good, by the quarter of an hour, of which the days of all time zones are made.
DROP INDEX earnings_by_minute;
ALTER TABLE earnings RENAME TO earnings_before;
CREATE TABLE earnings (
    user_id   TEXT NOT NULL REFERENCES users (id),
    minute    ${integer} NOT NULL,              -- since 1970-01-01 UTC
    stream_id TEXT NOT NULL REFERENCES streams (id),
    tips      ${integer} NOT NULL,              -- both without what the house keeps
    watching  ${integer} NOT NULL,
    PRIMARY KEY (user_id, minute, stream_id)
)${clustered};
CREATE INDEX earnings_by_minute ON earnings (minute);

CREATE TABLE settled_earnings (
    user_id   TEXT NOT NULL REFERENCES users (id),
    quarter   ${integer} NOT NULL,              -- of an hour, since 1970-01-01 UTC
    stream_id TEXT NOT NULL REFERENCES streams (id),
    tips      ${integer} NOT NULL,
    watching  ${integer} NOT NULL,
    PRIMARY KEY (user_id, quarter, stream_id)
)${clustered};

-- All that was ever earned, out of the tips and the ledger; then what is not pending any more goes where it belongs.
INSERT INTO earnings (user_id, minute, stream_id, tips, watching)
SELECT user_id, minute, stream_id, SUM(tips), SUM(watching)
FROM (SELECT creator_id AS user_id, created_at / 60000 AS minute, stream_id, amount - fee AS tips, 0 AS watching
      FROM tips WHERE refunded_at IS NULL
      UNION ALL
      SELECT account.user_id, movement.created_at / 60000, movement.reference, 0, entry.amount
      FROM ledger_transactions movement
      JOIN ledger_entries entry ON entry.transaction_id = movement.id
      JOIN ledger_accounts account ON account.id = entry.account_id
      WHERE movement.kind = 'watch' AND account.id LIKE 'pending:%') earned
GROUP BY user_id, minute, stream_id;

INSERT INTO settled_earnings (user_id, quarter, stream_id, tips, watching)
SELECT user_id, minute / 15, stream_id, SUM(tips), SUM(watching)
FROM earnings
WHERE NOT EXISTS (SELECT 1 FROM earnings_before pending
                  WHERE pending.user_id = earnings.user_id AND pending.minute = earnings.minute)
GROUP BY user_id, minute / 15, stream_id;

DELETE FROM earnings
WHERE NOT EXISTS (SELECT 1 FROM earnings_before pending
                  WHERE pending.user_id = earnings.user_id AND pending.minute = earnings.minute);
DROP TABLE earnings_before;

CREATE INDEX tips_by_creator ON tips (creator_id, created_at);
CREATE INDEX tips_by_payer ON tips (payer_id, created_at, id);
CREATE INDEX watch_sessions_by_creator ON watch_sessions (creator_id, opened_at);
CREATE INDEX watch_sessions_by_viewer_and_stream ON watch_sessions (viewer_id, stream_id, opened_at);
CREATE INDEX viewer_connections_by_viewer ON viewer_connections (viewer_id, connected_at) WHERE viewer_id IS NOT NULL;
