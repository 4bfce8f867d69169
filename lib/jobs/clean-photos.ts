import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/**
 * The job `photos.clean`. Pictures of people who left go: of those who stand on no account team of the brand any more
 * and have no open account that serves it. Once a day, and not as soon as a row goes: an import may replace the rows of
 * a team one by one.
 */
export async function cleanPhotos(): Promise<void> {
  await asSystem("pictures of people who left go", (db) =>
    db.execute(sql`
      delete from team_photos p where not exists (
        select from account_team_members m where m.brand = p.brand and lower(m.email) = p.email
      ) and not exists (
        select from staff s join staff_brands b on b.staff_id = s.id
        where b.brand = p.brand and s.email = p.email and s.closed_at is null
      )`),
  );
}
