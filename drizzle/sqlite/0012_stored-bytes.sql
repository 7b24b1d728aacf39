CREATE TABLE `stored_bytes` (
	`owner_id` text PRIMARY KEY NOT NULL,
	`bytes` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
-- By hand from here: the text of a message, and what a row takes besides.
INSERT INTO `stored_bytes` (`owner_id`, `bytes`)
	SELECT `owner_id`, sum(octet_length(`parts`) + 512) FROM `messages` GROUP BY `owner_id`;
--> statement-breakpoint
CREATE TRIGGER `stored_message_made` AFTER INSERT ON `messages`
BEGIN
	INSERT INTO `stored_bytes` (`owner_id`, `bytes`) VALUES (NEW.`owner_id`, octet_length(NEW.`parts`) + 512)
		ON CONFLICT (`owner_id`) DO UPDATE SET `bytes` = `bytes` + excluded.`bytes`;
END;
--> statement-breakpoint
CREATE TRIGGER `stored_message_changed` AFTER UPDATE OF `parts`, `owner_id` ON `messages`
BEGIN
	UPDATE `stored_bytes` SET `bytes` = `bytes` - octet_length(OLD.`parts`) - 512
		WHERE `owner_id` = OLD.`owner_id`;
	INSERT INTO `stored_bytes` (`owner_id`, `bytes`) VALUES (NEW.`owner_id`, octet_length(NEW.`parts`) + 512)
		ON CONFLICT (`owner_id`) DO UPDATE SET `bytes` = `bytes` + excluded.`bytes`;
END;
--> statement-breakpoint
CREATE TRIGGER `stored_message_deleted` AFTER DELETE ON `messages`
BEGIN
	UPDATE `stored_bytes` SET `bytes` = `bytes` - octet_length(OLD.`parts`) - 512
		WHERE `owner_id` = OLD.`owner_id`;
END;
