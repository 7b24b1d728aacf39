CREATE TABLE `deleted_chats` (
	`owner_id` text NOT NULL,
	`chat_id` text NOT NULL,
	`deleted_at` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `chat_id`),
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `deleted_chats_by_owner` ON `deleted_chats` (`owner_id`,`deleted_at`);--> statement-breakpoint
CREATE INDEX `deleted_chats_by_age` ON `deleted_chats` (`deleted_at`);--> statement-breakpoint
ALTER TABLE `chats` ADD `edited_at` integer;--> statement-breakpoint
CREATE INDEX `edited_chats` ON `chats` (`owner_id`,`edited_at`) WHERE "chats"."edited_at" IS NOT NULL;