-- Rights on chats, and what the functions of the database must know of their kind.
CREATE SEQUENCE chat_numbers START 100001;
--> statement-breakpoint
GRANT SELECT ON chats, chat_presences TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT INSERT ON chats TO "portal_client";
--> statement-breakpoint
GRANT UPDATE (outcome) ON chats TO "portal_client";
--> statement-breakpoint
GRANT UPDATE (is_back, queued_at, taken_at, first_taken_at, outcome, helpers) ON chats TO "portal_staff";
--> statement-breakpoint
GRANT INSERT, UPDATE (seen_at, received_at) ON chat_presences TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (is_available, away_reason, changed_at, seen_at) ON chat_agents TO "portal_staff";
--> statement-breakpoint
CREATE OR REPLACE FUNCTION thread_letter(thread_kind text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE thread_kind WHEN 'case' THEN 'C' WHEN 'request' THEN 'R' WHEN 'chat' THEN 'CH' END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION threads_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM companies co WHERE co.id = NEW.company_id AND co.brand = NEW.brand)
    OR NOT EXISTS (SELECT FROM contacts ct WHERE ct.id = NEW.opened_by AND ct.brand = NEW.brand) THEN
    RAISE EXCEPTION 'a thread and whose it is differ' USING ERRCODE = 'check_violation', CONSTRAINT = 'threads_same_owner';
  END IF;
  IF NEW.number = '' THEN
    NEW.number := thread_letter(NEW.kind) || '-' || CASE NEW.kind
      WHEN 'case' THEN nextval('case_numbers') WHEN 'request' THEN nextval('request_numbers') WHEN 'chat' THEN nextval('chat_numbers') END;
  END IF;
  NEW.search := thread_head(NEW);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION chats_thread_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.id AND t.kind = 'chat' AND t.brand = NEW.brand) THEN
    RAISE EXCEPTION 'a chat and its thread differ' USING ERRCODE = 'check_violation', CONSTRAINT = 'chats_same_owner';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER chats_thread_check BEFORE INSERT ON chats FOR EACH ROW EXECUTE FUNCTION chats_thread_check();
--> statement-breakpoint
CREATE TRIGGER chat_presences_brand BEFORE INSERT ON chat_presences FOR EACH ROW EXECUTE FUNCTION thread_brand_check();
--> statement-breakpoint
-- Nobody is mailed about a chat, so its messages and events add no job.
CREATE OR REPLACE FUNCTION messages_said() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  BEGIN
    UPDATE threads SET search = search || strip(to_tsvector('english', left(NEW.body, 100000)))
      WHERE id = NEW.thread_id AND pg_column_size(search) < 200000;
  EXCEPTION WHEN program_limit_exceeded THEN NULL;
  END;
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'message', false);
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.thread_id AND t.kind = 'chat') THEN
    PERFORM graphile_worker.add_job('thread.tell', json_build_object('message', NEW.id), job_key := 'tell:' || NEW.id, max_attempts := 25);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION thread_events_happened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'state', NEW.internal);
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.thread_id AND t.kind = 'chat') THEN
    PERFORM graphile_worker.add_job('thread.tell', json_build_object('event', NEW.id), job_key := 'tell:' || NEW.id, max_attempts := 25);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A file of a chat that became a case is shown there too.
CREATE OR REPLACE FUNCTION files_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.thread_id IS NOT NULL THEN
    INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'state', NEW.note_id IS NOT NULL);
  END IF;
  IF NEW.also_thread_id IS NOT NULL THEN
    INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.also_thread_id, 'state', NEW.also_note_id IS NOT NULL);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION search_threads(words text, wanted_kind text) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  plain text := plain_numbers(words, wanted_kind);
  wanted tsquery := words_query(plain) || plainto_tsquery('simple', plain);
  first_number text := CASE WHEN plain ~ '^[0-9]+$' THEN thread_letter(wanted_kind) || '-' || plain END;
  -- What follows the digits among the bytes.
  beyond text := first_number || ':';
  me uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
  companies uuid[];
BEGIN
  IF wanted_kind IN ('case', 'chat') AND (SELECT viewer_fact('cases')) IN ('own', 'company') THEN
    companies := array(SELECT company_id FROM case_companies() WHERE in_force);
  END IF;
  IF wanted_kind = 'case' AND companies IS NOT NULL THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'case' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond))
        AND t.brand = nullif((SELECT viewer_fact('brand')), '')
        AND t.company_id = ANY (companies)
        AND ((SELECT viewer_fact('cases')) = 'company' OR t.opened_by = me OR t.id IN (SELECT thread_id FROM threads_taken_part()));
  END IF;
  IF wanted_kind = 'chat' AND companies IS NOT NULL THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'chat' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond))
        AND t.brand = nullif((SELECT viewer_fact('brand')), '')
        AND t.company_id = ANY (companies) AND t.opened_by = me;
  END IF;
  IF wanted_kind = 'request' AND me IS NOT NULL THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'request' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond))
        AND t.brand = nullif((SELECT viewer_fact('brand')), '')
        AND ((t.topic = 'change' AND t.opened_by = me)
          OR (t.topic <> 'change' AND t.company_id = nullif((SELECT viewer_fact('company_id')), '')::uuid
            AND (t.opened_by = me OR (SELECT viewer_fact('requests')) = 'company')
            AND (t.topic NOT IN ('invoice', 'estimate') OR (SELECT viewer_fact('billing')) = 'yes')));
  END IF;
  IF wanted_kind = 'case' AND roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[] THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'case' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond)) AND t.brand = ANY (brands);
  END IF;
  IF wanted_kind = 'request' AND roles && array['account_manager', 'subscription_manager', 'administrator']::text[] THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'request' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond)) AND t.brand = ANY (brands);
  END IF;
  IF wanted_kind = 'chat' AND roles && array['support_agent', 'administrator']::text[] THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'chat' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond)) AND t.brand = ANY (brands);
  END IF;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION contacts_seeing_thread(thread uuid) RETURNS TABLE (contact_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  t threads;
BEGIN
  SELECT * INTO t FROM threads WHERE id = thread;
  IF t.kind = 'case' THEN
    RETURN QUERY SELECT r.contact_id FROM contacts_reaching(t.company_id) r
      WHERE r.cases_scope = 'company' OR (r.cases_scope = 'own' AND (r.contact_id = t.opened_by
        OR r.contact_id IN (SELECT p.contact_id FROM thread_participants p WHERE p.thread_id = thread)));
  ELSIF t.kind = 'chat' THEN
    RETURN QUERY SELECT r.contact_id FROM contacts_reaching(t.company_id) r
      WHERE r.cases_scope IN ('own', 'company') AND r.contact_id = t.opened_by;
  ELSIF t.kind = 'request' THEN
    RETURN QUERY SELECT ct.id FROM contacts ct
      WHERE ct.brand = t.brand AND ct.closed_at IS NULL AND ((t.topic = 'change' AND ct.id = t.opened_by)
        OR (t.topic <> 'change' AND ct.primary_company_id = t.company_id AND (ct.id = t.opened_by OR ct.requests_scope = 'company')
          AND (t.topic NOT IN ('invoice', 'estimate') OR ct.billing)));
  END IF;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION staff_seeing_thread(thread uuid) RETURNS TABLE (staff_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM threads t
  JOIN staff_brands sb ON sb.brand = t.brand
  JOIN staff s ON s.id = sb.staff_id AND s.closed_at IS NULL AND s.roles && CASE t.kind
    WHEN 'case' THEN array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]
    WHEN 'request' THEN array['account_manager', 'subscription_manager', 'administrator']::text[]
    WHEN 'chat' THEN array['support_agent', 'administrator']::text[]
    ELSE array[]::text[] END
  WHERE t.id = thread
$$;
--> statement-breakpoint
-- What a client may know of the desk of their brand, and staff of those of their brands: is an agent there who takes chats, and how
-- long four of five chats of the last two weeks waited. Nothing is known from less than five.
CREATE FUNCTION chat_desk(desk_brand text) RETURNS TABLE (is_staffed boolean, wait_seconds integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM chat_agents a JOIN staff s ON s.id = a.staff_id AND s.closed_at IS NULL
        AND s.roles && array['support_agent', 'administrator']::text[]
      JOIN staff_brands sb ON sb.staff_id = s.id AND sb.brand = desk_brand
      WHERE a.is_available AND a.seen_at > clock_timestamp() - interval '1 minute'),
    (SELECT CASE WHEN count(*) >= 5
        THEN ceil(percentile_disc(0.8) WITHIN GROUP (ORDER BY extract(epoch FROM c.first_taken_at - t.created_at)))::integer END
      FROM chats c JOIN threads t ON t.id = c.id
      WHERE c.brand = desk_brand AND c.first_taken_at > clock_timestamp() - interval '14 days')
  WHERE desk_brand = nullif((SELECT viewer_fact('brand')), '')
    OR desk_brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
$$;
--> statement-breakpoint
-- The place of one's own chat in the queue of its brand, from 1; null while it is not in it.
CREATE FUNCTION chat_place(chat uuid) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (SELECT count(*) FROM threads o JOIN chats q ON q.id = o.id
      WHERE o.kind = 'chat' AND o.status = 'new' AND o.brand = t.brand AND (NOT q.is_back, q.queued_at, q.id) <= (NOT c.is_back, c.queued_at, c.id))::integer
  FROM threads t JOIN chats c ON c.id = t.id
  WHERE t.id = chat AND t.kind = 'chat' AND t.status = 'new'
    AND nullif((SELECT viewer_fact('contact_id')), '')::uuid IN (SELECT contact_id FROM contacts_seeing_thread(t.id))
$$;
--> statement-breakpoint
-- What one side of a chat may know of the other: until when it has received and read, and whether its browser is there. For the client
-- the other side is who answers.
CREATE FUNCTION chat_other_side(chat uuid) RETURNS TABLE (person_name text, photo_id uuid, is_here boolean, received_at timestamptz, read_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH asked AS (
    SELECT t.*, CASE
      WHEN nullif((SELECT viewer_fact('contact_id')), '')::uuid IN (SELECT contact_id FROM contacts_seeing_thread(t.id)) THEN 'staff'
      WHEN nullif((SELECT viewer_fact('staff_id')), '')::uuid IN (SELECT staff_id FROM staff_seeing_thread(t.id)) THEN 'contact' END AS side
    FROM threads t WHERE t.id = chat AND t.kind = 'chat'
  ), person AS (
    SELECT a.id, a.brand, a.side, a.status, CASE a.side WHEN 'staff' THEN a.owner_id ELSE a.opened_by END AS person_id FROM asked a WHERE a.side IS NOT NULL
  )
  SELECT coalesce(s.name, ct.name), (SELECT f.id FROM team_photos f WHERE f.brand = p.brand AND f.email = s.email),
    p.status <> 'closed' AND coalesce(greatest(g.seen_at, e.seen_at) > clock_timestamp() - interval '1 minute', false),
    (SELECT max(o.received_at) FROM chat_presences o WHERE o.thread_id = p.id AND o.person_kind = p.side),
    (SELECT max(r.read_at) FROM thread_reads r WHERE r.thread_id = p.id AND r.reader_kind = p.side)
  FROM person p
  LEFT JOIN staff s ON p.side = 'staff' AND s.id = p.person_id
  LEFT JOIN contacts ct ON p.side = 'contact' AND ct.id = p.person_id
  LEFT JOIN chat_agents g ON p.side = 'staff' AND g.staff_id = p.person_id
  LEFT JOIN chat_presences e ON e.thread_id = p.id AND e.person_kind = p.side AND e.person_id = p.person_id
$$;
--> statement-breakpoint
-- Administrators say how many talks an agent of a brand of theirs may have side by side. Answers with that brand; null for
-- everybody else.
CREATE FUNCTION set_chat_talks(agent uuid, most integer) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  shared text := (SELECT min(sb.brand) FROM staff s JOIN staff_brands sb ON sb.staff_id = s.id
    WHERE s.id = agent AND s.closed_at IS NULL AND s.roles && array['support_agent', 'administrator']::text[]
      AND sb.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
      AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['administrator']::text[]);
BEGIN
  IF shared IS NOT NULL THEN
    -- An agent without a row has not been heard of yet.
    INSERT INTO chat_agents (staff_id, talks, seen_at) VALUES (agent, most, 'epoch')
      ON CONFLICT (staff_id) DO UPDATE SET talks = excluded.talks;
  END IF;
  RETURN shared;
END $$;
--> statement-breakpoint
-- May the client still see their chat? For the staff who see it.
CREATE FUNCTION chat_is_lost(chat uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT FROM contacts_seeing_thread(chat))
  WHERE nullif((SELECT viewer_fact('staff_id')), '')::uuid IN (SELECT staff_id FROM staff_seeing_thread(chat))
$$;
--> statement-breakpoint
-- Chats whose client lost the right, the agreement or the account end at once, whoever took it: those of one contact, of one company, or
-- (both null) all.
CREATE FUNCTION end_lost_chats(of_contact uuid, of_company uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t threads;
BEGIN
  FOR t IN SELECT * FROM threads o WHERE o.kind = 'chat' AND o.status <> 'closed'
    AND (of_contact IS NULL OR o.opened_by = of_contact) AND (of_company IS NULL OR o.company_id = of_company)
    AND NOT EXISTS (SELECT FROM contacts_seeing_thread(o.id)) ORDER BY o.id FOR UPDATE
  LOOP
    UPDATE threads SET status = 'closed', closed_at = clock_timestamp(), answer_due_at = NULL, answer_since = NULL, active_at = clock_timestamp() WHERE id = t.id;
    UPDATE chats SET outcome = 'lost' WHERE id = t.id;
    INSERT INTO thread_events (id, brand, thread_id, kind, before, after) VALUES (gen_random_uuid(), t.brand, t.id, 'status', t.status, 'closed:lost');
  END LOOP;
END $$;
--> statement-breakpoint
CREATE FUNCTION contacts_lost_chats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_lost_chats(NEW.id, NULL);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION relations_lost_chats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_lost_chats(OLD.contact_id, NULL);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION agreements_lost_chats() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM end_lost_chats(NULL, OLD.company_id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contacts_lost_chats AFTER UPDATE ON contacts FOR EACH ROW
  WHEN ((NEW.closed_at, NEW.cases_scope, NEW.primary_company_id) IS DISTINCT FROM (OLD.closed_at, OLD.cases_scope, OLD.primary_company_id))
  EXECUTE FUNCTION contacts_lost_chats();
--> statement-breakpoint
CREATE TRIGGER relations_lost_chats AFTER DELETE ON contact_companies FOR EACH ROW EXECUTE FUNCTION relations_lost_chats();
--> statement-breakpoint
CREATE TRIGGER agreements_lost_chats AFTER UPDATE ON agreements FOR EACH ROW
  WHEN ((NEW.company_id, NEW.kind, NEW.state, NEW.starts_on, NEW.ends_on) IS DISTINCT FROM (OLD.company_id, OLD.kind, OLD.state, OLD.starts_on, OLD.ends_on))
  EXECUTE FUNCTION agreements_lost_chats();
--> statement-breakpoint
CREATE TRIGGER agreements_gone_chats AFTER DELETE ON agreements FOR EACH ROW EXECUTE FUNCTION agreements_lost_chats();
--> statement-breakpoint
-- What was said in a chat, as texts of at most some 90,000 characters: never its internal notes. `head` is the first line.
CREATE FUNCTION chat_transcript(chat uuid, head text) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  moved interval := make_interval(secs => clock_offset_ms() / 1000.0);
  zone text := (SELECT b.zone FROM threads t JOIN brands b ON b.key = t.brand WHERE t.id = chat);
  texts text[] := '{}';
  part text := head;
  day text := '';
  m record;
  piece text;
BEGIN
  FOR m IN SELECT s.author_name, s.body, (s.created_at + moved) AT TIME ZONE zone AS at,
      (SELECT string_agg(f.name, ', ' ORDER BY f.created_at, f.id) FROM files f WHERE f.message_id = s.id) AS attached
    FROM messages s WHERE s.thread_id = chat ORDER BY s.created_at, s.id
  LOOP
    piece := CASE WHEN to_char(m.at, 'FMMon FMDD, YYYY') <> day THEN E'\n\n' || to_char(m.at, 'FMMon FMDD, YYYY') ELSE '' END
      || E'\n\n' || m.author_name || ', ' || to_char(m.at, 'FMHH12:MI') || CASE WHEN extract(hour FROM m.at) < 12 THEN ' a.m.' ELSE ' p.m.' END
      -- Indented, so that nobody's words can look like a line of somebody else's.
      || E'\n    ' || regexp_replace(m.body, E'\r\n|[\n\r\u2028\u2029\u0085\u000b\u000c]', E'\n    ', 'g') || CASE WHEN m.attached IS NULL THEN '' ELSE E'\n[' || m.attached || ']' END;
    day := to_char(m.at, 'FMMon FMDD, YYYY');
    IF length(part) + length(piece) > 90000 THEN
      texts := texts || part;
      part := ltrim(piece, E'\n');
    ELSE
      part := part || piece;
    END IF;
  END LOOP;
  RETURN texts || part;
END $$;
--> statement-breakpoint
-- The client asks for the transcript of their own chat by mail: a job writes it. False for everybody else.
CREATE FUNCTION ask_for_transcript(chat uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = chat AND t.kind = 'chat')
    OR NOT EXISTS (SELECT FROM contacts_seeing_thread(chat) s WHERE s.contact_id = nullif((SELECT viewer_fact('contact_id')), '')::uuid) THEN
    RETURN false;
  END IF;
  PERFORM graphile_worker.add_job('chats.transcript', json_build_object('chat', chat), job_key := 'transcript:' || chat, max_attempts := 25);
  RETURN true;
END $$;
--> statement-breakpoint
-- Makes a chat a case, once: its transcript is the first message, its files come along, its internal notes become the case's, and it
-- ends. Whoever asks again gets the same number. For the chat's client, the staff who answer it, and jobs; null to others, and where the
-- client may no longer have cases.
CREATE FUNCTION chat_into_case(chat uuid, new_case uuid, head text, due timestamptz, as_outcome text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t threads;
  c chats;
  n thread_notes;
  contact uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
  member uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
  actor uuid := coalesce(contact, member);
  actor_kind text := CASE WHEN contact IS NOT NULL THEN 'contact' WHEN member IS NOT NULL THEN 'staff' END;
  actor_name text := coalesce((SELECT p.name FROM contacts p WHERE p.id = contact), (SELECT p.name FROM staff p WHERE p.id = member));
  texts text[];
  made text;
  note uuid;
BEGIN
  SELECT * INTO t FROM threads WHERE id = chat AND kind = 'chat' FOR UPDATE;
  IF NOT FOUND OR NOT EXISTS (SELECT FROM contacts_seeing_thread(chat)) THEN RETURN NULL; END IF;
  IF contact IS NOT NULL THEN
    IF contact NOT IN (SELECT s.contact_id FROM contacts_seeing_thread(chat) s) THEN RETURN NULL; END IF;
  ELSIF member IS NOT NULL THEN
    IF member NOT IN (SELECT s.staff_id FROM staff_seeing_thread(chat) s) THEN RETURN NULL; END IF;
  ELSIF session_user <> current_user THEN
    RETURN NULL;
  END IF;
  SELECT * INTO c FROM chats WHERE id = chat;
  IF c.case_id IS NOT NULL THEN RETURN (SELECT number FROM threads WHERE id = c.case_id); END IF;
  texts := chat_transcript(chat, head);
  INSERT INTO threads (id, brand, company_id, kind, opened_by, opened_by_name, subject, severity, product, status, owner_id,
      first_answer_due_at, answer_due_at, answer_since, last_author_kind, last_author_id)
    VALUES (new_case, t.brand, t.company_id, 'case', t.opened_by, t.opened_by_name, t.subject, 'question', c.product,
      CASE WHEN t.owner_id IS NULL THEN 'new' ELSE 'in_progress' END, t.owner_id, due, due, clock_timestamp(), 'contact', t.opened_by)
    RETURNING number INTO made;
  INSERT INTO cases (id, brand) VALUES (new_case, t.brand);
  INSERT INTO thread_events (id, brand, thread_id, kind, actor_kind, actor_id, actor_name, before)
    VALUES (gen_random_uuid(), t.brand, new_case, 'became', actor_kind, actor, actor_name, t.number);
  FOR i IN 1 .. cardinality(texts) LOOP
    INSERT INTO messages (id, brand, thread_id, author_kind, author_id, author_name, body)
      VALUES (CASE WHEN i = 1 THEN new_case ELSE gen_random_uuid() END, t.brand, new_case, 'contact', t.opened_by, t.opened_by_name, texts[i]);
  END LOOP;
  UPDATE files SET also_thread_id = new_case, also_message_id = new_case WHERE thread_id = chat AND message_id IS NOT NULL;
  FOR n IN SELECT * FROM thread_notes WHERE thread_id = chat ORDER BY created_at, id LOOP
    note := gen_random_uuid();
    INSERT INTO thread_notes (id, brand, thread_id, staff_id, staff_name, body, created_at)
      VALUES (note, n.brand, new_case, n.staff_id, n.staff_name, n.body, n.created_at);
    UPDATE files SET also_thread_id = new_case, also_note_id = note WHERE note_id = n.id;
  END LOOP;
  UPDATE chats SET case_id = new_case, outcome = coalesce(outcome, as_outcome) WHERE id = chat;
  UPDATE threads SET status = 'closed', closed_at = coalesce(closed_at, clock_timestamp()), answer_due_at = NULL, answer_since = NULL,
      active_at = clock_timestamp() WHERE id = chat;
  INSERT INTO thread_events (id, brand, thread_id, kind, actor_kind, actor_id, actor_name, after)
    VALUES (gen_random_uuid(), t.brand, chat, 'became', actor_kind, actor, actor_name, made);
  RETURN made;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION chats_thread_check(), chat_desk(text), chat_place(uuid), chat_other_side(uuid), set_chat_talks(uuid, integer), chat_is_lost(uuid),
  end_lost_chats(uuid, uuid), contacts_lost_chats(), relations_lost_chats(), agreements_lost_chats(), chat_transcript(uuid, text), ask_for_transcript(uuid),
  chat_into_case(uuid, uuid, text, timestamptz, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION chat_desk(text), chat_other_side(uuid), chat_into_case(uuid, uuid, text, timestamptz, text) TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION chat_place(uuid), ask_for_transcript(uuid) TO "portal_client";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION chat_is_lost(uuid), set_chat_talks(uuid, integer) TO "portal_staff";
--> statement-breakpoint
-- Canned replies for chats, for the brands that exist.
INSERT INTO canned_replies (id, brand, thread_kind, title, body, position)
  SELECT gen_random_uuid(), b.key, 'chat', r.title, r.body, r.position
  FROM brands b CROSS JOIN (VALUES
    (0, 'Hello', 'Hello {first_name}, this is {agent}. I am reading what you wrote and answer in a moment.'),
    (1, 'One moment', 'One moment, I am looking that up.'),
    (2, 'Version', 'Which version of {product} is it, with service pack and patches?'),
    (3, 'Remote session', 'Shall we look at it together? Tell me a number that I can call, and I start a session.'),
    (4, 'Anything else?', 'Does that solve it, or is there anything else that I can look at?')
  ) AS r (position, title, body)
  ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- Only the database itself shows a file in a second thread; a chat begins at the end of the queue, with nobody asked to join; an agent begins with the usual number of talks.
ALTER POLICY "staff_inserts" ON "chat_agents" TO portal_staff WITH CHECK (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[]) and talks = 3);--> statement-breakpoint
ALTER POLICY "client_inserts" ON "chats" TO portal_client WITH CHECK (brand = (select nullif(viewer_fact('brand'), '')) and exists (select 1 from threads where threads.id = chats.id) and outcome is null and taken_at is null and first_taken_at is null and case_id is null and not is_back and helpers = '{}' and queued_at between clock_timestamp() - interval '1 minute' and clock_timestamp() + interval '1 second');--> statement-breakpoint
ALTER POLICY "client_inserts" ON "files" TO portal_client WITH CHECK (brand = (select nullif(viewer_fact('brand'), '')) and uploader_kind = 'contact' and uploader_id = (select nullif(viewer_fact('contact_id'), '')::uuid) and thread_id is null and num_nonnulls(also_thread_id, also_message_id, also_note_id) = 0 and scan in ('pending', 'not_scanned', 'held'));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "files" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]) and uploader_kind = 'staff' and uploader_id = (select nullif(viewer_fact('staff_id'), '')::uuid)
        and thread_id is null and num_nonnulls(also_thread_id, also_message_id, also_note_id) = 0 and scan in ('pending', 'not_scanned', 'held'));
