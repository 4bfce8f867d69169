import { type SQL, sql } from "drizzle-orm";
import { ZodError, z } from "zod";
import type { Transaction } from "@/db/client";
import { AGREEMENT_KINDS } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { money } from "@/lib/kit/money";
import { businessToday } from "@/lib/kit/time";
import { log } from "@/lib/log";
import type { Stands } from "@/lib/mail/digest";
import { enqueueMail } from "@/lib/mail/outbox";
import { REMINDER_KINDS, type ReminderKind } from "@/lib/mail/reminder-kinds";
import { daysOf, lineOf, STEPS, WEEK_AHEAD, weekOf } from "./rules";

/*
 * Reminders: lines of the daily mail about days that near or have passed. A job collects them, each once for each
 * person; the daily mail asks again (`stands`) when it is put together and when it leaves. All run in the worker, where
 * row-level security does not apply, so each source says itself who may be told.
 */

/** Rows `r` to be reminded of, with the people `p` who may be told of them, while they may. */
interface Source {
  readonly person: "contact" | "staff";
  readonly from: SQL;
  /** What is true of a row that is still to be told of. */
  readonly open: SQL;
  readonly on: SQL;
  /** Columns of Facts. */
  readonly facts: SQL;
}

const ofCompany = sql`p.primary_company_id = r.company_id and p.brand = r.brand and p.closed_at is null`;

/** The account managers of a company or, where it has none, its subscription managers: those who may work its requests. */
const managers = (company: SQL, brand: SQL) => sql`join lateral (
  select distinct s.id, s.email, s.name from account_team_members m
  join staff s on s.id = m.staff_id and s.closed_at is null
    and s.roles && array['account_manager', 'subscription_manager', 'administrator']::text[]
  join staff_brands b on b.staff_id = s.id and b.brand = m.brand
  where m.company_id = ${company} and m.brand = ${brand} and m.role = (select min(o.role) from account_team_members o
    where o.company_id = ${company} and o.staff_id is not null and o.role in ('account_manager', 'subscription_manager'))) p on true`;

/** A later term of the same thing has been agreed. */
const renewed = sql`exists (select from agreements l where l.company_id = r.company_id and l.brand = r.brand and l.state = 'active'
  and l.kind = r.kind and (l.kind = 'support' or l.product = r.product)
  and l.starts_on > r.starts_on and l.ends_on > r.ends_on and l.starts_on > r.ends_on - 31)`;

const NO_MONEY = sql`null as minor, null as currency`;
const ofDocument = (minor: SQL) =>
  sql`co.name as company, r.number as thing, null as agreement_kind, ${minor} as minor, r.currency`;

const ofAgreement = (person: Source["person"], people: SQL): Source => ({
  person,
  from: sql`agreements r join companies co on co.id = r.company_id ${people}`,
  open: sql`r.state = 'active' and not ${renewed}`,
  on: sql`r.ends_on`,
  facts: sql`co.name as company, r.product as thing, r.kind as agreement_kind, ${NO_MONEY}`,
});

const ofInvoice = (on: SQL, open: SQL, minor: SQL): Source => ({
  person: "contact",
  from: sql`invoices r join companies co on co.id = r.company_id join brands br on br.key = r.brand and br.invoice_reminders
    join contacts p on ${ofCompany} and p.billing`,
  open: sql`r.kind = 'invoice' and r.voided_on is null and ${open}`,
  on,
  facts: ofDocument(minor),
});

/** A payment that is on its way counts as paid. */
const unpaid = sql`r.balance_minor > r.pending_minor`;
const toPay = sql`r.balance_minor - r.pending_minor`;

const SOURCES: Readonly<Record<Exclude<ReminderKind, "account-week">, Source>> = {
  "agreement-ends": ofAgreement(
    "contact",
    sql`join contacts p on ${ofCompany} and p.requests_scope in ('own', 'company')`,
  ),
  "agreement-ends-for-manager": ofAgreement("staff", managers(sql`r.company_id`, sql`r.brand`)),
  "estimate-ends": {
    person: "contact",
    from: sql`estimates r join companies co on co.id = r.company_id join contacts p on ${ofCompany} and p.billing`,
    open: sql`r.state = 'open'`,
    on: sql`r.expires_on`,
    facts: ofDocument(sql`r.total_minor`),
  },
  "invoice-new": ofInvoice(sql`r.issued_on`, sql`true`, sql`r.total_minor`),
  "invoice-due": ofInvoice(sql`r.due_on`, unpaid, toPay),
  "invoice-overdue": ofInvoice(sql`r.due_on`, unpaid, toPay),
};

const rowsSchema = z.array(
  z.object({
    ...{ about: z.uuid(), on_day: z.iso.date(), person: z.uuid(), email: z.string(), name: z.string() },
    ...{ company: z.string(), thing: z.string(), agreement_kind: z.enum(AGREEMENT_KINDS).nullable(), key: z.string() },
    ...{ minor: z.coerce.number().int().nullable(), currency: z.string().nullable() },
    ...{ agreements: z.int().default(0), estimates: z.int().default(0), invoices: z.int().default(0) },
  }),
);
type Row = z.output<typeof rowsSchema>[number];

/** How many reminders one transaction stores. */
const A_BATCH = 200;

/** Those of the rows that nobody was reminded of yet by this key: each reminder rings the bell, wanted by mail or not. */
const untold = (key: SQL) => sql`not exists (select from notices n where n.dedupe_key = ${key})`;

function keyOf(kind: ReminderKind, on: SQL, step: string): SQL {
  return sql`${`reminder:${kind}:`}::text || r.id || ':' || ${on} || ${`:${step}:`}::text || p.id`;
}

function dueRows(kind: keyof typeof SOURCES, brand: Brand, step: number, today: string): SQL {
  const { from, open, on, facts } = SOURCES[kind];
  const { first, last } = daysOf(step, today);
  const key = keyOf(kind, on, String(step));
  return sql`select r.id as about, ${on}::text as on_day, p.id as person, p.email, p.name, ${facts}, ${key} as key
    from ${from} where r.brand = ${brand.key} and ${on} between ${first}::date and ${last}::date and ${open} and ${untold(key)}
    order by r.id, p.id limit ${A_BATCH}`;
}

/** Companies of which something is to be said in the week that begins on `monday`, with who looks after them. */
function weekRows(brand: Brand, monday: string, today: string): SQL {
  const key = keyOf("account-week", sql`${monday}::text`, "week");
  const within = (days: number) => sql`between ${today}::date and ${today}::date + ${days}::int`;
  return sql`select r.id as about, ${monday}::text as on_day, p.id as person, p.email, p.name, r.name as company, '' as thing,
      null as agreement_kind, ${NO_MONEY}, f.agreements, f.estimates, f.invoices, ${key} as key
    from companies r ${managers(sql`r.id`, sql`r.brand`)} join lateral (select
      (select count(*)::int from agreements a where a.company_id = r.id and a.state = 'active' and a.ends_on ${within(WEEK_AHEAD.agreements)}) as agreements,
      (select count(*)::int from estimates e where e.company_id = r.id and e.state = 'open' and e.expires_on ${within(WEEK_AHEAD.estimates)}) as estimates,
      (select count(*)::int from invoices i where i.company_id = r.id and i.kind = 'invoice' and i.balance_minor > 0 and i.due_on < ${today}::date) as invoices
      ) f on f.agreements + f.estimates + f.invoices > 0
    where r.brand = ${brand.key} and r.closed_at is null and ${untold(key)} order by r.id, p.id limit ${A_BATCH}`;
}

/**
 * The job `reminders.collect`: queues what is due today in each brand's zone, for the daily mails of those who may be
 * told. However often it runs, and wherever a run dies, each is queued once. Returns how many it queued. `dayOf`: the
 * day in a brand's zone, `YYYY-MM-DD`.
 */
export async function collectReminders(
  dayOf: (brand: Brand) => string = ({ zone }) => businessToday(zone),
): Promise<number> {
  let queued = 0;
  for (const brand of await loadBrands()) {
    const today = dayOf(brand);
    for (const kind of Object.keys(SOURCES) as (keyof typeof SOURCES)[]) {
      if (REMINDER_KINDS[kind].audience === "invoiced" && !brand.invoiceReminders) continue;
      for (const step of STEPS[kind]) queued += await collect(brand, kind, dueRows(kind, brand, step, today));
    }
    const monday = weekOf(today);
    if (monday) queued += await collect(brand, "account-week", weekRows(brand, monday, today));
  }
  if (queued > 0) log.info({ queued }, "reminders were queued");
  return queued;
}

/** Queues all of these rows, some in each transaction. */
async function collect(brand: Brand, kind: ReminderKind, rows: SQL): Promise<number> {
  let queued = 0;
  for (;;) {
    const batch = await asSystem("people are reminded of days that near or have passed", async (db) => {
      const due = rowsSchema.parse([...(await db.execute(rows))]);
      for (const row of due) await remind(db, brand, kind, row);
      return due.length;
    });
    queued += batch;
    if (batch < A_BATCH) return queued;
  }
}

async function remind(db: Transaction, brand: Brand, kind: ReminderKind, row: Row): Promise<void> {
  const { about, on_day: on, company, thing, agreement_kind: agreementKind, agreements, estimates, invoices } = row;
  const amount = row.minor === null || row.currency === null ? null : money(row.minor, row.currency);
  const line = lineOf(kind, {
    about,
    on,
    company,
    name: thing,
    agreementKind,
    amount,
    agreements,
    estimates,
    invoices,
  });
  const person = {
    kind: kind === "account-week" ? ("staff" as const) : SOURCES[kind].person,
    id: row.person,
  };
  try {
    await enqueueMail(db, {
      ...{ brand: brand.key, kind, to: row.email, toName: row.name, person, dedupeKey: row.key },
      props: { ...line, about, on },
    });
  } catch (error) {
    // An address that takes no mail. The bell was rung, so it is not tried again.
    if (!(error instanceof ZodError)) throw error;
    log.error({ kind, person: row.person }, "an address takes no mail");
  }
}

/** May this person still be told, and is it still so? For what a daily mail reminds of: see Stands. */
export const stands: Stands = async (db, { kind: personKind, id }, { kind, about, on }) => {
  const isOfWeek = kind === "account-week";
  if (personKind !== (isOfWeek ? "staff" : SOURCES[kind].person)) return false;
  const [row] = isOfWeek
    ? await db.execute(sql`select 1 from companies r ${managers(sql`r.id`, sql`r.brand`)}
        where r.id = ${about}::uuid and r.closed_at is null and p.id = ${id}::uuid`)
    : await db.execute(sql`select 1 from ${SOURCES[kind].from} where r.id = ${about}::uuid and p.id = ${id}::uuid
        and ${SOURCES[kind].open} and ${SOURCES[kind].on} = ${on}::date`);
  return row !== undefined;
};
