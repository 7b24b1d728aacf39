PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_cancel_requests` (
	`message_id` text NOT NULL,
	`owner_id` text NOT NULL,
	`session_id` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`message_id`, `owner_id`, `session_id`),
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_cancel_requests`("message_id", "owner_id", "session_id", "created_at") SELECT "message_id", "owner_id", '', "created_at" FROM `cancel_requests`;--> statement-breakpoint
DROP TABLE `cancel_requests`;--> statement-breakpoint
ALTER TABLE `__new_cancel_requests` RENAME TO `cancel_requests`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
ALTER TABLE `stream_sessions` ADD `parts_before` integer DEFAULT 0 NOT NULL;