CREATE TABLE "article_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"title" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"symptom" text DEFAULT '' NOT NULL,
	"cause" text DEFAULT '' NOT NULL,
	"fix" text DEFAULT '' NOT NULL,
	"product" text,
	"product_version" text,
	"state" text DEFAULT 'draft' NOT NULL,
	"authors" uuid[] NOT NULL,
	"author_name" text NOT NULL,
	"kept" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"approver_name" text,
	"released_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	"reason" text,
	"resource_id" uuid,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "article_drafts_case" UNIQUE("thread_id"),
	CONSTRAINT "article_drafts_state" CHECK ("article_drafts"."state" in ('draft', 'submitted', 'released', 'withdrawn')),
	CONSTRAINT "article_drafts_out" CHECK ("article_drafts"."state" in ('draft', 'submitted') or "article_drafts"."resource_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "article_drafts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "resource_solutions" (
	"brand" text NOT NULL,
	"resource_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "resource_solutions_resource_id_contact_id_pk" PRIMARY KEY("resource_id","contact_id")
);
--> statement-breakpoint
ALTER TABLE "resource_solutions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "faq_entries" (
	"brand" text NOT NULL,
	"anchor" text NOT NULL,
	"group_anchor" text NOT NULL,
	"group_title" text NOT NULL,
	"position" integer NOT NULL,
	"question" text NOT NULL,
	"answer" text NOT NULL,
	"audience" text NOT NULL,
	"on_home_page" boolean DEFAULT false NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', question), 'A') || setweight(to_tsvector('english', answer), 'B')) STORED,
	CONSTRAINT "faq_entries_brand_anchor_pk" PRIMARY KEY("brand","anchor"),
	CONSTRAINT "faq_entries_audience" CHECK ("faq_entries"."audience" in ('public', 'clients', 'support'))
);
--> statement-breakpoint
ALTER TABLE "faq_entries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "faq_votes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"anchor" text NOT NULL,
	"useful" boolean NOT NULL,
	"words" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "faq_votes_words" CHECK (length("faq_votes"."words") between 1 and 500)
);
--> statement-breakpoint
ALTER TABLE "faq_votes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "missed_searches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"words" text NOT NULL,
	"times" integer DEFAULT 1 NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "missed_searches_words_length" CHECK (length("missed_searches"."words") between 1 and 100)
);
--> statement-breakpoint
ALTER TABLE "missed_searches" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "resource_versions" DROP CONSTRAINT "resource_versions_one";--> statement-breakpoint
ALTER TABLE "resources" DROP CONSTRAINT "resources_kind";--> statement-breakpoint
ALTER TABLE "resource_versions" ADD COLUMN "article" jsonb;--> statement-breakpoint
ALTER TABLE "resources" ADD COLUMN "solved" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "article_drafts" ADD CONSTRAINT "article_drafts_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_drafts" ADD CONSTRAINT "article_drafts_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_drafts" ADD CONSTRAINT "article_drafts_resource_id_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_solutions" ADD CONSTRAINT "resource_solutions_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_solutions" ADD CONSTRAINT "resource_solutions_resource_id_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_solutions" ADD CONSTRAINT "resource_solutions_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "faq_entries" ADD CONSTRAINT "faq_entries_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "faq_votes" ADD CONSTRAINT "faq_votes_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "missed_searches" ADD CONSTRAINT "missed_searches_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "article_drafts_brand" ON "article_drafts" USING btree ("brand","updated_at","id");--> statement-breakpoint
CREATE INDEX "article_drafts_resource" ON "article_drafts" USING btree ("resource_id");--> statement-breakpoint
CREATE INDEX "resource_solutions_contact" ON "resource_solutions" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "faq_entries_search" ON "faq_entries" USING gin ("search");--> statement-breakpoint
CREATE INDEX "faq_votes_brand" ON "faq_votes" USING btree ("brand","anchor","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "missed_searches_words" ON "missed_searches" USING btree ("brand","words");--> statement-breakpoint
ALTER TABLE "resource_versions" ADD CONSTRAINT "resource_versions_one" CHECK (num_nonnulls("resource_versions"."url", "resource_versions"."file_id", "resource_versions"."article") = 1);--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_kind" CHECK ("resources"."kind" in ('manual', 'guide', 'release_notes', 'download', 'video', 'link', 'article'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "article_drafts" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])
  and exists (select 1 from threads where threads.id = thread_id and threads.kind = 'case'));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "article_drafts" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])
  and exists (select 1 from threads where threads.id = thread_id and threads.kind = 'case') and state = 'draft' and resource_id is null and authors = array[(select nullif(viewer_fact('staff_id'), '')::uuid)]);--> statement-breakpoint
CREATE POLICY "staff_updates" ON "article_drafts" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])
  and exists (select 1 from threads where threads.id = thread_id and threads.kind = 'case')) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])
  and exists (select 1 from threads where threads.id = thread_id and threads.kind = 'case') and state in ('draft', 'submitted'));--> statement-breakpoint
CREATE POLICY "client_reads" ON "resource_solutions" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and contact_id = (select nullif(viewer_fact('contact_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "client_reads" ON "faq_entries" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and (audience in ('public', 'clients') or (audience = 'support' and (select viewer_has_support()))));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "faq_entries" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "faq_entries" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "faq_votes" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "faq_votes" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "missed_searches" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "missed_searches" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));
--> statement-breakpoint
-- Columns that clients read of articles, and how they did.
GRANT SELECT (solved) ON resources TO "portal_client";
--> statement-breakpoint
GRANT SELECT (article) ON resource_versions TO "portal_client";
--> statement-breakpoint
GRANT SELECT ON resource_solutions TO "portal_client";
--> statement-breakpoint
GRANT SELECT, INSERT ON article_drafts TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (title, summary, symptom, cause, fix, product, product_version, state, author_name, kept, reason, revision, updated_at)
  ON article_drafts TO "portal_staff";
--> statement-breakpoint
-- Everybody whose words are in an article is one of its authors, and what waits for approval is approved as it was read.
CREATE FUNCTION article_drafts_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
BEGIN
  IF me IS NOT NULL AND NOT me = ANY (NEW.authors) THEN
    NEW.authors := NEW.authors || me;
  END IF;
  IF OLD.state = 'submitted' AND NEW.state = 'submitted' THEN
    NEW.state := 'draft';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER article_drafts_written BEFORE UPDATE ON article_drafts FOR EACH ROW
  WHEN ((OLD.title, OLD.summary, OLD.symptom, OLD.cause, OLD.fix, OLD.product, OLD.product_version)
    IS DISTINCT FROM (NEW.title, NEW.summary, NEW.symptom, NEW.cause, NEW.fix, NEW.product, NEW.product_version))
  EXECUTE FUNCTION article_drafts_written();
--> statement-breakpoint
-- Works the viewer cases of this brand? Asked inside functions alone.
CREATE FUNCTION viewer_works_cases(of_brand text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT viewer_fact('kind')) = 'staff'
    AND nullif((SELECT viewer_fact('staff_id')), '') IS NOT NULL
    AND of_brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['support_agent', 'administrator']::text[], false)
$$;
--> statement-breakpoint
-- Lets an article out: into the library, for support clients of its brand, as the next text of its resource. The one who
-- asks has no word in it. What leads to the case stays behind.
CREATE FUNCTION release_article(draft uuid, seen integer) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
  who text := (SELECT s.name FROM staff s WHERE s.id = me);
  a article_drafts;
  target uuid;
BEGIN
  SELECT * INTO a FROM article_drafts WHERE id = draft FOR UPDATE;
  IF a.id IS NULL OR me IS NULL OR NOT viewer_works_cases(a.brand) OR a.state <> 'submitted' OR a.revision <> seen
    OR me = ANY (a.authors) OR a.summary = '' OR a.fix = '' THEN
    RAISE insufficient_privilege USING MESSAGE = 'this article is not for this viewer to release';
  END IF;
  target := coalesce(a.resource_id, gen_random_uuid());
  UPDATE article_drafts SET withdrawn_at = NULL WHERE id = draft;
  INSERT INTO resources (id, brand, title, summary, product, product_version, kind, audience, state, publish_at)
    VALUES (target, a.brand, a.title, a.summary, a.product, a.product_version, 'article', 'support', 'published', now())
    ON CONFLICT (id) DO UPDATE SET title = a.title, summary = a.summary, product = a.product, product_version = a.product_version,
      state = 'published', publish_at = CASE WHEN resources.state = 'published' THEN resources.publish_at ELSE now() END,
      revision = resources.revision + 1, updated_at = now();
  INSERT INTO resource_versions (id, brand, resource_id, number, state, publish_at, article, body, scan, text_state, staff_id, staff_name)
    SELECT gen_random_uuid(), a.brand, target, coalesce(max(v.number), 0) + 1, 'published', now(),
      jsonb_build_object('symptom', a.symptom, 'cause', a.cause, 'fix', a.fix), concat_ws(E'\n', a.symptom, a.cause, a.fix),
      'not_scanned', 'read', me, who
    FROM resource_versions v WHERE v.resource_id = target;
  UPDATE article_drafts SET state = 'released', resource_id = target, released_at = now(), approver_name = who, reason = NULL,
    revision = revision + 1, updated_at = now() WHERE id = draft;
  RETURN target;
END $$;
--> statement-breakpoint
-- Takes an article out of the library. Marketing may have archived it before.
CREATE FUNCTION withdraw_article(draft uuid, seen integer, why text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a article_drafts;
BEGIN
  SELECT * INTO a FROM article_drafts WHERE id = draft FOR UPDATE;
  IF a.id IS NULL OR NOT viewer_works_cases(a.brand) OR a.revision <> seen
    OR NOT (a.state = 'released' OR a.state IN ('draft', 'submitted') AND a.resource_id IS NOT NULL) THEN
    RAISE insufficient_privilege USING MESSAGE = 'this article is not for this viewer to withdraw';
  END IF;
  UPDATE resources SET state = 'archived', revision = revision + 1, updated_at = now() WHERE id = a.resource_id AND state <> 'archived';
  UPDATE article_drafts SET state = 'withdrawn', withdrawn_at = now(), reason = why, revision = revision + 1, updated_at = now() WHERE id = draft;
END $$;
--> statement-breakpoint
-- Begins an article anew from the text that clients read, with what marketing has changed. Its first author is the one who asks.
CREATE FUNCTION revise_article(draft uuid, seen integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
  a article_drafts;
  r resources;
  said jsonb;
BEGIN
  SELECT * INTO a FROM article_drafts WHERE id = draft FOR UPDATE;
  IF a.id IS NULL OR me IS NULL OR NOT viewer_works_cases(a.brand) OR a.state NOT IN ('released', 'withdrawn') OR a.revision <> seen THEN
    RAISE insufficient_privilege USING MESSAGE = 'this article is not for this viewer to write';
  END IF;
  SELECT * INTO r FROM resources WHERE id = a.resource_id;
  SELECT v.article INTO said FROM resource_versions v WHERE v.resource_id = a.resource_id AND v.article IS NOT NULL
    AND v.state IN ('published', 'scheduled') AND v.publish_at <= now() ORDER BY v.number DESC LIMIT 1;
  UPDATE article_drafts SET state = 'draft', authors = array[me], title = r.title, summary = r.summary, product = r.product,
    product_version = r.product_version, symptom = coalesce(said ->> 'symptom', symptom), cause = coalesce(said ->> 'cause', cause),
    fix = coalesce(said ->> 'fix', fix), author_name = (SELECT s.name FROM staff s WHERE s.id = me),
    revision = revision + 1, updated_at = now() WHERE id = draft;
END $$;
--> statement-breakpoint
-- How released articles do, for those who write them: the library itself is not theirs.
CREATE FUNCTION article_standings() RETURNS TABLE (draft uuid, state text, uses integer, solved integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, r.state, r.uses, r.solved FROM article_drafts a JOIN resources r ON r.id = a.resource_id
  WHERE viewer_works_cases(a.brand)
$$;
--> statement-breakpoint
-- Has support withdrawn this article? Then nobody brings it back out but who writes it anew.
CREATE FUNCTION article_withdrawn(resource uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM article_drafts a WHERE a.resource_id = resource AND a.withdrawn_at IS NOT NULL)
$$;
--> statement-breakpoint
CREATE FUNCTION resources_withdrawn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF article_withdrawn(NEW.id) THEN
    RAISE insufficient_privilege USING MESSAGE = 'support withdrew this article';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER resources_withdrawn BEFORE UPDATE OF state ON resources FOR EACH ROW
  WHEN (NEW.state IN ('published', 'scheduled') AND OLD.state NOT IN ('published', 'scheduled'))
  EXECUTE FUNCTION resources_withdrawn();
--> statement-breakpoint
-- **This solved it**: each contact once. Tells whether it was counted; a resource that they may not see counts nothing.
CREATE FUNCTION solve_with_resource(resource uuid) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
BEGIN
  IF me IS NULL OR NOT EXISTS (SELECT FROM open_resources() AS open_id WHERE open_id = resource) THEN
    RETURN false;
  END IF;
  INSERT INTO resource_solutions (brand, resource_id, contact_id) SELECT r.brand, r.id, me FROM resources r WHERE r.id = resource
    ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE resources SET solved = solved + 1 WHERE id = resource;
  RETURN true;
END $$;
--> statement-breakpoint
-- Resources that share two words with what somebody writes, among those that they may see: the best first. An article is looked
-- through whole, and is there where its product and version fit.
CREATE FUNCTION suggest_resources(words text[], of_product text, of_version text, most integer) RETURNS TABLE (id uuid, place bigint)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = public, pg_temp AS $$
  WITH asked AS (
    SELECT array_agg(plainto_tsquery('english', word)) AS queries, lower(btrim(of_product)) AS product, lower(btrim(of_version)) AS version
    FROM unnest(words[1:12]) AS word
  ), near AS (
    SELECT r.id, r.solved, r.uses, r.kind = 'article' AND lower(r.product) = a.product AS fits,
      (SELECT count(*) FROM unnest(a.queries) AS one
        WHERE r.search @@ one OR (r.kind = 'article' AND v.search @@ one)) AS shared
    FROM asked a, resource_versions v JOIN resources r ON r.id = v.resource_id
    WHERE v.id IN (SELECT open_versions())
      AND (r.kind <> 'article' OR a.product = '' OR r.product IS NULL OR lower(r.product) = a.product)
      AND (r.kind <> 'article' OR a.version = '' OR r.product_version IS NULL OR EXISTS (
        SELECT FROM regexp_split_to_table(lower(btrim(r.product_version)), '\s*[,;]\s*') AS one
        WHERE one = a.version OR starts_with(one, a.version || '.') OR starts_with(a.version, one || '.')))
  )
  SELECT n.id, row_number() OVER (ORDER BY n.fits DESC NULLS LAST, n.shared DESC, n.solved DESC, n.uses DESC, n.id DESC)
  FROM near n WHERE n.shared >= 2
  ORDER BY 2 LIMIT least(most, 20)
$$;
--> statement-breakpoint
-- What agents have not let out yet from cases of a person may hold that person's words: it goes when the person is erased.
CREATE FUNCTION article_drafts_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  needles text[] := array(SELECT w FROM unnest(array[OLD.name, OLD.email]) w WHERE length(w) > 3);
  talks uuid[] := array(SELECT threads_of_person(NEW.id));
BEGIN
  DELETE FROM article_drafts a WHERE a.thread_id = ANY (talks) AND a.resource_id IS NULL;
  UPDATE article_drafts a SET kept = '[]', title = left(without_person(a.title, needles), 150), summary = left(without_person(a.summary, needles), 600),
    symptom = without_person(a.symptom, needles), cause = without_person(a.cause, needles), fix = without_person(a.fix, needles),
    reason = without_person(a.reason, needles) WHERE a.thread_id = ANY (talks);
  UPDATE resources r SET title = left(without_person(r.title, needles), 150), summary = left(without_person(r.summary, needles), 600)
    WHERE r.id IN (SELECT a.resource_id FROM article_drafts a WHERE a.thread_id = ANY (talks))
      AND (without_person(r.title, needles) <> r.title OR without_person(r.summary, needles) <> r.summary);
  UPDATE resource_versions v SET article = jsonb_build_object('symptom', without_person(v.article ->> 'symptom', needles),
      'cause', without_person(v.article ->> 'cause', needles), 'fix', without_person(v.article ->> 'fix', needles))
    WHERE v.article IS NOT NULL AND v.resource_id IN (SELECT a.resource_id FROM article_drafts a WHERE a.thread_id = ANY (talks));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER article_drafts_erased AFTER UPDATE OF name ON contacts FOR EACH ROW
  WHEN (NEW.name = 'Former contact' AND OLD.name <> NEW.name AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION article_drafts_erased();
--> statement-breakpoint
REVOKE ALL ON FUNCTION article_drafts_written(), viewer_works_cases(text), release_article(uuid, integer), withdraw_article(uuid, integer, text),
  revise_article(uuid, integer), article_standings(), solve_with_resource(uuid), suggest_resources(text[], text, text, integer),
  article_drafts_erased(), article_withdrawn(uuid), resources_withdrawn() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION release_article(uuid, integer), withdraw_article(uuid, integer, text), revise_article(uuid, integer), article_standings(),
  article_withdrawn(uuid) TO "portal_staff";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION solve_with_resource(uuid), suggest_resources(text[], text, text, integer) TO "portal_client";
--> statement-breakpoint
GRANT SELECT ON faq_entries TO "portal_client", "portal_staff", "portal_gate";
--> statement-breakpoint
GRANT SELECT ON faq_votes, missed_searches TO "portal_staff";
--> statement-breakpoint
GRANT SELECT, INSERT ON faq_votes TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON missed_searches TO "portal_gate";
--> statement-breakpoint
GRANT UPDATE (times, last_at) ON missed_searches TO "portal_gate";
--> statement-breakpoint
-- The entries of the FAQ that are out are those of the version that came out last.
CREATE FUNCTION faq_came_out() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  said jsonb;
BEGIN
  SELECT v.content INTO said FROM content_versions v WHERE v.brand = NEW.brand AND v.kind = 'faq' AND v.state = 'published'
    ORDER BY v.publish_at DESC, v.created_at DESC LIMIT 1;
  DELETE FROM faq_entries WHERE brand = NEW.brand;
  INSERT INTO faq_entries (brand, anchor, group_anchor, group_title, position, question, answer, audience, on_home_page)
    SELECT NEW.brand, e.entry ->> 'id', g.part ->> 'id', g.part ->> 'title', row_number() OVER (ORDER BY g.place, e.place),
      e.entry ->> 'question', e.entry ->> 'answer', e.entry ->> 'audience', coalesce((e.entry ->> 'onHomePage')::boolean, false)
    FROM jsonb_array_elements(said -> 'groups') WITH ORDINALITY AS g(part, place),
      jsonb_array_elements(g.part -> 'entries') WITH ORDINALITY AS e(entry, place);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER faq_came_out AFTER INSERT OR UPDATE OF state ON content_versions FOR EACH ROW
  WHEN (NEW.kind = 'faq' AND NEW.state = 'published') EXECUTE FUNCTION faq_came_out();
--> statement-breakpoint
-- What every brand's FAQ begins with. No person wrote it.
CREATE FUNCTION default_faq(of_brand text, access text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  said jsonb := $faq${"groups": [{"id": "signing-in", "title": "Signing in", "entries": [{"id": "first-sign-in", "question": "I already buy from {brand}. How do I sign in for the first time?", "answer": "The same way as with a forgotten password: you set one by mail.\n\n1. Choose [Login](/login) in the upper right of the home page.\n2. Choose **Don't remember your password?** and enter the email address that we know you by.\n3. Open the link in the mail and set your password. Then log in with it.\n\nThe mail comes from [{reset-sender}](mailto:{reset-sender}). If it is not there within a few minutes, look in your spam filter and release mail from that address.", "audience": "public", "onHomePage": true}, {"id": "forgotten-password", "question": "I forgot my password. How do I reset it?", "answer": "On the login page, choose [Don't remember your password?](/reset-password) and enter your email address. The link in the mail works once and for 60 minutes; asking again makes the older link invalid. Setting a new password ends your sessions on other devices.\n\nReset mail always comes from [{reset-sender}](mailto:{reset-sender}).", "audience": "public", "onHomePage": false}, {"id": "password-rules", "question": "What must a password look like?", "answer": "Five rules, checked as you type:\n\n- It can’t be empty.\n- It has at least eight characters.\n- It has lower-case letters (a–z), upper-case letters (A–Z) and numbers (0–9), at least one of each.\n- It has at least one special character out of **!@#$%^&***.\n- No character stands more than twice in a row.", "audience": "public", "onHomePage": false}, {"id": "new-account", "question": "I have no account yet. How do I get one?", "answer": "Fill in [Connect with Us](/#connect) on the home page. Portal support ties you to your company and writes to you with the way to your first sign-in.", "audience": "public", "onHomePage": true}]}, {"id": "inside", "title": "What you find inside", "entries": [{"id": "services", "question": "What can I do in the portal?", "answer": "- **Invoices with Electronic Pay**: see what is open and due, and pay it online.\n- **Estimates**: see what we offered, with a link to the Quotation Portal.\n- **Support Cases**, for authorized support clients: open a new case, follow your current cases and their status, message with support, and look back at historical ones.\n- **Chat with Technical Support**: {chat-hours}.\n- **Your Account Team**: the people who look after your company, one message away.", "audience": "public", "onHomePage": false}, {"id": "more-than-one-company", "question": "Can I have access to more than one company?", "answer": "?", "audience": "public", "onHomePage": true}, {"id": "subscriptions", "question": "Where are my subscriptions and contracts?", "answer": "Your subscription manager or account manager sends them to you on request. Ask on the page **Your Account Team**.", "audience": "public", "onHomePage": false}, {"id": "renewal", "question": "How do I renew a subscription or support agreement?", "answer": "Write to a member of your team on the page **Your Account Team** and ask for guidance. The answer comes in the portal and by mail.", "audience": "public", "onHomePage": false}]}, {"id": "your-details", "title": "Your details", "entries": [{"id": "update-details", "question": "How do I change my contact details?", "answer": "In the menu **Settings** you change your phone numbers, addresses, password and email preferences.", "audience": "public", "onHomePage": false}, {"id": "locked-details", "question": "Why can’t I change or remove some of my details?", "answer": "Some details can be changed by administrators only. Write to [{support-mailbox}](mailto:{support-mailbox}) and we do it for you.", "audience": "public", "onHomePage": false}]}, {"id": "help", "title": "Help and upgrades", "entries": [{"id": "portal-support", "question": "How do I reach portal support?", "answer": "Write to [{support-mailbox}](mailto:{support-mailbox}). {support-hours}.", "audience": "public", "onHomePage": true}, {"id": "upgrade", "question": "How do I request an upgrade?", "answer": "Use the link [{upgrade-label}]({upgrade-url}) on the home page, or go to [{upgrade-url}]({upgrade-url}).", "audience": "public", "onHomePage": false}, {"id": "address", "question": "What is the portal’s address?", "answer": "[{address}](/). Everything begins on its home page.", "audience": "public", "onHomePage": false}]}]}$faq$;
BEGIN
  said := jsonb_set(said, '{groups,1,entries,1,answer}', to_jsonb(CASE WHEN access = 'primary_and_related'
    THEN 'For support cases, yes: you reach the cases of every company that you are related to. Details and transactions, such as invoices, estimates and agreements, are those of your primary company only.'
    ELSE 'No. You see the primary company that you are assigned to: its cases, its details and its transactions.' END));
  INSERT INTO content_versions (id, brand, kind, content, state, publish_at, created_at)
    SELECT gen_random_uuid(), of_brand, 'faq', said, 'published', now(), now()
    WHERE NOT EXISTS (SELECT FROM content_versions v WHERE v.brand = of_brand AND v.kind = 'faq');
END $$;
--> statement-breakpoint
CREATE FUNCTION brands_begin_faq() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM default_faq(NEW.key, NEW.company_access);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER brands_begin_faq AFTER INSERT ON brands FOR EACH ROW EXECUTE FUNCTION brands_begin_faq();
--> statement-breakpoint
SELECT default_faq(key, company_access) FROM brands;
--> statement-breakpoint
REVOKE ALL ON FUNCTION faq_came_out(), default_faq(text, text), brands_begin_faq() FROM PUBLIC;
