-- A thread bears the life that its kinds share: columns first, and what stands in them.
ALTER TABLE "thread_events" ADD COLUMN "message_id" uuid;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "number" text DEFAULT '' NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "opened_by" uuid;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "opened_by_name" text;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "subject" text;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "topic" text;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "status" text DEFAULT 'new' NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "close_reason" text;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "closed_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "owner_id" uuid;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "stands_in_for" uuid;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "first_answer_due_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "first_answered_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "answer_due_at" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "answer_since" timestamp (3) with time zone;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "active_at" timestamp (3) with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "last_message_at" timestamp (3) with time zone DEFAULT now() NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "last_author_kind" text DEFAULT 'contact' NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "last_author_id" uuid;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "search" "tsvector";
--> statement-breakpoint
-- What stands is carried over. Names of the company and of who began it were not among what a case is found by.
CREATE FUNCTION thread_names(company uuid, opened_by_name text) RETURNS tsvector
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT setweight(to_tsvector('english', n.names) || to_tsvector('simple', n.names), 'C')
  FROM (SELECT concat_ws(' ', opened_by_name, (SELECT co.name FROM companies co WHERE co.id = company)) AS names) n
$$;
--> statement-breakpoint
-- The digits alone: however a number is written, they stand in it.
CREATE FUNCTION thread_digits(number text) RETURNS tsvector LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT setweight(to_tsvector('simple', regexp_replace(number, '[^0-9]', '', 'g')), 'A')
$$;
--> statement-breakpoint
UPDATE threads t SET number = x.number, opened_by = x.filed_by, opened_by_name = x.filed_by_name, subject = x.subject, owner_id = x.assignee_id,
  close_reason = x.close_reason, status = x.status, closed_at = x.closed_at, first_answer_due_at = x.first_answer_due_at, first_answered_at = x.first_answered_at,
  answer_due_at = x.answer_due_at, answer_since = x.answer_since, active_at = x.active_at, last_message_at = x.last_message_at,
  last_author_kind = x.last_author_kind, last_author_id = x.last_author_id, created_at = x.created_at,
  search = coalesce(x.search, '') || thread_names(x.company_id, x.filed_by_name) || thread_digits(x.number)
    || setweight(to_tsvector('english', concat_ws(' ', x.product, x.product_version)), 'C')
  FROM cases x WHERE x.id = t.id;
--> statement-breakpoint
UPDATE threads t SET number = x.number, opened_by = x.asked_by, opened_by_name = x.asked_by_name, subject = x.subject, topic = x.kind,
  owner_id = x.owner_id, stands_in_for = x.stands_in_for, status = x.status, closed_at = x.closed_at, first_answer_due_at = x.first_answer_due_at, first_answered_at = x.first_answered_at,
  answer_due_at = x.answer_due_at, answer_since = x.answer_since, active_at = x.active_at, last_message_at = x.last_message_at,
  last_author_kind = x.last_author_kind, last_author_id = x.last_author_id, created_at = x.created_at,
  search = coalesce(x.search, '') || thread_names(x.company_id, x.asked_by_name) || thread_digits(x.number)
  FROM requests x WHERE x.id = t.id;
--> statement-breakpoint
-- A message and the quiet line of what was done with it were known by their transaction, in which one follows the other: what was
-- loaded all at once shares one too.
UPDATE thread_events e SET message_id = (
  SELECT m.id FROM messages m
  WHERE m.thread_id = e.thread_id AND m.author_kind = e.actor_kind AND m.author_id = e.actor_id AND m.xmin = e.xmin
    AND m.created_at BETWEEN e.created_at - interval '1 minute' AND e.created_at
  ORDER BY m.created_at DESC, m.id DESC LIMIT 1)
  WHERE e.kind = 'status';
--> statement-breakpoint
ALTER TABLE "threads" ALTER COLUMN "opened_by" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ALTER COLUMN "opened_by_name" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ALTER COLUMN "subject" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ALTER COLUMN "first_answer_due_at" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ALTER COLUMN "last_author_id" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_number" UNIQUE("number");
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_number_given" CHECK ("threads"."number" ~ '^[A-Z]+-[0-9]+$');
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_topic" CHECK (("threads"."kind" = 'request') = ("threads"."topic" is not null));
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_topic_known" CHECK ("threads"."topic" in ('message', 'subscription', 'renewal', 'support_agreement', 'change', 'invoice', 'estimate'));
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_status" CHECK ((kind = 'case' and status in ('new', 'in_progress', 'waiting_on_you', 'closed')) or (kind = 'request' and status in ('new', 'in_progress', 'waiting_on_you', 'answered', 'closed')));
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_close_reason" CHECK ("threads"."close_reason" in ('solved', 'withdrawn'));
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_closed" CHECK (("threads"."status" = 'closed') = ("threads"."closed_at" is not null) and ("threads"."kind" = 'case' and "threads"."status" = 'closed') = ("threads"."close_reason" is not null));
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_last_author" CHECK ("threads"."last_author_kind" in ('contact', 'staff'));
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_clock" CHECK (("threads"."answer_due_at" is null) = ("threads"."answer_since" is null));
--> statement-breakpoint
ALTER TABLE "thread_events" ADD CONSTRAINT "thread_events_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_opened_by_contacts_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_owner_id_staff_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_stands_in_for_staff_id_fk" FOREIGN KEY ("stands_in_for") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "threads_number_prefix" ON "threads" USING btree ("number" text_pattern_ops);
--> statement-breakpoint
CREATE INDEX "threads_case_company" ON "threads" USING btree ("company_id","active_at","id") WHERE kind = 'case';
--> statement-breakpoint
CREATE INDEX "threads_case_open" ON "threads" USING btree ("company_id","active_at","id") WHERE kind = 'case' and status <> 'closed';
--> statement-breakpoint
CREATE INDEX "threads_case_brand" ON "threads" USING btree ("brand","active_at","id") WHERE kind = 'case';
--> statement-breakpoint
CREATE INDEX "threads_case_queue" ON "threads" USING btree ("brand","answer_due_at","id","kind") WHERE kind = 'case' and status <> 'closed';
--> statement-breakpoint
CREATE INDEX "threads_case_search" ON "threads" USING gin ("search") WHERE kind = 'case';
--> statement-breakpoint
CREATE INDEX "threads_request_company" ON "threads" USING btree ("company_id","active_at","id") WHERE kind = 'request';
--> statement-breakpoint
CREATE INDEX "threads_request_open" ON "threads" USING btree ("company_id","active_at","id") WHERE kind = 'request' and status <> 'closed';
--> statement-breakpoint
CREATE INDEX "threads_request_brand" ON "threads" USING btree ("brand","active_at","id") WHERE kind = 'request';
--> statement-breakpoint
CREATE INDEX "threads_request_queue" ON "threads" USING btree ("brand","answer_due_at","id","kind") WHERE kind = 'request' and status <> 'closed';
--> statement-breakpoint
CREATE INDEX "threads_request_search" ON "threads" USING gin ("search") WHERE kind = 'request';
--> statement-breakpoint
CREATE INDEX "threads_changes" ON "threads" USING btree ("opened_by") WHERE topic = 'change';
--> statement-breakpoint
CREATE INDEX "threads_case_opened_by" ON "threads" USING btree ("opened_by","active_at","id") WHERE kind = 'case';
--> statement-breakpoint
CREATE INDEX "threads_case_owner" ON "threads" USING btree ("owner_id") WHERE kind = 'case' and status <> 'closed' and owner_id is not null;
--> statement-breakpoint
CREATE INDEX "threads_request_opened_by" ON "threads" USING btree ("opened_by","active_at","id") WHERE kind = 'request';
--> statement-breakpoint
CREATE INDEX "threads_request_owner" ON "threads" USING btree ("owner_id") WHERE kind = 'request' and status <> 'closed' and owner_id is not null;
