CREATE TABLE "deleted_chats" (
	"owner_id" text NOT NULL,
	"chat_id" text NOT NULL,
	"deleted_at" bigint NOT NULL,
	CONSTRAINT "deleted_chats_owner_id_chat_id_pk" PRIMARY KEY("owner_id","chat_id")
);
--> statement-breakpoint
ALTER TABLE "chats" ADD COLUMN "edited_at" bigint;--> statement-breakpoint
ALTER TABLE "deleted_chats" ADD CONSTRAINT "deleted_chats_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deleted_chats_by_owner" ON "deleted_chats" USING btree ("owner_id","deleted_at");--> statement-breakpoint
CREATE INDEX "deleted_chats_by_age" ON "deleted_chats" USING btree ("deleted_at");--> statement-breakpoint
CREATE INDEX "edited_chats" ON "chats" USING btree ("owner_id","edited_at") WHERE "chats"."edited_at" IS NOT NULL;