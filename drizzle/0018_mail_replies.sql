ALTER TABLE "messages" ADD COLUMN "folded" text;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_folded" CHECK (length("messages"."folded") between 1 and 100000);