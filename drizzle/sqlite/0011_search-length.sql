CREATE INDEX `accounts_by_user` ON `accounts` (`user_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_user` ON `sessions` (`user_id`);--> statement-breakpoint
-- By hand from here: of each message the index has the first 200,000 characters, as many as can be
-- added to it at once without everybody else waiting.
DROP TRIGGER `search_message_made`;
--> statement-breakpoint
CREATE TRIGGER `search_message_made` AFTER INSERT ON `messages` WHEN NEW.`status` <> 'active'
BEGIN
	INSERT INTO `search_keys` (`chat_id`, `message_id`) VALUES (NEW.`chat_id`, NEW.`id`);
	INSERT INTO `search_index` (rowid, `text`)
		SELECT `key`, (
			SELECT substr(group_concat(`value` ->> '$.text', ''), 1, 200000) FROM json_each(NEW.`parts`) WHERE `value` ->> '$.type' = 'text'
		) FROM `search_keys` WHERE `chat_id` = NEW.`chat_id` AND `message_id` = NEW.`id`;
END;
--> statement-breakpoint
DROP TRIGGER `search_message_ended`;
--> statement-breakpoint
CREATE TRIGGER `search_message_ended` AFTER UPDATE OF `parts` ON `messages` WHEN NEW.`status` <> 'active'
BEGIN
	DELETE FROM `search_index`
		WHERE rowid = (SELECT `key` FROM `search_keys` WHERE `chat_id` = OLD.`chat_id` AND `message_id` = OLD.`id`);
	INSERT OR IGNORE INTO `search_keys` (`chat_id`, `message_id`) VALUES (NEW.`chat_id`, NEW.`id`);
	INSERT INTO `search_index` (rowid, `text`)
		SELECT `key`, (
			SELECT substr(group_concat(`value` ->> '$.text', ''), 1, 200000) FROM json_each(NEW.`parts`) WHERE `value` ->> '$.type' = 'text'
		) FROM `search_keys` WHERE `chat_id` = NEW.`chat_id` AND `message_id` = NEW.`id`;
END;
