-- Whoever is erased leaves no word in what came after erase_person: where mails are answered to, filters that colleagues keep, and words
-- that searches know. A word that others have too is learned again the next night.
CREATE FUNCTION contact_erased_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE outbox SET reply_to = NULL WHERE brand = OLD.brand AND lower(reply_to) = OLD.email;
  DELETE FROM saved_views v WHERE EXISTS (SELECT FROM unnest(array[OLD.email, OLD.name]) w
    WHERE length(w) > 3 AND position(lower(w) IN lower(v.name || ' ' || (SELECT convert_from(string_agg(
      CASE WHEN length(m[1]) = 3 THEN decode(substr(m[1], 2), 'hex') WHEN m[1] = '+' THEN ' '::bytea ELSE convert_to(m[1], 'UTF8') END, ''::bytea ORDER BY n), 'UTF8')
      FROM regexp_matches(v.query, '%[0-9A-Fa-f]{2}|.', 'g') WITH ORDINALITY x (m, n)))) > 0);
  DELETE FROM missed_searches m WHERE m.brand = OLD.brand
    AND EXISTS (SELECT FROM regexp_split_to_table(lower(OLD.name || ' ' || OLD.email), '\s+') w WHERE length(w) > 3 AND position(w IN m.words) > 0);
  DELETE FROM resource_solutions WHERE contact_id = NEW.id;
  DELETE FROM search_words s WHERE s.word IN (
    SELECT w FROM regexp_split_to_table(lower(OLD.name || ' ' || OLD.email || ' ' || translate(OLD.email, '@._-+', '     ')), '\s+') w WHERE w <> '');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contact_erased_words AFTER UPDATE OF email ON contacts FOR EACH ROW
  WHEN (NEW.email LIKE 'erased-%@erased.invalid' AND OLD.email NOT LIKE 'erased-%@erased.invalid') EXECUTE FUNCTION contact_erased_words();
--> statement-breakpoint
REVOKE ALL ON FUNCTION contact_erased_words() FROM PUBLIC;
