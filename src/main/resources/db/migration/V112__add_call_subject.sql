-- What a call is about, where that is one thing of ours: 'write/' and its id, 'order/' and the channel's id.
ALTER TABLE call_log ADD COLUMN subject text;
CREATE INDEX call_log_subject ON call_log (connection, subject, at) WHERE subject IS NOT NULL;
