ALTER TABLE "stream_sessions" ADD COLUMN "cancel_request_id" text;
--> statement-breakpoint
-- By hand from here: the end also says which stop of another server it carries out.
-- Ends a session with all that is then written to its message. A compare-and-set: only a session that is
-- still active ends, so it ends exactly once.
CREATE OR REPLACE FUNCTION end_session(ending json) RETURNS text LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  given record;
  session stream_sessions;
  message messages;
BEGIN
  SELECT * INTO given FROM json_to_record(ending) AS fields (
    id text, status text, end_reason text, ended_at bigint, text_length bigint, chunk_count bigint,
    first_token_at bigint, cancel_requested_at bigint, cancel_request_id text, parts json, search_text text, error json,
    usage json, thought_ms bigint, receipt json
  );
  session := lock_session(given.id);
  -- Not in the WHERE of the update, which would then read the index of all active sessions.
  IF session.status IS DISTINCT FROM 'active' THEN
    -- An earlier call may have written this very end, and its answer was lost.
    RETURN CASE
      WHEN session.end_reason = given.end_reason AND session.ended_at = given.ended_at THEN 'already_mine'
      ELSE 'lost'
    END;
  END IF;
  UPDATE stream_sessions SET
    status = given.status,
    end_reason = given.end_reason,
    ended_at = given.ended_at,
    text_length = given.text_length,
    chunk_count = given.chunk_count,
    first_token_at = given.first_token_at,
    cancel_requested_at = given.cancel_requested_at,
    cancel_request_id = given.cancel_request_id
  WHERE id = session.id;
  DELETE FROM stream_chunks WHERE session_id = session.id;
  UPDATE chats SET updated_at = changed_at(chats, given.ended_at) WHERE id = session.chat_id;
  -- What is not given keeps its value.
  UPDATE messages SET
    status = given.status,
    end_reason = given.end_reason,
    ended_at = given.ended_at,
    text_length = given.text_length,
    parts = given.parts,
    error = given.error,
    first_token_ms = given.first_token_at - session.started_at,
    usage = coalesce(given.usage, messages.usage),
    thought_ms = coalesce(given.thought_ms, messages.thought_ms),
    receipt = coalesce(given.receipt, messages.receipt)
  WHERE id = session.message_id
  RETURNING * INTO message;
  PERFORM write_search_text(message, given.search_text);
  RETURN 'won';
END
$$;
