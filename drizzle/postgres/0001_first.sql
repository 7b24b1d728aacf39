CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" bigint,
	"refresh_token_expires_at" bigint,
	"scope" text,
	"password" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"name" text NOT NULL,
	"scope" text NOT NULL,
	"start" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "api_keys_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"token" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "token_spending" (
	"day" text NOT NULL,
	"payer" text NOT NULL,
	"tokens" bigint NOT NULL,
	CONSTRAINT "token_spending_day_payer_pk" PRIMARY KEY("day","payer")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"is_anonymous" boolean DEFAULT false,
	"role" text DEFAULT 'user' NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chats" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"title" text NOT NULL,
	"title_given" boolean DEFAULT true NOT NULL,
	"model" text,
	"leaf_id" text,
	"keep_going" boolean DEFAULT false NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"settings" json NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"chat_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"parent_id" text,
	"edit_of" text,
	"role" text NOT NULL,
	"parts" json NOT NULL,
	"status" text NOT NULL,
	"end_reason" text,
	"text_length" bigint NOT NULL,
	"model" text,
	"session_id" text,
	"usage" json,
	"earlier_calls" json,
	"receipt" json,
	"error" json,
	"created_at" bigint NOT NULL,
	"started_at" bigint,
	"first_token_ms" bigint,
	"thought_ms" bigint DEFAULT 0 NOT NULL,
	"left_out" bigint DEFAULT 0 NOT NULL,
	"ended_at" bigint,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "messages_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "search_texts" (
	"message_id" text PRIMARY KEY NOT NULL,
	"chat_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"folded" text NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "search_texts_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" text PRIMARY KEY NOT NULL,
	"lease_until" bigint NOT NULL,
	"started_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_settings" (
	"owner_id" text PRIMARY KEY NOT NULL,
	"model" text,
	"settings" json NOT NULL,
	"keep_going" boolean DEFAULT false NOT NULL,
	"updated_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stored_bytes" (
	"owner_id" text PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cancel_requests" (
	"message_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"session_id" text DEFAULT '' NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "cancel_requests_message_id_owner_id_session_id_pk" PRIMARY KEY("message_id","owner_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "stream_chunks" (
	"session_id" text NOT NULL,
	"position" bigint NOT NULL,
	"part" bigint NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "stream_chunks_session_id_position_pk" PRIMARY KEY("session_id","position")
);
--> statement-breakpoint
CREATE TABLE "stream_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"message_id" text NOT NULL,
	"chat_id" text NOT NULL,
	"owner_id" text NOT NULL,
	"process_id" text NOT NULL,
	"model" text NOT NULL,
	"status" text NOT NULL,
	"end_reason" text,
	"started_at" bigint NOT NULL,
	"first_token_at" bigint,
	"cancel_requested_at" bigint,
	"ended_at" bigint,
	"chunk_count" bigint DEFAULT 0 NOT NULL,
	"parts_before" bigint DEFAULT 0 NOT NULL,
	"text_length" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "chats" ADD CONSTRAINT "chats_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_texts" ADD CONSTRAINT "search_texts_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_texts" ADD CONSTRAINT "search_texts_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "search_texts" ADD CONSTRAINT "search_texts_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_settings" ADD CONSTRAINT "person_settings_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stored_bytes" ADD CONSTRAINT "stored_bytes_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cancel_requests" ADD CONSTRAINT "cancel_requests_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_chunks" ADD CONSTRAINT "stream_chunks_session_id_stream_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."stream_sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_sessions" ADD CONSTRAINT "stream_sessions_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_sessions" ADD CONSTRAINT "stream_sessions_chat_id_chats_id_fk" FOREIGN KEY ("chat_id") REFERENCES "public"."chats"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stream_sessions" ADD CONSTRAINT "stream_sessions_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_by_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "api_keys_by_owner" ON "api_keys" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "sessions_by_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "guests_by_age" ON "users" USING btree ("created_at","id") WHERE "users"."is_anonymous";--> statement-breakpoint
CREATE UNIQUE INDEX "one_owner" ON "users" USING btree ((true)) WHERE "users"."role" = 'admin';--> statement-breakpoint
CREATE INDEX "chats_by_owner" ON "chats" USING btree ("owner_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "pinned_chats" ON "chats" USING btree ("owner_id","updated_at","id") WHERE "chats"."pinned";--> statement-breakpoint
CREATE INDEX "messages_by_parent" ON "messages" USING btree ("chat_id","parent_id");--> statement-breakpoint
CREATE INDEX "messages_by_owner" ON "messages" USING btree ("owner_id","ended_at");--> statement-breakpoint
CREATE INDEX "completed_by_model" ON "messages" USING btree ("model","ended_at") WHERE "messages"."status" = 'completed';--> statement-breakpoint
CREATE INDEX "search_texts_by_chat" ON "search_texts" USING btree ("chat_id","seq");--> statement-breakpoint
CREATE INDEX "search_texts_by_trigram" ON "search_texts" USING gin ("owner_id","folded" gin_trgm_ops) WITH (gin_pending_list_limit=512);--> statement-breakpoint
CREATE INDEX "cancel_requests_by_age" ON "cancel_requests" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_active_session_a_chat" ON "stream_sessions" USING btree ("chat_id") WHERE "stream_sessions"."status" = 'active';--> statement-breakpoint
CREATE INDEX "stream_sessions_by_owner" ON "stream_sessions" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "stream_sessions_by_chat" ON "stream_sessions" USING btree ("chat_id");--> statement-breakpoint
CREATE INDEX "stream_sessions_by_message" ON "stream_sessions" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "sessions_of_process" ON "stream_sessions" USING btree ("process_id") WHERE "stream_sessions"."status" = 'active';--> statement-breakpoint
CREATE INDEX "ended_sessions" ON "stream_sessions" USING btree ("ended_at") WHERE "stream_sessions"."ended_at" IS NOT NULL;