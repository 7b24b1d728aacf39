DROP INDEX `stream_sessions_by_owner`;--> statement-breakpoint
CREATE INDEX `stream_sessions_by_chat` ON `stream_sessions` (`chat_id`);--> statement-breakpoint
CREATE INDEX `ended_sessions` ON `stream_sessions` (`ended_at`) WHERE "stream_sessions"."ended_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `stream_sessions_by_owner` ON `stream_sessions` (`owner_id`);--> statement-breakpoint
CREATE INDEX `guests_by_age` ON `users` (`created_at`,`id`) WHERE "users"."is_anonymous" = 1;--> statement-breakpoint
CREATE INDEX `pinned_chats` ON `chats` (`owner_id`,`updated_at`,`id`) WHERE "chats"."pinned" = 1;