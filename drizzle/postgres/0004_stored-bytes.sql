-- By hand: the text of a message, and what a row takes besides. Statements are counted, not rows: each
-- version of a counter's row would be read again by the next one of the same transaction. The counters
-- are changed in one order, so that no two statements wait for each other.
CREATE FUNCTION count_messages_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stored_bytes (owner_id, bytes)
    SELECT owner_id, sum(octet_length(parts::text) + 512) FROM made GROUP BY owner_id ORDER BY owner_id
    ON CONFLICT (owner_id) DO UPDATE SET bytes = stored_bytes.bytes + excluded.bytes;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_messages_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stored_bytes (owner_id, bytes)
    SELECT owner_id, sum(bytes) FROM (
      SELECT owner_id, octet_length(parts::text) + 512 AS bytes FROM after
      UNION ALL
      SELECT owner_id, -octet_length(parts::text) - 512 FROM before
    ) AS changes GROUP BY owner_id HAVING sum(bytes) <> 0 ORDER BY owner_id
    ON CONFLICT (owner_id) DO UPDATE SET bytes = stored_bytes.bytes + excluded.bytes;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Of a person who is being deleted, there may be no counter any more.
CREATE FUNCTION count_messages_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE stored_bytes SET bytes = stored_bytes.bytes - deleted.bytes FROM (
    SELECT owner_id, sum(octet_length(parts::text) + 512) AS bytes FROM gone GROUP BY owner_id
  ) AS deleted WHERE stored_bytes.owner_id = deleted.owner_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER stored_messages_made AFTER INSERT ON messages
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION count_messages_made();
--> statement-breakpoint
CREATE TRIGGER stored_messages_changed AFTER UPDATE ON messages
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_messages_changed();
--> statement-breakpoint
CREATE TRIGGER stored_messages_deleted AFTER DELETE ON messages
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_messages_deleted();
