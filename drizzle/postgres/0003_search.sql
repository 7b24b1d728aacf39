-- By hand: what the stores of chats and messages ask the database to do within one statement. A volatile
-- function sees what others have committed until it is called, not until its statement began.

-- The time of a change to a chat: later than every other chat of its owner, whatever the clock said then.
-- The list is in this order. Nobody else changes the owner's chats until the transaction ends.
CREATE FUNCTION "changed_at"("of_owner" text, "of_chat" text, "now" bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended(of_owner, 0));
	RETURN greatest(
		now,
		(SELECT updated_at FROM chats WHERE id = of_chat),
		(SELECT max(updated_at) + 1 FROM chats WHERE owner_id = of_owner AND id <> of_chat)
	);
END;
$$;
--> statement-breakpoint
-- The session in which a chat is answered. An update that waited for the end of an answer sees the end.
CREATE FUNCTION "active_session"("of_chat" text) RETURNS "stream_sessions"
LANGUAGE sql VOLATILE AS $$
	SELECT * FROM stream_sessions WHERE chat_id = of_chat AND status = 'active';
$$;
--> statement-breakpoint
-- The text of a message as far as it is searched; null where it has characters that only JSON can hold.
CREATE FUNCTION "searched_text"("of_parts" json) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	RETURN (
		SELECT left(string_agg(part ->> 'text', '' ORDER BY place), 200000)
		FROM json_array_elements(of_parts) WITH ORDINALITY AS parts (part, place)
		WHERE part ->> 'type' = 'text'
	);
EXCEPTION WHEN untranslatable_character OR invalid_text_representation THEN
	RETURN NULL;
END;
$$;
--> statement-breakpoint
-- Whether the text itself of a message is like all the patterns, but for the case of ASCII letters.
CREATE FUNCTION "is_like_all"("of_message" text, "patterns" text[]) RETURNS boolean
LANGUAGE sql STABLE COST 10000 AS $$
	SELECT lower(coalesce(searched_text(parts), folded) COLLATE "C") LIKE ALL (patterns)
	FROM messages JOIN search_texts ON message_id = id WHERE id = of_message;
$$;
--> statement-breakpoint
-- The newest message of each chat that is like all the patterns, if there is one, found by reading: from
-- the newest message of the first chat on, of which only those before a number. Once the budget of bytes
-- is read, the last row has no message, but the chat and the number from which to go on.
CREATE FUNCTION "newest_matches"(
	"of_owner" text, "in_chats" text[], "before" bigint, "folded_patterns" text[], "exact_patterns" text[], "budget" integer
) RETURNS TABLE ("chat_id" text, "message_id" text, "seq" bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
	candidate record;
BEGIN
	FOREACH chat_id IN ARRAY in_chats LOOP
		FOR candidate IN
			SELECT t.message_id, t.seq, t.folded FROM search_texts AS t
			WHERE t.chat_id = newest_matches.chat_id AND t.owner_id = of_owner AND t.seq < before
			ORDER BY t.seq DESC
		LOOP
			seq := candidate.seq;
			IF budget <= 0 THEN
				message_id := NULL;
				RETURN NEXT;
				RETURN;
			END IF;
			-- A row costs as much as 500 bytes of it, and as much again as often as its text is read.
			budget := budget - 500 - octet_length(candidate.folded);
			CONTINUE WHEN NOT candidate.folded LIKE ALL (folded_patterns);
			IF cardinality(exact_patterns) > 0 THEN
				budget := budget - 5000 - 4 * octet_length(candidate.folded);
				CONTINUE WHEN NOT is_like_all(candidate.message_id, exact_patterns);
			END IF;
			message_id := candidate.message_id;
			RETURN NEXT;
			EXIT;
		END LOOP;
		before := 9223372036854775807;
	END LOOP;
END;
$$;
