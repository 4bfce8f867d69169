ALTER TABLE "bulk_deeds" DROP CONSTRAINT IF EXISTS "bulk_deeds_kind";--> statement-breakpoint
ALTER TABLE "bulk_deeds" DROP CONSTRAINT IF EXISTS "bulk_deeds_deed";--> statement-breakpoint
ALTER TABLE "bulk_deeds" ADD CONSTRAINT "bulk_deeds_kind" CHECK ("bulk_deeds"."kind" in ('case', 'request', 'chat', 'contact'));--> statement-breakpoint
ALTER TABLE "bulk_deeds" ADD CONSTRAINT "bulk_deeds_deed" CHECK ("bulk_deeds"."deed" in ('assign', 'status', 'close', 'invite', 'disable'));
