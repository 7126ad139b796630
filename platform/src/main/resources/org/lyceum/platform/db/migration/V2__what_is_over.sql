-- For what looks after things that are over: logins ended elsewhere, and rows too old to keep.
CREATE INDEX login_sessions_ended ON login_sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX viewer_connections_over ON viewer_connections (disconnected_at) WHERE disconnected_at IS NOT NULL;
CREATE INDEX viewer_connections_by_session ON viewer_connections (stream_session_id);

-- What is told of visits to a session whose rows are forgotten by now.
ALTER TABLE stream_sessions ADD COLUMN forgotten_viewers ${integer} NOT NULL DEFAULT 0;
ALTER TABLE stream_sessions ADD COLUMN forgotten_seconds ${integer} NOT NULL DEFAULT 0;
