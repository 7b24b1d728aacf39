-- By hand: how long a stop has waited for its send is told by the clock of the database. Those of two servers
-- differ, above all where one stood still. Servers of earlier versions still name times of their own, which
-- count no more.

-- The time since which a waiting stop counts: `CANCEL_REQUEST_MS` ago.
CREATE FUNCTION waiting_stops_since() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint - 30000
$$;
--> statement-breakpoint
-- Whether a stop waited for this session, or, where that is null, for any session of the message. The stops
-- are gone then: the caller carries them out.
CREATE OR REPLACE FUNCTION take_cancel_request(answer messages, named_session_id text, since bigint)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  was_waiting boolean;
BEGIN
  WITH taken AS (
    DELETE FROM cancel_requests AS request
    WHERE request.message_id = answer.id AND request.owner_id = answer.owner_id
      AND (named_session_id IS NULL OR request.session_id IN ('', named_session_id))
    RETURNING request.created_at
  )
  SELECT count(*) FILTER (WHERE created_at >= waiting_stops_since()) > 0 INTO was_waiting FROM taken;
  RETURN was_waiting;
END
$$;
--> statement-breakpoint
-- Leaves a stop for a session that is to come; false when that is there already.
CREATE OR REPLACE FUNCTION request_cancel(request json) RETURNS boolean LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  wanted cancel_requests := json_populate_record(NULL::cancel_requests, request);
  message messages;
BEGIN
  PERFORM lock_person(wanted.owner_id);
  PERFORM drop_cancel_requests(waiting_stops_since());
  SELECT * INTO message FROM messages WHERE id = wanted.message_id AND owner_id = wanted.owner_id;
  IF FOUND AND NOT may_go_on_as(message, wanted.session_id) THEN
    RETURN false;
  END IF;
  INSERT INTO cancel_requests (message_id, owner_id, session_id, created_at)
  VALUES (
    wanted.message_id, wanted.owner_id, wanted.session_id,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint
  )
  ON CONFLICT (message_id, owner_id, session_id) DO UPDATE SET created_at = excluded.created_at;
  RETURN true;
END
$$;
