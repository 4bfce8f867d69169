import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import {
  CONNECT_FIELDS,
  type HomePage,
  type HomePageContent,
  NOTICE_AUDIENCES,
  UPGRADE_WAYS,
} from "@/db/schema/brand-content";

/** What the portal says where a brand has not written it. */
const OWN_WORDS = {
  picture: null,
  offerTitle: "What the portal does for you",
  offerLead: "What you owe, what waits on you and what changed, each one click from doing something about it.",
  connectFields: CONNECT_FIELDS,
  upgradeBy: "link",
  upgradeAsk: "What do you run today, and what would you like to move to?",
  notice: null,
} as const satisfies Partial<HomePage>;

const words = z.string().min(1);
/** A time that cannot be read is no limit: a notice must not take the page down. */
const wallTime = z.string().refine(isWallTime).nullable().catch(null);

/** A version as it is stored. Each part is read by itself, so that one of an older portal is not lost as a whole. */
const stored = {
  headline: words,
  lead: words,
  picture: z.object({ id: z.uuid(), alt: z.string(), width: z.int(), height: z.int() }).nullable(),
  offerTitle: words,
  offerLead: words,
  whyTitle: words,
  why: z.array(words),
  connectTitle: words,
  connectText: words,
  connectFields: z.array(z.enum(CONNECT_FIELDS)),
  upgradeLabel: words,
  upgradeText: words,
  upgradeUrl: words,
  upgradeBy: z.enum(UPGRADE_WAYS),
  upgradeAsk: words,
  notice: z
    .object({
      text: words,
      url: z.string().nullable().catch(null),
      linkLabel: z.string().nullable().catch(null),
      audience: z.enum(NOTICE_AUDIENCES),
      from: wallTime,
      until: wallTime,
    })
    .nullable(),
} satisfies Record<keyof HomePage, z.ZodType>;

/**
 * A brand's home page: what `version` says (the content of a row of content_versions), and for each part that it lacks,
 * what the brand `began` with, or the portal's own words.
 */
export function homePageOf(began: HomePageContent, version: unknown): HomePage {
  const base: HomePage = { ...OWN_WORDS, ...began };
  if (typeof version !== "object" || version === null) return base;
  const said = Object.entries(stored).flatMap(([part, schema]) => {
    const read = schema.safeParse((version as Record<string, unknown>)[part]);
    return read.success ? [[part, read.data] as const] : [];
  });
  return { ...base, ...Object.fromEntries(said) };
}

function isWallTime(text: string): boolean {
  try {
    return Temporal.PlainDateTime.from(text) !== null;
  } catch {
    return false;
  }
}
