import { and, eq } from "drizzle-orm";
import { brandHolidays, brandHours } from "@/db/schema";
import { asSystem } from "@/db/viewer";

/** Opens chat of a brand the whole week, but for the last minute of each day. */
export async function openChatAlways(brand: string): Promise<void> {
  await asSystem("test opens chat", async (db) => {
    await db.delete(brandHolidays).where(eq(brandHolidays.brand, brand));
    await db.delete(brandHours).where(and(eq(brandHours.brand, brand), eq(brandHours.kind, "chat")));
    const days = [1, 2, 3, 4, 5, 6, 7];
    await db
      .insert(brandHours)
      .values(days.map((weekday) => ({ brand, kind: "chat" as const, weekday, opens: "00:00", closes: "23:59" })));
  });
}

/** Closes chat of a brand for good. */
export async function closeChat(brand: string): Promise<void> {
  await asSystem("test closes chat", (db) =>
    db.delete(brandHours).where(and(eq(brandHours.brand, brand), eq(brandHours.kind, "chat"))),
  );
}
