CREATE TABLE `person_settings` (
	`owner_id` text PRIMARY KEY NOT NULL,
	`model` text,
	`settings` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`owner_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
