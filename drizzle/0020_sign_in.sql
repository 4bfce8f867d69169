ALTER TABLE "sign_in_tokens" ADD COLUMN "mailed_at" timestamp (3) with time zone[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
-- Links that were mailed before count as mailed when they were made.
UPDATE "sign_in_tokens" SET "mailed_at" = array["created_at"];
