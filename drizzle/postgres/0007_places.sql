CREATE TABLE "spending_writes" (
	"server_id" text PRIMARY KEY NOT NULL,
	"number" bigint NOT NULL,
	"written_at" bigint NOT NULL
);

--> statement-breakpoint
-- By hand from here: how many answers of a person stream at once is counted over all servers, under the
-- lock of the person. A server of an earlier version names no number, and counts its own alone.

-- That a person has so many active sessions already, with the message of the oldest one; null where there
-- is room for one more.
CREATE FUNCTION too_many_streams(person_id text, most integer) RETURNS json LANGUAGE plpgsql STABLE
SET enable_seqscan = off AS $$
BEGIN
  IF (SELECT count(*) FROM stream_sessions WHERE owner_id = person_id AND status = 'active') >= most THEN
    RETURN (
      SELECT json_build_object('outcome', 'too_many_streams', 'oldestMessageId', session.message_id)
      FROM stream_sessions AS session
      WHERE session.owner_id = person_id AND session.status = 'active'
      ORDER BY session.started_at, session.id LIMIT 1
    );
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Begins an answer, in its chat that is there or new.
CREATE OR REPLACE FUNCTION begin_answer(start json) RETURNS json LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  given record;
  chat chats;
  question messages;
  answer messages;
  session stream_sessions;
  person_is_there boolean;
  chat_is_theirs boolean;
  refusal json;
BEGIN
  SELECT * INTO given FROM json_to_record(start) AS fields (
    chat json, chat_is_known boolean, question json, spare_question_id text, search_text text,
    answer json, session json, named_session_id text, stops_since bigint, most integer
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
  IF is_asked(question) THEN
    RETURN json_build_object('outcome', 'question_asked');
  END IF;
  IF chat_is_theirs AND is_answering(chat.id) THEN
    RETURN json_build_object('outcome', 'chat_answering');
  END IF;
  refusal := too_many_streams(answer.owner_id, given.most);
  IF refusal IS NOT NULL THEN
    RETURN refusal;
  END IF;
  -- Last, since a refused turn leaves no chat behind. Nobody else makes chats of the person meanwhile.
  IF NOT chat_is_theirs AND NOT make_chat(chat) THEN
    RETURN json_build_object('outcome', 'chat_id_taken');
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
-- Opens a new session of an ended answer; its parts stay, and new text is added to them.
CREATE OR REPLACE FUNCTION begin_answer_again(continuation json) RETURNS json LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  session stream_sessions := json_populate_record(NULL::stream_sessions, continuation);
  given record;
  ended messages;
  refusal json;
BEGIN
  SELECT * INTO given FROM json_to_record(continuation) AS fields (
    left_out bigint, most_calls integer, stops_since bigint, most integer
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
  refusal := too_many_streams(session.owner_id, given.most);
  IF refusal IS NOT NULL THEN
    RETURN refusal;
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
