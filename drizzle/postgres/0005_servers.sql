CREATE TABLE "servers" (
	"id" text PRIMARY KEY NOT NULL,
	"lease_until" bigint NOT NULL,
	"draining" boolean DEFAULT false NOT NULL,
	"started_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "stream_sessions" ADD COLUMN "cancel_reason" text;--> statement-breakpoint
ALTER TABLE "stream_sessions" ADD COLUMN "cancel_seen_length" bigint;--> statement-breakpoint
ALTER TABLE "stream_sessions" ADD COLUMN "cancel_mode" text;--> statement-breakpoint
CREATE INDEX "sessions_of_process" ON "stream_sessions" USING btree ("process_id") WHERE "stream_sessions"."status" = 'active';