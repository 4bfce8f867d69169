import { setTimeout as delay } from "node:timers/promises";
import type { Demo } from "./demo";
import type { Deed, Load, Look } from "./load";

/** What became of all that people asked for around one harm. */
export interface Tally {
  readonly sent: number;
  readonly acknowledged: number;
  readonly kept: number;
  readonly lost: number;
  readonly doubled: number;
  /** Messages that stand before an earlier one of the same writer. */
  readonly disordered: number;
  /** Seconds from the harm until what was begun after it was answered, its mail had left, and a payment was settled. */
  readonly page: number | null;
  readonly mail: number | null;
  readonly payment: number | null;
  /** Of the pages asked for meanwhile: the longest wait, and the statuses that were no 200. */
  readonly longestMs: number;
  readonly statuses: string;
}

const PATIENCE_MS = 90_000;

/** Asks until there is an answer that is not null: the database may be away. */
async function eventually<T>(ask: () => Promise<T | null>, patienceMs = PATIENCE_MS): Promise<T | null> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    await delay(200);
  }
  return null;
}

const secondsSince = (then: number) => Math.round((performance.now() - then) / 100) / 10;

/** Waits until everything flows again after `harmedAt`; the load goes on meanwhile. */
export async function watchRecovery(demo: Demo, load: Load, harmedAt: number) {
  const after = ({ sentAt }: Deed) => sentAt > harmedAt;
  const first = async (kind: Deed["kind"]) =>
    load.deeds.find((deed) => deed.kind === kind && after(deed) && deed.acknowledgedAt !== null) ?? null;
  const page = async () => {
    const good = ({ at, status }: Look) => at > harmedAt && status === 200;
    const look = await eventually(async () => load.looks.find(good) ?? null);
    return look && Math.round((look.at + look.milliseconds - harmedAt) / 100) / 10;
  };
  const mail = async () => {
    const deed = await eventually(() => first("message"));
    const sent = deed && (await eventually(() => mailOf(demo, deed.mark)));
    return sent ? secondsSince(harmedAt) : null;
  };
  const payment = async () => {
    const deed = await eventually(() => first("payment"));
    const settled = deed && (await eventually(() => settledPayment(demo, deed.mark)));
    return settled ? secondsSince(harmedAt) : null;
  };
  const [pageSeconds, mailSeconds, paymentSeconds] = await Promise.all([page(), mail(), payment()]);
  return { page: pageSeconds, mail: mailSeconds, payment: paymentSeconds };
}

const mailOf = (demo: Demo, mark: string) =>
  demo.ask(async (sql) => {
    const [row] = await sql`select 1 from outbox o join messages m on m.thread_id = o.thread_id
      where m.body like ${`%${mark}%`} and o.created_at >= m.created_at and o.state = 'sent' limit 1`;
    return row ? true : null;
  });

const settledPayment = (demo: Demo, id: string) =>
  demo.ask(async (sql) => {
    const [row] = await sql`select 1 from payments where id = ${id} and state = 'succeeded'`;
    return row ? true : null;
  });

/** Counts when all that was owed is done, or when patience ends. */
export async function count(demo: Demo, deeds: readonly Deed[], looks: readonly Look[]) {
  await eventually(() => isNothingOwed(demo, deeds), 2 * PATIENCE_MS);
  const done = deeds.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
  const kept = await keptOnce(demo, deeds);
  const doubled = [...kept.values()].filter((times) => times > 1).length + (await doubledMails(demo, deeds));
  const isKept = ({ mark }: Deed) => (kept.get(mark) ?? 0) > 0;
  const bad = looks.filter(({ status }) => status !== 200).map(({ status }) => status);
  return {
    sent: deeds.length,
    acknowledged: done.length,
    kept: done.filter(isKept).length,
    lost: done.filter((deed) => !isKept(deed)).length,
    doubled,
    disordered: await countDisordered(demo, deeds),
    longestMs: Math.round(Math.max(0, ...looks.map(({ milliseconds }) => milliseconds))),
    statuses: [...new Set(bad)].map((status) => `${status}×${bad.filter((one) => one === status).length}`).join(" "),
  };
}

const isNothingOwed = (demo: Demo, deeds: readonly Deed[]) =>
  demo.ask(async (sql) => {
    const paid = deeds.filter(({ kind, acknowledgedAt }) => kind === "payment" && acknowledgedAt !== null);
    const ids = paid.map(({ mark }) => mark);
    const [row] = await sql<{ owed: string }[]>`select
      (select count(*) from outbox where state in ('queued', 'sending'))
      + (select count(*) from payments where id = any(${ids}::uuid[]) and state in ('started', 'processing')) as owed`;
    return Number(row?.owed) === 0 ? true : null;
  });

/** How often each deed stands in the database: a payment when it succeeded. */
const keptOnce = (demo: Demo, deeds: readonly Deed[]) =>
  demo.ask(async (sql) => {
    const marks = deeds.map(({ mark }) => mark);
    const rows = await sql<{ mark: string; times: number }[]>`
      select mark, count(m.id)::int as times from unnest(${marks}::text[]) mark
        left join messages m on m.body like '%' || mark || '.%' group by mark
      union all select id::text, count(*)::int from payments
        where id::text = any(${marks}) and state = 'succeeded' group by id`;
    const kept = new Map<string, number>();
    for (const { mark, times } of rows) kept.set(mark, (kept.get(mark) ?? 0) + times);
    return kept;
  });

/** Each writer waits for an answer before the next message, so the thread holds them in the order in which they began. */
const countDisordered = (demo: Demo, deeds: readonly Deed[]) =>
  demo.ask(async (sql) => {
    const rows = await sql<{ mark: string }[]>`
      select mark from unnest(${deeds.map(({ mark }) => mark)}::text[]) mark
        join messages m on m.body like '%' || mark || '.%' order by m.created_at, m.id`;
    const places = new Map(rows.map(({ mark }, place) => [mark, place]));
    const newest = new Map<Deed["writer"], number>();
    let disordered = 0;
    for (const { writer, mark } of deeds) {
      const place = places.get(mark);
      if (place === undefined) continue;
      if (place < (newest.get(writer) ?? 0)) disordered += 1;
      newest.set(writer, place);
    }
    return disordered;
  });

/** Messages that told the same person twice. */
async function doubledMails(demo: Demo, deeds: readonly Deed[]): Promise<number> {
  const answer = await fetch(`${demo.sandbox}/mail.json`);
  const mails = (await answer.json()) as { to: string | string[]; subject: string; text?: string }[];
  const told = new Map<string, number>();
  for (const { to, subject, text } of mails) {
    const key = `${[to].flat().join()} ${subject} ${text ?? ""}`;
    if (deeds.some(({ mark }) => key.includes(mark))) told.set(key, (told.get(key) ?? 0) + 1);
  }
  return [...told.values()].filter((times) => times > 1).length;
}
