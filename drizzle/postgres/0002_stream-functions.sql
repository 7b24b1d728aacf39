-- By hand: the life of a stream session. Each call of a store is one function, so that it takes one round
-- trip and is one transaction: it takes one JSON value with the names of columns, and gives one back.
-- All of them lock in this order: the person, the chat, its sessions and messages. What a lock kept away
-- until then, the next statement of a function sees, as each has a snapshot of its own (READ COMMITTED).
--
-- A connection keeps the plans of its functions. One that was made while a table was small would read all
-- of it once it is large, so the functions that a store calls take no plan that reads a whole table.

-- Keeps this person's other sends, stops and ends, and their deletion, away until the transaction has
-- ended. Says whether they are there.
CREATE FUNCTION lock_person(person_id text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(person_id, 0));
  -- A deletion that took no such lock waits here; rows that refer to the person would wait for it later.
  PERFORM FROM users WHERE id = person_id FOR KEY SHARE;
  RETURN FOUND;
END
$$;
--> statement-breakpoint
-- Locks the chat, if it is this person's. Says whether it is.
CREATE FUNCTION lock_chat(wanted_id text, person_id text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM chats WHERE id = wanted_id AND owner_id = person_id FOR NO KEY UPDATE;
  RETURN FOUND;
END
$$;
--> statement-breakpoint
-- Locks the person and the chat of a session, and the session. Gives its row; null where it is gone.
CREATE FUNCTION lock_session(wanted_id text) RETURNS stream_sessions LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  session stream_sessions;
  locked_id text;
BEGIN
  LOOP
    SELECT * INTO session FROM stream_sessions WHERE id = wanted_id;
    EXIT WHEN NOT FOUND OR session.owner_id = locked_id;
    -- While this waits, a guest's sessions may become those of an account.
    locked_id := session.owner_id;
    PERFORM lock_person(locked_id);
  END LOOP;
  PERFORM lock_chat(session.chat_id, session.owner_id);
  SELECT * INTO session FROM stream_sessions WHERE id = wanted_id FOR NO KEY UPDATE;
  RETURN session;
END
$$;
--> statement-breakpoint
-- The time of a change to a chat: later than every other chat of its owner, whatever the clock said then.
CREATE FUNCTION changed_at(chat chats, now bigint) RETURNS bigint LANGUAGE plpgsql STABLE
SET enable_seqscan = off AS $$
BEGIN
  RETURN greatest(now, chat.updated_at, (
    SELECT other.updated_at + 1 FROM chats AS other
    WHERE other.owner_id = chat.owner_id AND other.id <> chat.id
    ORDER BY other.updated_at DESC LIMIT 1
  ));
END
$$;
--> statement-breakpoint
-- The row of a chat, with the answer that it is streaming.
CREATE FUNCTION chat_record(wanted_id text) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT row_to_json(record) FROM (
      SELECT chat.*, active.message_id AS active_message_id, active.id AS active_session_id
      FROM chats AS chat
      LEFT JOIN stream_sessions AS active ON active.chat_id = chat.id AND active.status = 'active'
      WHERE chat.id = wanted_id
    ) AS record
  );
END
$$;
--> statement-breakpoint
-- The row of a message, with its siblings in the order in which they were written.
CREATE FUNCTION message_record(wanted_id text) RETURNS json LANGUAGE plpgsql STABLE
SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    SELECT row_to_json(record) FROM (
      SELECT message.*, ARRAY(
        SELECT sibling.id FROM messages AS sibling
        WHERE sibling.chat_id = message.chat_id AND (
          sibling.parent_id = message.parent_id
          -- IS NOT DISTINCT FROM would use no index.
          OR message.parent_id IS NULL AND sibling.parent_id IS NULL
        )
        ORDER BY sibling.seq
      ) AS sibling_ids
      FROM messages AS message
      WHERE message.id = wanted_id
    ) AS record
  );
END
$$;
--> statement-breakpoint
-- The text parts of a message, joined.
CREATE FUNCTION text_of(parts json) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (
    SELECT coalesce(string_agg(part ->> 'text', '' ORDER BY number), '')
    FROM json_array_elements(parts) WITH ORDINALITY AS listed(part, number)
    WHERE part ->> 'type' = 'text'
  );
END
$$;
--> statement-breakpoint
-- What a search looks through of an ended message.
CREATE FUNCTION write_search_text(message messages, search_text text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_texts (message_id, chat_id, owner_id, folded)
  VALUES (message.id, message.chat_id, message.owner_id, search_text)
  ON CONFLICT (message_id) DO UPDATE SET folded = excluded.folded;
END
$$;
--> statement-breakpoint
CREATE FUNCTION insert_message(message messages) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO messages (
    id, chat_id, owner_id, parent_id, edit_of, role, parts, status, text_length, model, session_id,
    left_out, created_at, started_at
  ) VALUES (
    message.id, message.chat_id, message.owner_id, message.parent_id, message.edit_of, message.role,
    message.parts, message.status, message.text_length, message.model, message.session_id,
    message.left_out, message.created_at, message.started_at
  );
END
$$;
--> statement-breakpoint
CREATE FUNCTION insert_session(session stream_sessions) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stream_sessions (
    id, message_id, chat_id, owner_id, process_id, model, status, started_at, parts_before
  ) VALUES (
    session.id, session.message_id, session.chat_id, session.owner_id, session.process_id,
    session.model, 'active', session.started_at, session.parts_before
  );
END
$$;
--> statement-breakpoint
-- Whether a stop since that time waited for this session, or, where that is null, for any session of the
-- message. The stops are gone then: the caller carries them out.
CREATE FUNCTION take_cancel_request(answer messages, named_session_id text, since bigint)
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
  SELECT count(*) FILTER (WHERE created_at >= since) > 0 INTO was_waiting FROM taken;
  RETURN was_waiting;
END
$$;
--> statement-breakpoint
-- Ends a session in the transaction in which it began, for a stop that had come before it.
CREATE FUNCTION end_stopped_session(session stream_sessions) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE messages SET status = 'cancelled', end_reason = 'user', ended_at = session.started_at
  WHERE id = session.message_id;
  UPDATE stream_sessions SET
    status = 'cancelled',
    end_reason = 'user',
    ended_at = session.started_at,
    cancel_requested_at = session.started_at,
    text_length = (SELECT message.text_length FROM messages AS message WHERE message.id = session.message_id)
  WHERE id = session.id;
END
$$;
--> statement-breakpoint
-- What a beginning gives once all is written.
CREATE FUNCTION started(session stream_sessions) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN json_build_object(
    'outcome', 'started',
    'chat', chat_record(session.chat_id),
    'answer', message_record(session.message_id)
  );
END
$$;
--> statement-breakpoint
-- Begins an answer, in its chat that is there or new.
CREATE FUNCTION begin_answer(start json) RETURNS json LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  given record;
  chat chats;
  question messages;
  answer messages;
  session stream_sessions;
  person_is_there boolean;
  chat_is_theirs boolean;
BEGIN
  SELECT * INTO given FROM json_to_record(start) AS fields (
    chat json, chat_is_known boolean, question json, spare_question_id text, search_text text,
    answer json, session json, named_session_id text, stops_since bigint
  );
  chat := json_populate_record(NULL::chats, given.chat);
  question := json_populate_record(NULL::messages, given.question);
  answer := json_populate_record(NULL::messages, given.answer);
  session := json_populate_record(NULL::stream_sessions, given.session);
  person_is_there := lock_person(answer.owner_id);
  chat_is_theirs := lock_chat(chat.id, answer.owner_id);

  IF EXISTS (SELECT FROM messages WHERE id = answer.id) THEN
    RETURN json_build_object('outcome', 'answer_id_taken');
  END IF;
  IF EXISTS (SELECT FROM stream_sessions WHERE id = session.id) THEN
    RETURN json_build_object('outcome', 'session_id_taken');
  END IF;
  IF is_turn_gone(given.chat_is_known, person_is_there, chat, question, answer) THEN
    RETURN json_build_object('outcome', 'gone');
  END IF;
  IF NOT chat_is_theirs AND NOT make_chat(chat) THEN
    RETURN json_build_object('outcome', 'chat_id_taken');
  END IF;
  IF is_asked(question) THEN
    RETURN json_build_object('outcome', 'question_asked');
  END IF;
  IF is_answering(chat.id) THEN
    RETURN json_build_object('outcome', 'chat_answering');
  END IF;

  IF question.id IS NOT NULL THEN
    IF question.id = answer.id OR EXISTS (SELECT FROM messages WHERE id = question.id) THEN
      question.id := given.spare_question_id;
    END IF;
    PERFORM insert_message(question);
    PERFORM write_search_text(question, given.search_text);
    answer.parent_id := question.id;
  END IF;
  PERFORM insert_message(answer);
  PERFORM insert_session(session);
  UPDATE chats SET
    leaf_id = answer.id,
    updated_at = changed_at(chats, answer.created_at),
    model = coalesce(chat.model, chats.model),
    -- The title follows a first question that is new or was edited, unless the person chose the title.
    title = CASE
      WHEN question.id IS NOT NULL AND question.parent_id IS NULL AND NOT chats.title_given
      THEN chat.title ELSE chats.title
    END
  WHERE id = chat.id;
  IF take_cancel_request(answer, given.named_session_id, given.stops_since) THEN
    PERFORM end_stopped_session(session);
  END IF;
  RETURN started(session);
END
$$;
--> statement-breakpoint
-- Whether the person, the chat or the message that the turn follows was deleted since the turn was made.
CREATE FUNCTION is_turn_gone(
  chat_is_known boolean, person_is_there boolean, chat chats, question messages, answer messages
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
  previous_id text := CASE WHEN question.id IS NULL THEN answer.parent_id ELSE question.parent_id END;
BEGIN
  IF previous_id IS NOT NULL AND NOT EXISTS (SELECT FROM messages WHERE id = previous_id) THEN
    RETURN true;
  END IF;
  -- A chat that is still there has its owner: it would have been deleted with them.
  IF chat_is_known THEN
    RETURN NOT EXISTS (SELECT FROM chats WHERE id = chat.id);
  END IF;
  RETURN NOT person_is_there;
END
$$;
--> statement-breakpoint
-- Makes the chat and locks it; false where its ID is somebody else's.
CREATE FUNCTION make_chat(chat chats) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO chats (id, owner_id, title, title_given, settings, keep_going, created_at, updated_at)
  VALUES (
    chat.id, chat.owner_id, chat.title, false, chat.settings, chat.keep_going, chat.created_at,
    chat.created_at
  )
  ON CONFLICT (id) DO NOTHING;
  RETURN lock_chat(chat.id, chat.owner_id);
END
$$;
--> statement-breakpoint
-- Whether the same send came twice at once. An edit may have the ID and the text of the question it edits.
CREATE FUNCTION is_asked(question messages) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN question.edit_of IS DISTINCT FROM question.id AND EXISTS (
    SELECT FROM messages AS known
    WHERE known.id = question.id AND known.owner_id = question.owner_id AND known.role = 'user'
      AND known.chat_id = question.chat_id AND text_of(known.parts) = text_of(question.parts)
  );
END
$$;
--> statement-breakpoint
CREATE FUNCTION is_answering(wanted_id text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM stream_sessions WHERE chat_id = wanted_id AND status = 'active');
END
$$;
--> statement-breakpoint
-- Opens a new session of an ended answer; its parts stay, and new text is added to them.
CREATE FUNCTION begin_answer_again(continuation json) RETURNS json LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  session stream_sessions := json_populate_record(NULL::stream_sessions, continuation);
  given record;
  ended messages;
BEGIN
  SELECT * INTO given FROM json_to_record(continuation) AS fields (
    left_out bigint, most_calls integer, stops_since bigint
  );
  PERFORM lock_person(session.owner_id);
  SELECT * INTO ended FROM messages WHERE id = session.message_id AND owner_id = session.owner_id;
  PERFORM lock_chat(ended.chat_id, ended.owner_id);
  -- Again, since it may have been deleted while this waited for the chat.
  SELECT * INTO ended FROM messages WHERE id = session.message_id AND owner_id = session.owner_id;
  IF NOT FOUND THEN
    RETURN json_build_object('outcome', 'gone');
  END IF;
  IF EXISTS (SELECT FROM stream_sessions WHERE id = session.id) THEN
    RETURN json_build_object('outcome', 'session_id_taken');
  END IF;
  IF is_answering(ended.chat_id) THEN
    RETURN json_build_object('outcome', 'chat_answering');
  END IF;

  UPDATE messages SET
    status = 'active',
    end_reason = NULL,
    ended_at = NULL,
    error = NULL,
    receipt = NULL,
    earlier_calls = calls_of(ended, given.most_calls),
    first_token_ms = NULL,
    model = session.model,
    left_out = given.left_out,
    session_id = session.id,
    started_at = session.started_at
  WHERE id = ended.id;
  session.chat_id := ended.chat_id;
  session.parts_before := json_array_length(ended.parts);
  PERFORM insert_session(session);
  UPDATE chats SET leaf_id = ended.id, updated_at = changed_at(chats, session.started_at)
  WHERE id = ended.chat_id;
  -- Only a stop that names this session is for it: the others were for sessions before it.
  IF take_cancel_request(ended, session.id, given.stops_since) THEN
    PERFORM end_stopped_session(session);
  END IF;
  RETURN started(session);
END
$$;
--> statement-breakpoint
-- The calls of an ended answer: `callsOf` of the contract, for which its row would have to be read first.
CREATE FUNCTION calls_of(ended messages, most_calls integer) RETURNS json LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  calls json := coalesce(ended.earlier_calls, '[]');
BEGIN
  IF json_array_length(calls) >= most_calls THEN
    RETURN calls;
  END IF;
  RETURN calls::jsonb || jsonb_strip_nulls(jsonb_build_object(
    'model', ended.model,
    'startedAt', iso_time(ended.started_at),
    'endedAt', iso_time(ended.ended_at),
    'endReason', ended.end_reason,
    'usage', last_call_usage(ended.usage, calls)
  ));
END
$$;
--> statement-breakpoint
CREATE FUNCTION iso_time(milliseconds bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN to_char(
    to_timestamp(milliseconds / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'
  );
END
$$;
--> statement-breakpoint
-- `lastCallUsage` of the contract: the usage of the whole answer, less that of its earlier calls.
CREATE FUNCTION last_call_usage(total json, calls json) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  earlier record;
BEGIN
  -- In numbers of the kind that JavaScript has, so that both come to the same.
  SELECT
    coalesce(sum((usage ->> 'inputTokens')::float8), 0) AS input_tokens,
    coalesce(sum((usage ->> 'outputTokens')::float8), 0) AS output_tokens,
    coalesce(sum((usage ->> 'reasoningTokens')::float8), 0) AS reasoning_tokens,
    coalesce(sum((usage #>> '{cost,amount}')::float8), 0) AS amount
  INTO earlier
  FROM (SELECT call -> 'usage' AS usage FROM json_array_elements(calls) AS listed(call)) AS usages;
  RETURN jsonb_strip_nulls(jsonb_build_object(
    'inputTokens', greatest(0, (total ->> 'inputTokens')::float8 - earlier.input_tokens),
    'outputTokens', greatest(0, (total ->> 'outputTokens')::float8 - earlier.output_tokens),
    'estimated', total -> 'estimated',
    'reasoningTokens', nullif(
      greatest(0, coalesce((total ->> 'reasoningTokens')::float8, 0) - earlier.reasoning_tokens), 0
    ),
    'cost', (total -> 'cost')::jsonb || jsonb_build_object(
      'amount', greatest(0, (total #>> '{cost,amount}')::float8 - earlier.amount)
    )
  ));
END
$$;
--> statement-breakpoint
-- Ends a session with all that is then written to its message. A compare-and-set: only a session that is
-- still active ends, so it ends exactly once.
CREATE FUNCTION end_session(ending json) RETURNS text LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  given record;
  session stream_sessions;
  message messages;
BEGIN
  SELECT * INTO given FROM json_to_record(ending) AS fields (
    id text, status text, end_reason text, ended_at bigint, text_length bigint, chunk_count bigint,
    first_token_at bigint, cancel_requested_at bigint, parts json, search_text text, error json,
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
    cancel_requested_at = given.cancel_requested_at
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
--> statement-breakpoint
-- Leaves a stop for a session that is to come; false when that is there already.
CREATE FUNCTION request_cancel(request json) RETURNS boolean LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  wanted cancel_requests := json_populate_record(NULL::cancel_requests, request);
  since bigint := request ->> 'stops_since';
  message messages;
BEGIN
  PERFORM lock_person(wanted.owner_id);
  PERFORM drop_cancel_requests(since);
  SELECT * INTO message FROM messages WHERE id = wanted.message_id AND owner_id = wanted.owner_id;
  IF FOUND AND NOT may_go_on_as(message, wanted.session_id) THEN
    RETURN false;
  END IF;
  INSERT INTO cancel_requests (message_id, owner_id, session_id, created_at)
  VALUES (wanted.message_id, wanted.owner_id, wanted.session_id, wanted.created_at)
  ON CONFLICT (message_id, owner_id, session_id) DO UPDATE SET created_at = excluded.created_at;
  RETURN true;
END
$$;
--> statement-breakpoint
-- Drops everybody's stops of before that time, but for those that another transaction is dropping.
CREATE FUNCTION drop_cancel_requests(before bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM cancel_requests WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM cancel_requests WHERE created_at < before FOR UPDATE SKIP LOCKED
  ));
END
$$;
--> statement-breakpoint
-- Whether this session is one that the answer has never had: a continue may be on its way.
CREATE FUNCTION may_go_on_as(message messages, wanted_id text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  -- The rows of old sessions are deleted, but the message knows its latest one.
  RETURN wanted_id <> '' AND message.role = 'assistant' AND message.session_id IS DISTINCT FROM wanted_id
    AND NOT EXISTS (SELECT FROM stream_sessions WHERE id = wanted_id AND message_id = message.id);
END
$$;
