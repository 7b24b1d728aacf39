CREATE TABLE `search_keys` (
	`key` integer PRIMARY KEY NOT NULL,
	`chat_id` text NOT NULL,
	`message_id` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_keys_by_chat` ON `search_keys` (`chat_id`,`message_id`);--> statement-breakpoint
-- By hand from here: what can be searched for, titles and the text of messages. Every three
-- characters in a row are a term, so that parts of words are found, and words of scripts that set
-- no spaces; case and accents do not matter. The texts themselves stay where they are.
CREATE VIRTUAL TABLE `search_index` USING fts5(`text`, content='', contentless_delete=1, tokenize='trigram remove_diacritics 1');
--> statement-breakpoint
INSERT INTO `search_keys` (`chat_id`) SELECT `id` FROM `chats` ORDER BY `created_at`, rowid;
--> statement-breakpoint
INSERT INTO `search_keys` (`chat_id`, `message_id`)
	SELECT `chat_id`, `id` FROM `messages` WHERE `status` <> 'active' ORDER BY `created_at`, rowid;
--> statement-breakpoint
INSERT INTO `search_index` (rowid, `text`)
	SELECT `key`, `title` FROM `search_keys` JOIN `chats` ON `id` = `chat_id` WHERE `message_id` = '';
--> statement-breakpoint
INSERT INTO `search_index` (rowid, `text`)
	SELECT `key`, (
		SELECT group_concat(`value` ->> '$.text', '') FROM json_each(`parts`) WHERE `value` ->> '$.type' = 'text'
	) FROM `search_keys` JOIN `messages` ON `id` = `message_id`;
--> statement-breakpoint
CREATE TRIGGER `search_chat_made` AFTER INSERT ON `chats`
BEGIN
	INSERT INTO `search_keys` (`chat_id`) VALUES (NEW.`id`);
	INSERT INTO `search_index` (rowid, `text`)
		SELECT `key`, NEW.`title` FROM `search_keys` WHERE `chat_id` = NEW.`id` AND `message_id` = '';
END;
--> statement-breakpoint
CREATE TRIGGER `search_chat_renamed` AFTER UPDATE OF `title` ON `chats`
BEGIN
	UPDATE `search_index` SET `text` = NEW.`title`
		WHERE rowid = (SELECT `key` FROM `search_keys` WHERE `chat_id` = NEW.`id` AND `message_id` = '');
END;
--> statement-breakpoint
CREATE TRIGGER `search_chat_deleted` AFTER DELETE ON `chats`
BEGIN
	DELETE FROM `search_index`
		WHERE rowid = (SELECT `key` FROM `search_keys` WHERE `chat_id` = OLD.`id` AND `message_id` = '');
	DELETE FROM `search_keys` WHERE `chat_id` = OLD.`id` AND `message_id` = '';
END;
--> statement-breakpoint
CREATE TRIGGER `search_message_made` AFTER INSERT ON `messages` WHEN NEW.`status` <> 'active'
BEGIN
	INSERT INTO `search_keys` (`chat_id`, `message_id`) VALUES (NEW.`chat_id`, NEW.`id`);
	INSERT INTO `search_index` (rowid, `text`)
		SELECT `key`, (
			SELECT group_concat(`value` ->> '$.text', '') FROM json_each(NEW.`parts`) WHERE `value` ->> '$.type' = 'text'
		) FROM `search_keys` WHERE `chat_id` = NEW.`chat_id` AND `message_id` = NEW.`id`;
END;
--> statement-breakpoint
-- An answer is indexed when it ends, and anew when it went on and ends again: never while it streams.
CREATE TRIGGER `search_message_ended` AFTER UPDATE OF `parts` ON `messages` WHEN NEW.`status` <> 'active'
BEGIN
	DELETE FROM `search_index`
		WHERE rowid = (SELECT `key` FROM `search_keys` WHERE `chat_id` = OLD.`chat_id` AND `message_id` = OLD.`id`);
	INSERT OR IGNORE INTO `search_keys` (`chat_id`, `message_id`) VALUES (NEW.`chat_id`, NEW.`id`);
	INSERT INTO `search_index` (rowid, `text`)
		SELECT `key`, (
			SELECT group_concat(`value` ->> '$.text', '') FROM json_each(NEW.`parts`) WHERE `value` ->> '$.type' = 'text'
		) FROM `search_keys` WHERE `chat_id` = NEW.`chat_id` AND `message_id` = NEW.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_message_deleted` AFTER DELETE ON `messages`
BEGIN
	DELETE FROM `search_index`
		WHERE rowid = (SELECT `key` FROM `search_keys` WHERE `chat_id` = OLD.`chat_id` AND `message_id` = OLD.`id`);
	DELETE FROM `search_keys` WHERE `chat_id` = OLD.`chat_id` AND `message_id` = OLD.`id`;
END;
