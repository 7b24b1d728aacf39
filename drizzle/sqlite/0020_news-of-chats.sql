CREATE TABLE `deleted_chats` (
	`chat_id` text PRIMARY KEY NOT NULL,
	`owner_id` text NOT NULL,
	`deleted_at` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `deleted_chats_by_owner` ON `deleted_chats` (`owner_id`,`deleted_at`);--> statement-breakpoint
CREATE INDEX `deleted_chats_by_age` ON `deleted_chats` (`deleted_at`);--> statement-breakpoint
ALTER TABLE `chats` ADD `edited_at` integer;--> statement-breakpoint
CREATE INDEX `edited_chats` ON `chats` (`owner_id`,`edited_at`) WHERE "chats"."edited_at" IS NOT NULL;