-- What stands in threads by now stands nowhere else.
ALTER TABLE "cases" DROP CONSTRAINT "cases_number";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_number";
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_status";
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_close_reason";
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_closed";
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_last_author";
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_clock";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_kind";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_status";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_closed";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_last_author";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_clock";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_about";
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_company_id_companies_id_fk";
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_filed_by_contacts_id_fk";
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_assignee_id_staff_id_fk";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_company_id_companies_id_fk";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_asked_by_contacts_id_fk";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_owner_id_staff_id_fk";
--> statement-breakpoint
ALTER TABLE "requests" DROP CONSTRAINT "requests_stands_in_for_staff_id_fk";
--> statement-breakpoint
DROP INDEX "cases_company";
--> statement-breakpoint
DROP INDEX "cases_company_open";
--> statement-breakpoint
DROP INDEX "cases_number_prefix";
--> statement-breakpoint
DROP INDEX "cases_filed_by";
--> statement-breakpoint
DROP INDEX "cases_queue";
--> statement-breakpoint
DROP INDEX "cases_brand";
--> statement-breakpoint
DROP INDEX "cases_assignee";
--> statement-breakpoint
DROP INDEX "cases_search";
--> statement-breakpoint
DROP INDEX "requests_company";
--> statement-breakpoint
DROP INDEX "requests_asked_by";
--> statement-breakpoint
DROP INDEX "requests_queue";
--> statement-breakpoint
DROP INDEX "requests_brand";
--> statement-breakpoint
DROP INDEX "requests_owner";
--> statement-breakpoint
DROP INDEX "requests_number_prefix";
--> statement-breakpoint
DROP INDEX "requests_search";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "company_id";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "number";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "filed_by";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "filed_by_name";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "subject";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "status";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "close_reason";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "closed_at";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "assignee_id";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "first_answer_due_at";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "first_answered_at";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "answer_due_at";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "answer_since";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "active_at";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "last_message_at";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "last_author_kind";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "last_author_id";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "created_at";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "search";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "company_id";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "number";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "kind";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "asked_by";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "asked_by_name";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "subject";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "status";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "closed_at";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "owner_id";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "stands_in_for";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "first_answer_due_at";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "first_answered_at";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "answer_due_at";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "answer_since";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "active_at";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "last_message_at";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "last_author_kind";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "last_author_id";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "created_at";
--> statement-breakpoint
ALTER TABLE "requests" DROP COLUMN "search";
