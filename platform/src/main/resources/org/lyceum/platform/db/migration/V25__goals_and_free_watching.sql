-- The goal that a tip counts for is noted with the tip: by time alone, one that is given back could be taken off another goal.
ALTER TABLE tip_goals ADD COLUMN id TEXT;
UPDATE tip_goals SET id = stream_id;
ALTER TABLE tips ADD COLUMN goal_id TEXT;                 -- null: it counts for none
UPDATE tips SET goal_id = (SELECT goal.id FROM tip_goals goal
                           WHERE goal.stream_id = tips.stream_id AND goal.set_at <= tips.created_at)
WHERE refunded_at IS NULL
  AND EXISTS (SELECT 1 FROM tip_goals goal WHERE goal.stream_id = tips.stream_id AND goal.set_at <= tips.created_at);

-- What cost nothing is forgotten with the visit; what was paid for is a receipt, and stays as the ledger does.
CREATE INDEX watch_sessions_free ON watch_sessions (closed_at) WHERE charged = 0 AND held = 0 AND closed_at IS NOT NULL;
