-- By hand: what the stores of chats and messages ask the database to do within one statement, and search.

-- The time of a new chat: later than every other chat of its owner, whatever the clock said then. Nobody
-- else changes the owner's chats until the transaction has ended. A function sees what others had
-- committed when it locked, not only what they had when its statement began.
CREATE FUNCTION time_of_new_chat(person_id text, now bigint) RETURNS bigint LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
  PERFORM lock_person(person_id);
  RETURN greatest(now, (SELECT max(updated_at) + 1 FROM chats WHERE owner_id = person_id));
END
$$;
--> statement-breakpoint
-- The session in which a chat is answered. An update that waited for the end of an answer sees the end.
CREATE FUNCTION active_session(wanted_id text) RETURNS stream_sessions LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
  session stream_sessions;
BEGIN
  SELECT * INTO session FROM stream_sessions WHERE chat_id = wanted_id AND status = 'active';
  RETURN session;
END
$$;
--> statement-breakpoint
-- The text of a message as far as it is searched; null where only JSON can hold it, or the parts are damaged.
CREATE FUNCTION searched_text(parts json) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN left(text_of(parts), 200000);
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Whether the text itself of a message is like all the patterns, but for the case of ASCII letters.
CREATE FUNCTION is_like_all(wanted_id text, patterns text[]) RETURNS boolean
LANGUAGE plpgsql STABLE COST 10000
SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    SELECT lower(coalesce(searched_text(message.parts), found.folded) COLLATE "C") LIKE ALL (patterns)
    FROM messages AS message JOIN search_texts AS found ON found.message_id = message.id
    WHERE message.id = wanted_id
  );
END
$$;
--> statement-breakpoint
-- The newest message of each chat that is like all the patterns, if there is one, found by reading: from
-- the newest message of the first chat on, of which only those before a number. Once the budget of bytes
-- is read, the last row has no message, but the chat and the number from which to go on.
CREATE FUNCTION newest_matches(
  person_id text, chat_ids text[], before bigint, folded_patterns text[], exact_patterns text[], budget integer
) RETURNS TABLE (chat_id text, message_id text, seq bigint) LANGUAGE plpgsql STABLE
SET enable_seqscan = off AS $$
DECLARE
  candidate record;
BEGIN
  FOREACH chat_id IN ARRAY chat_ids LOOP
    FOR candidate IN
      -- Without the owner, by which PostgreSQL would find all that the person has, for each chat.
      SELECT stored.message_id, stored.owner_id, stored.seq, stored.folded FROM search_texts AS stored
      WHERE stored.chat_id = newest_matches.chat_id AND stored.seq < before
      ORDER BY stored.seq DESC
    LOOP
      seq := candidate.seq;
      IF budget <= 0 THEN
        message_id := NULL;
        RETURN NEXT;
        RETURN;
      END IF;
      -- A row takes as long as 500 bytes of its text, and reading its parts as long as 40 rows.
      budget := budget - 500 - octet_length(candidate.folded);
      CONTINUE WHEN candidate.owner_id <> person_id OR NOT candidate.folded LIKE ALL (folded_patterns);
      IF cardinality(exact_patterns) > 0 THEN
        budget := budget - 20000 - 4 * octet_length(candidate.folded);
        CONTINUE WHEN NOT is_like_all(candidate.message_id, exact_patterns);
      END IF;
      message_id := candidate.message_id;
      RETURN NEXT;
      EXIT;
    END LOOP;
    before := 9223372036854775807;
  END LOOP;
END
$$;
