-- Whom an event reaches is asked for each event and process, with the ids of all sessions that listen there: hundreds,
-- of which an event concerns few. So the sessions are found from the people who see the thread, unless those are more.
CREATE OR REPLACE FUNCTION sessions_that_hear(thread uuid, internal boolean, session_ids uuid[]) RETURNS TABLE (session_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  thread_brand text;
  clients uuid[] := '{}';
  members uuid[];
BEGIN
  IF NOT is_gate() THEN
    RETURN;
  END IF;
  SELECT t.brand INTO thread_brand FROM threads t WHERE t.id = thread;
  IF NOT internal THEN
    clients := array(SELECT contact_id FROM contacts_seeing_thread(thread));
  END IF;
  members := array(SELECT staff_id FROM staff_seeing_thread(thread));
  IF cardinality(clients) + cardinality(members) < cardinality(session_ids) THEN
    -- OFFSET 0 keeps the look-up by account: the planner takes a list of unknown length for a short one.
    RETURN QUERY SELECT own.id
      FROM (SELECT 'contact' AS kind, unnest(clients) AS id UNION ALL SELECT 'staff', unnest(members)) person
      CROSS JOIN LATERAL (SELECT s.id FROM sessions s
        WHERE s.account_kind = person.kind AND s.account_id = person.id AND s.ended_at IS NULL AND s.expires_at > now()
          AND (s.account_kind = 'staff' OR s.brand = thread_brand) OFFSET 0) own
      INTERSECT SELECT unnest(session_ids);
  ELSE
    RETURN QUERY SELECT s.id FROM sessions s
      WHERE s.id = ANY (session_ids) AND s.ended_at IS NULL AND s.expires_at > now()
        AND CASE s.account_kind
          WHEN 'contact' THEN s.brand = thread_brand AND s.account_id IN (SELECT unnest(clients))
          WHEN 'staff' THEN s.account_id IN (SELECT unnest(members))
          ELSE false END;
  END IF;
END $$;
