-- Pictures of those who answer the client's own chats, while the client may see them.
CREATE FUNCTION photos_of_chats() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = public, pg_temp AS $$
  SELECT f.id FROM threads t JOIN staff s ON s.id = t.owner_id JOIN team_photos f ON f.brand = t.brand AND f.email = s.email
  WHERE t.kind = 'chat' AND t.brand = nullif((SELECT viewer_fact('brand')), '')
    AND t.opened_by = nullif((SELECT viewer_fact('contact_id')), '')::uuid
    AND t.opened_by IN (SELECT contact_id FROM contacts_seeing_thread(t.id))
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION photos_of_chats() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION photos_of_chats() TO "portal_client";
