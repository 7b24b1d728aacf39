CREATE TABLE `search_ranges` (
	`number` integer PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `search_ranges_by_owner` ON `search_ranges` (`owner_id`,`number`);
--> statement-breakpoint
-- By hand from here: the index is made again under numbers that lie together for each person. It has
-- messages only, since titles are looked through without it.
DROP TRIGGER `search_chat_made`;
--> statement-breakpoint
DROP TRIGGER `search_chat_renamed`;
--> statement-breakpoint
DROP TRIGGER `search_chat_deleted`;
--> statement-breakpoint
DROP TRIGGER `search_message_made`;
--> statement-breakpoint
DROP TRIGGER `search_message_ended`;
--> statement-breakpoint
DROP TRIGGER `search_message_deleted`;
--> statement-breakpoint
DROP TABLE `search_index`;
--> statement-breakpoint
INSERT INTO `search_ranges` (`owner_id`) SELECT `id` FROM `users` ORDER BY `created_at`, rowid;
--> statement-breakpoint
CREATE TRIGGER `search_range_made` AFTER INSERT ON `users`
BEGIN
	INSERT INTO `search_ranges` (`owner_id`) VALUES (NEW.`id`);
END;
--> statement-breakpoint
CREATE TABLE `__new_search_keys` (
	`key` integer PRIMARY KEY NOT NULL,
	`chat_id` text NOT NULL,
	`message_id` text NOT NULL
);
--> statement-breakpoint
INSERT INTO `__new_search_keys` (`key`, `chat_id`, `message_id`)
	SELECT (`number` << 28) - 1 + row_number() OVER (PARTITION BY `number` ORDER BY `key`), `messages`.`chat_id`, `id`
	FROM `search_keys` JOIN `messages` ON `id` = `message_id` JOIN `search_ranges` USING (`owner_id`);
--> statement-breakpoint
DROP TABLE `search_keys`;
--> statement-breakpoint
ALTER TABLE `__new_search_keys` RENAME TO `search_keys`;
--> statement-breakpoint
CREATE UNIQUE INDEX `search_keys_by_chat` ON `search_keys` (`chat_id`,`message_id`);
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_index` USING fts5(`text`, content='', contentless_delete=1, tokenize='trigram remove_diacritics 1');
--> statement-breakpoint
-- FTS5 merges parts of the index within whichever transaction comes along. In a large index, smaller
-- pages make such a step a quarter as long, and allowing more parts makes it rarer.
INSERT INTO `search_index` (`search_index`, `rank`) VALUES ('pgsz', 1000), ('automerge', 8);
--> statement-breakpoint
INSERT INTO `search_index` (rowid, `text`)
	SELECT `key`, (
		SELECT substr(group_concat(`value` ->> '$.text', ''), 1, 200000) FROM json_each(`parts`) WHERE `value` ->> '$.type' = 'text'
	) FROM `search_keys` CROSS JOIN `messages` ON `id` = `message_id` ORDER BY `key`;
--> statement-breakpoint
-- The number follows the greatest of the person's last range.
CREATE TRIGGER `search_message_made` AFTER INSERT ON `messages` WHEN NEW.`status` <> 'active'
BEGIN
	INSERT INTO `search_keys` (`key`, `chat_id`, `message_id`)
		SELECT max(`number` << 28, 1 + coalesce((SELECT max(`key`) FROM `search_keys` WHERE `key` < (`number` + 1) << 28), 0)), NEW.`chat_id`, NEW.`id`
		FROM (SELECT max(`number`) AS `number` FROM `search_ranges` WHERE `owner_id` = NEW.`owner_id`);
	INSERT INTO `search_index` (rowid, `text`)
		SELECT `key`, (
			SELECT substr(group_concat(`value` ->> '$.text', ''), 1, 200000) FROM json_each(NEW.`parts`) WHERE `value` ->> '$.type' = 'text'
		) FROM `search_keys` WHERE `chat_id` = NEW.`chat_id` AND `message_id` = NEW.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_message_ended` AFTER UPDATE OF `parts` ON `messages` WHEN NEW.`status` <> 'active'
BEGIN
	DELETE FROM `search_index`
		WHERE rowid = (SELECT `key` FROM `search_keys` WHERE `chat_id` = OLD.`chat_id` AND `message_id` = OLD.`id`);
	INSERT OR IGNORE INTO `search_keys` (`key`, `chat_id`, `message_id`)
		SELECT max(`number` << 28, 1 + coalesce((SELECT max(`key`) FROM `search_keys` WHERE `key` < (`number` + 1) << 28), 0)), NEW.`chat_id`, NEW.`id`
		FROM (SELECT max(`number`) AS `number` FROM `search_ranges` WHERE `owner_id` = NEW.`owner_id`);
	INSERT INTO `search_index` (rowid, `text`)
		SELECT `key`, (
			SELECT substr(group_concat(`value` ->> '$.text', ''), 1, 200000) FROM json_each(NEW.`parts`) WHERE `value` ->> '$.type' = 'text'
		) FROM `search_keys` WHERE `chat_id` = NEW.`chat_id` AND `message_id` = NEW.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `search_message_deleted` AFTER DELETE ON `messages`
BEGIN
	DELETE FROM `search_index`
		WHERE rowid = (SELECT `key` FROM `search_keys` WHERE `chat_id` = OLD.`chat_id` AND `message_id` = OLD.`id`);
	DELETE FROM `search_keys` WHERE `chat_id` = OLD.`chat_id` AND `message_id` = OLD.`id`;
END;
