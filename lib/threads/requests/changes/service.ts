import { and, eq } from "drizzle-orm";
import { changeRequests, contacts, threads } from "@/db/schema";
import type { WantedRights } from "@/db/schema/requests";
import { AppError, requireSame } from "@/lib/errors";
import { mayAsk } from "@/lib/gate/rights";
import { businessToday } from "@/lib/kit/time";
import { enqueueMail } from "@/lib/mail/outbox";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { missingThread } from "@/lib/threads/life/queries";
import type { ClientContext } from "@/lib/threads/life/service";
import { visibleThreads } from "@/lib/threads/policy";
import { CHANGE_LABELS } from "@/lib/threads/requests/rules";
import { openRequest } from "@/lib/threads/requests/service";
import { type LockedDetails, listWaitingChanges, readLockedDetails } from "./queries";
import { CASES_WORDS, changeSubject, currentWords, rightsWords } from "./rules";
import { type ChangeInput, newEmail } from "./schema";

/** What is asked for: in words and, for rights, also as it is to be written. */
interface Wanted {
  readonly words: string;
  readonly rights: WantedRights | null;
}

const refuse = (field: string, sentence: string) => new AppError("INVALID", sentence, { field });

/**
 * Asks for a change of what only administrators may edit: opens a request of kind `change` with the difference in
 * words. Nothing of the account changes by it. For a change of the sign-in email, the current address gets a mail,
 * whatever mails its owner has switched off. The same form sent twice is one request. Throws AppError FORBIDDEN for a
 * contact who may not ask, INVALID for a value that the field cannot have, CONFLICT while another change of the same
 * field waits, FormUsed for a form sent again with other content.
 */
export async function askForChange(context: ClientContext, input: ChangeInput): Promise<{ number: string }> {
  const { viewer, db, brand } = context;
  if (!mayAsk(viewer)) {
    throw new AppError("FORBIDDEN", `You cannot send requests right now. Write to ${brand.supportMailbox}.`);
  }
  // Forms of one person wait for each other; otherwise two that are sent at once would each find no waiting change.
  await db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, viewer.contactId)))
    .for("update");
  const waiting = (await listWaitingChanges(context, { except: input.id })).find(({ field }) => field === input.field);
  if (waiting) {
    throw new AppError("CONFLICT", `You already asked to have this changed: ${waiting.number} waits for an answer.`);
  }
  const asked = await askedBefore(context, input);
  const locked = await readLockedDetails(context, businessToday(brand.zone));
  const before = asked?.before ?? currentWords(locked, input.field);
  const wanted = wantedOf(locked, input);
  if (wanted.words === before) throw refuse(controlOf(input), "This is what it is already. Change it, then send it.");
  if (asked) requireSame({ field: input.field, wanted: wanted.words }, asked);
  const label = CHANGE_LABELS[input.field];
  const opened = await openRequest(context, {
    id: input.id,
    kind: "change",
    subject: changeSubject(input.field),
    body: input.body || `${label}: ${wanted.words}`,
    files: [],
  });
  if (asked) return opened;
  const made = await db
    .insert(changeRequests)
    .values({
      requestId: input.id,
      brand: brand.key,
      contactId: viewer.contactId,
      field: input.field,
      before,
      wanted: wanted.words,
      wantedRights: wanted.rights,
    })
    .onConflictDoNothing();
  if (made.count === 0) throw missingThread("request");
  if (input.field === "email") await tellCurrentAddress(context, locked.email, { id: input.id, ...opened }, wanted);
  return opened;
}

/**
 * The mail is queued without a person, so that no preference can hold it back: somebody with a stolen session could
 * have switched it off.
 */
async function tellCurrentAddress(
  { db, brand, name }: ClientContext,
  currentAddress: string,
  { id, number }: { id: string; number: string },
  { words }: Wanted,
): Promise<void> {
  await enqueueMail(db, {
    brand: brand.key,
    kind: "sign-in-address-asked",
    to: currentAddress,
    toName: name,
    props: { number, currentAddress, wantedAddress: words },
    dedupeKey: `sign-in-address-asked:${id}`,
  });
}

/** What this form asked for when it was sent before; null when it is new. */
async function askedBefore({ viewer, db }: ClientContext, { id }: ChangeInput) {
  const [row] = await db
    .select({ field: changeRequests.field, before: changeRequests.before, wanted: changeRequests.wanted })
    .from(changeRequests)
    .innerJoin(threads, eq(threads.id, changeRequests.requestId))
    .where(and(visibleThreads(viewer, "request"), eq(threads.id, id), eq(threads.openedBy, viewer.contactId)));
  return row ?? null;
}

/** The name of the first control in the form of a field. */
function controlOf({ field }: ChangeInput): string {
  if (field === "rights") return "money";
  return field === "support" ? "cases" : "wanted";
}

function wantedOf({ rights }: LockedDetails, input: ChangeInput): Wanted {
  const { field, money, wanted } = input;
  if (field === "rights") {
    if (!money) throw refuse("money", "Choose what of invoices you want to see.");
    if (!input.requests) throw refuse("requests", "Choose which requests you want to see.");
    const all = { billing: money !== "none", pay: money === "pay", cases: rights.cases, requests: input.requests };
    return { words: rightsWords(all).join("; "), rights: all };
  }
  if (field === "support") {
    if (!input.cases) throw refuse("cases", "Choose which support cases you want to see.");
    return { words: CASES_WORDS[input.cases], rights: { ...rights, cases: input.cases } };
  }
  if (!wanted) throw refuse("wanted", "Enter what it shall be.");
  if (field !== "email") return { words: wanted, rights: null };
  const address = newEmail.safeParse(wanted);
  if (!address.success) throw refuse("wanted", address.error.issues[0]?.message ?? "Enter another address.");
  return { words: address.data, rights: null };
}
