import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { managesAccounts } from "./policy";
import { findStaffAccount, type StaffAccount } from "./queries";
import type { AccountInput, ChangeStaffInput, InviteStaffInput, StaffSessionInput } from "./schema";

/*
 * Accounts of staff, as administrators change them. The database has the last word (manages_staff and what asks it):
 * which accounts, which brands, and that no brand loses its last administrator. Each function throws AppError FORBIDDEN
 * for who is no administrator, and for an account that is the viewer's own or has a brand that is not theirs; NOT_FOUND
 * for an id that no account has.
 */

type Writing = Context<StaffViewer>;

const answered = z.array(z.object({ answer: z.union([z.string(), z.boolean(), z.number(), z.null()]) }));

const notYours = () =>
  new AppError(
    "FORBIDDEN",
    "You change accounts whose brands are all yours, and never your own. Ask an administrator of the other brands.",
  );
const lastOne = () =>
  new AppError("CONFLICT", "A brand would be left without an administrator. Make somebody else one first.");

/** What the database answers to a change, as an error; nothing where it was done. */
function refuse(answer: string): void {
  if (answer === "refused") throw notYours();
  if (answer === "last") throw lastOne();
  if (answer === "closed") throw new AppError("CONFLICT", "This account is disabled. Enable it first.");
  if (answer === "taken") {
    throw new AppError("CONFLICT", "A colleague has this address already. Look for their account in the list.", {
      field: "email",
    });
  }
  if (answer === "client") {
    throw new AppError("CONFLICT", "A client signs in with this address. Colleagues need one of their own.", {
      field: "email",
    });
  }
}

interface Saved extends Pick<InviteStaffInput, "name" | "roles" | "brands"> {
  readonly email: string;
  readonly jobTitle?: string | undefined;
  readonly phone?: string | undefined;
}

async function save(
  { db }: Writing,
  id: string,
  { email, name, jobTitle, phone, roles, brands }: Saved,
): Promise<string> {
  const list = (values: readonly string[]) =>
    sql`array[${sql.join(
      values.map((value) => sql`${value}`),
      sql`, `,
    )}]::text[]`;
  const [row] = answered.parse([
    ...(await db.execute(sql`select save_staff(${id}::uuid, ${email}, ${name}, ${jobTitle ?? ""}, ${phone ?? ""},
      ${list([...new Set(roles)])}, ${list([...new Set(brands)])}) as answer`)),
  ]);
  return String(row?.answer);
}

const factsOf = ({ name, jobTitle, phone, roles, brands }: Omit<Saved, "email"> | StaffAccount) => ({
  ...{ name, jobTitle: jobTitle || null, phone: phone || null },
  ...{ roles: [...new Set(roles)].sort(), brands: [...new Set(brands)].sort() },
});

/** Adds a line under each brand of the account, so that the administrators of each find it. */
async function auditAccount(
  context: Writing,
  { id, brands }: { readonly id: string; readonly brands: readonly string[] },
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  for (const brand of new Set(brands)) await audit(context, { brand, action, entity: "staff", entityId: id, details });
}

/** The account, for a change of it. The database takes the lock when it is changed. */
async function toManage(context: Writing, id: string): Promise<StaffAccount> {
  if (!managesAccounts(context.viewer)) throw new AppError("FORBIDDEN", "Only administrators change accounts.");
  const account = await findStaffAccount(context, id);
  if (!account) throw new AppError("NOT_FOUND", "There is no such account.");
  if (!account.isManaged) throw notYours();
  return account;
}

/**
 * Makes an account and mails the link by which its owner sets a password. Throws CONFLICT for an address that somebody
 * has, FormUsed for a form sent again with other content.
 */
export async function inviteStaff(context: Writing, input: InviteStaffInput): Promise<void> {
  const { viewer } = context;
  if (!managesAccounts(viewer)) throw new AppError("FORBIDDEN", "Only administrators invite colleagues.");
  const { id, email } = input;
  const facts = factsOf(input);
  const before = await findStaffAccount(context, id);
  if (before)
    return requireSame(comparable({ email, ...facts }), comparable({ email: before.email, ...factsOf(before) }));
  if (!facts.brands.every((brand) => viewer.brands.includes(brand))) {
    throw new AppError("INVALID", "Choose brands of your own.", { field: "brands" });
  }
  refuse(await save(context, id, input));
  await auditAccount(context, { id, brands: facts.brands }, "staff.invited", {
    before: {},
    after: { email, ...facts },
  });
  await mailLink(context, { id, brands: facts.brands });
}

/** Lists as text: requireSame compares values, and two equal lists are not the same one. */
const comparable = (facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, Array.isArray(value) ? value.join() : value]));

/**
 * Changes name, roles and brands. Throws CONFLICT where a colleague has changed the account since the form was made,
 * and where a brand would have no administrator any more.
 */
export async function changeStaff(context: Writing, input: ChangeStaffInput): Promise<void> {
  const account = await toManage(context, input.account);
  const [before, after] = [factsOf(account), factsOf(input)];
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  if (account.seen !== input.seen) {
    throw new AppError("CONFLICT", "Somebody has changed this account meanwhile. Reload the page and look at it.");
  }
  if (!after.brands.every((brand) => context.viewer.brands.includes(brand))) {
    throw new AppError("INVALID", "Choose brands of your own.", { field: "brands" });
  }
  refuse(await save(context, account.id, { ...input, email: account.email }));
  const brands = [...before.brands, ...after.brands];
  await auditAccount(context, { id: account.id, brands }, "staff.changed", { before, after });
}

/**
 * Disables an account: sessions, streams, links, remembered browsers, the password and the picture go at once. Its work
 * stays its own until it is handed over. Doing it again changes nothing.
 */
export async function disableStaff(context: Writing, { account: id }: AccountInput): Promise<void> {
  const account = await toManage(context, id);
  if (account.state === "disabled") return;
  refuse(await close(context, id, true));
  await auditAccount(context, account, "staff.disabled");
}

/** Enables an account again, and mails the link by which its owner sets a new password. */
export async function enableStaff(context: Writing, { account: id }: AccountInput): Promise<void> {
  const account = await toManage(context, id);
  if (account.state !== "disabled") return;
  refuse(await close(context, id, false));
  await auditAccount(context, account, "staff.enabled");
  await mailLink(context, account);
}

async function close({ db }: Writing, id: string, isClosed: boolean): Promise<string> {
  const [row] = answered.parse([
    ...(await db.execute(sql`select close_staff(${id}::uuid, ${isClosed}::boolean) as answer`)),
  ]);
  return String(row?.answer);
}

/** Mails the link by which the owner sets a password, as they could ask for it themselves. */
export async function mailStaffLink(context: Writing, { account: id }: AccountInput): Promise<void> {
  const account = await toManage(context, id);
  await mailLink(context, account);
  await auditAccount(context, account, "staff.link-mailed");
}

async function mailLink(
  { db, viewer }: Writing,
  { id, brands }: { id: string; brands: readonly string[] },
): Promise<void> {
  const brand = viewer.brands.find((key) => brands.includes(key)) ?? "";
  const [row] = answered.parse([
    ...(await db.execute(sql`select mail_staff_link(${id}::uuid, ${brand}, ${uuidv7()}::uuid) as answer`)),
  ]);
  if (row?.answer !== true) throw new AppError("CONFLICT", "This account is disabled. Enable it first.");
}

/** Ends one session of a colleague; does nothing if it has ended already. */
export async function endStaffSession(context: Writing, { account, session }: StaffSessionInput): Promise<void> {
  await endSessions(context, account, session);
}

/** Ends every session of a colleague. */
export async function endStaffSessions(context: Writing, { account }: AccountInput): Promise<void> {
  await endSessions(context, account, null);
}

async function endSessions(context: Writing, id: string, session: string | null): Promise<void> {
  const account = await toManage(context, id);
  const [row] = answered.parse([
    ...(await context.db.execute(sql`select end_staff_sessions(${id}::uuid, ${session}::uuid) as answer`)),
  ]);
  const ended = Number(row?.answer ?? 0);
  if (ended > 0) await auditAccount(context, account, "staff.sessions-ended", { sessions: ended });
}
