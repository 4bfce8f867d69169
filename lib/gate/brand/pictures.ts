import { and, eq } from "drizzle-orm";
import { contentPictures } from "@/db/schema";
import { asGate } from "@/db/viewer";
import type { Brand } from "./types";

/** The bytes of the picture that a brand's home page shows now; null for every other one, those of drafts among them. */
export async function readPictureOut(
  { key, home }: Pick<Brand, "key" | "home">,
  id: string,
  size: "small" | "large",
): Promise<Buffer | null> {
  if (home.picture?.id !== id) return null;
  const [row] = await asGate("the picture of a home page is a public fact", (db) =>
    db
      .select({ bytes: size === "small" ? contentPictures.small : contentPictures.large })
      .from(contentPictures)
      .where(and(eq(contentPictures.brand, key), eq(contentPictures.id, id))),
  );
  return row?.bytes ?? null;
}
