-- Whole as it was in 0051, but for one thing: a look at the merged company after the merge, by whom and on the day of one that moved, no
-- longer keeps the merge from being undone.
CREATE OR REPLACE FUNCTION undo_merge(merge uuid) RETURNS TABLE (changed_table text, label text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who uuid := nullif(viewer_fact('staff_id'), '')::uuid;
  bound text := current_setting('portal.viewer', true);
  x merges;
  m record;
  r record;
  which text;
  n integer := 0;
BEGIN
  SELECT * INTO x FROM merges y WHERE y.id = merge FOR UPDATE;
  IF x.id IS NULL OR NOT viewer_administers(x.brand) THEN
    RAISE EXCEPTION 'there is no such merge' USING ERRCODE = 'check_violation', CONSTRAINT = 'merges_mergeable';
  END IF;
  IF x.undone_at IS NOT NULL THEN RETURN; END IF;
  IF x.merged_at <= clock_timestamp() - interval '1 day' THEN
    RAISE EXCEPTION 'the merge is older than a day' USING ERRCODE = 'check_violation', CONSTRAINT = 'merges_day';
  END IF;
  FOR m IN SELECT DISTINCT v.table_name FROM merge_moves v WHERE v.merge_id = merge AND v.after IS NOT NULL ORDER BY 1 LOOP
    FOR label IN EXECUTE format('SELECT DISTINCT coalesce(m.before ->> ''number'', m.before ->> ''name'', m.before ->> ''reference'', m.before ->> ''product'')
      FROM merge_moves m LEFT JOIN %I t ON %s WHERE m.merge_id = $1 AND m.table_name = %L AND m.after IS DISTINCT FROM merge_digest(to_jsonb(t)) LIMIT 20',
      m.table_name, merge_key_match(m.table_name), m.table_name) USING merge
    LOOP
      changed_table := m.table_name;
      n := n + 1;
      RETURN NEXT;
    END LOOP;
  END LOOP;
  IF x.kind = 'company' THEN
    FOR changed_table, label IN
      SELECT 'threads', t.number FROM threads t
        WHERE t.company_id = x.survivor_id AND t.created_at >= x.merged_at
          AND t.opened_by IN (SELECT (v.row_key ->> 'id')::uuid FROM merge_moves v WHERE v.merge_id = merge AND v.table_name = 'contacts')
      UNION ALL
      SELECT 'payments', p.reference FROM payments p
        WHERE p.company_id = x.survivor_id AND p.created_at >= x.merged_at
          AND p.contact_id IN (SELECT (v.row_key ->> 'id')::uuid FROM merge_moves v WHERE v.merge_id = merge AND v.table_name = 'contacts')
      LIMIT 20
    LOOP
      n := n + 1;
      RETURN NEXT;
    END LOOP;
  END IF;
  IF n > 0 THEN RETURN; END IF;
  PERFORM set_config('portal.viewer', '', true);
  FOR m IN SELECT v.table_name, v.column_name, min(v.id) AS place FROM merge_moves v WHERE v.merge_id = merge AND v.what = 'moved' GROUP BY 1, 2 ORDER BY 3 LOOP
    which := format('m.merge_id = $1 AND m.what = ''moved'' AND m.table_name = %L AND m.column_name = %L AND t.%I = $3 AND %s',
      m.table_name, m.column_name, m.column_name, merge_key_match(m.table_name));
    BEGIN
      EXECUTE format('UPDATE %I t SET %I = $2 FROM merge_moves m WHERE %s', m.table_name, m.column_name, which)
        USING merge, x.merged_id, x.survivor_id;
    EXCEPTION WHEN unique_violation THEN
      -- Only where every day's reading is recorded may the merged record have a row of its own by now: it says the same.
      IF m.table_name NOT IN ('thread_reads', 'notices', 'client_views', 'looks', 'resource_uses') THEN RAISE; END IF;
      FOR r IN EXECUTE format('SELECT t.ctid AS place FROM %I t, merge_moves m WHERE %s', m.table_name, which)
        USING merge, x.merged_id, x.survivor_id
      LOOP
        BEGIN
          EXECUTE format('UPDATE %I t SET %I = $1 WHERE t.ctid = $2', m.table_name, m.column_name) USING x.merged_id, r.place;
        EXCEPTION WHEN unique_violation THEN NULL;
        END;
      END LOOP;
    END;
  END LOOP;
  EXECUTE format('UPDATE %I t SET merged_into = NULL, closed_at = (m.before ->> ''closed_at'')::timestamptz, updated_at = now()
    FROM merge_moves m WHERE m.merge_id = $1 AND m.what = ''set'' AND t.id = $2', CASE x.kind WHEN 'contact' THEN 'contacts' ELSE 'companies' END)
    USING merge, x.merged_id;
  UPDATE merges SET undone_by = who, undone_at = clock_timestamp() WHERE id = merge;
  IF x.kind = 'company' THEN
    PERFORM graphile_worker.add_job('threads.reindex', json_build_object('company', c), job_key := 'reindex:' || c, max_attempts := 25)
      FROM unnest(array[x.survivor_id, x.merged_id]) c;
  END IF;
  PERFORM set_config('portal.viewer', bound, true);
END $$;
