import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { draftSchema, type HomePageDraft } from "@/lib/site/home-page/schema";

/*
 * The draft of a preview is part of the address of the page. Its signature covers the id of the member of staff who
 * typed it, so that nobody can make a link that opens the page with other words.
 */

/** The longest draft: addresses of this length work everywhere. */
const LONGEST = 6_000;

function mark(staffId: string, payload: string): Buffer {
  const key = Buffer.from(hkdfSync("sha256", env().AUTH_SECRET, "", "portal home page draft", 32));
  return createHmac("sha256", key).update(`${staffId}.${payload}`).digest();
}

export function sealDraft(
  staffId: string,
  { brand, seen, connectTitle, connectText, upgradeLabel, upgradeUrl }: HomePageDraft,
) {
  const typed = [brand, connectTitle, connectText, upgradeLabel, upgradeUrl, seen ?? null];
  const payload = Buffer.from(JSON.stringify(typed)).toString("base64url");
  return `${payload}.${mark(staffId, payload).toString("base64url")}`;
}

/** Null for a draft that this member of staff did not type. */
export function openDraft(staffId: string, sealed: string | null): HomePageDraft | null {
  const [payload = "", given = "", ...rest] = sealed && sealed.length <= LONGEST ? sealed.split(".") : [];
  if (!payload || rest.length > 0) return null;
  const expected = mark(staffId, payload);
  const bytes = Buffer.from(given, "base64url");
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return null;
  const typed: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
  if (!Array.isArray(typed)) return null;
  const [brand, connectTitle, connectText, upgradeLabel, upgradeUrl, seen] = typed;
  const draft = { brand, seen: seen ?? undefined, connectTitle, connectText, upgradeLabel, upgradeUrl };
  return draftSchema.safeParse(draft).data ?? null;
}
