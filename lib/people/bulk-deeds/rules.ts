import type { Temporal } from "temporal-polyfill";
import type { BulkRow } from "@/db/schema/workbench";
import type { BulkDeed, BulkList, BulkOutcome } from "@/db/schema/workbench-constants";

/** After this, somebody has worked on with what was done. */
const UNDO_MINUTES = 60;

const UNDOABLE: readonly BulkDeed[] = ["assign", "status", "snooze", "wake"];

interface Deed {
  readonly kind: BulkList;
  readonly deed: BulkDeed;
  readonly rows: readonly BulkRow[];
  readonly createdAt: Date;
  readonly undoneAt: Date | null;
}

const UNDONE_IN: readonly BulkList[] = ["case", "request", "chat"];

/** Mail that went out is not taken back, and what a disabled account had ended stays ended. Only threads know their before. */
export function isUndoable({ kind, deed, rows, createdAt, undoneAt }: Deed, now: Temporal.Instant): boolean {
  if (!UNDONE_IN.includes(kind) || !UNDOABLE.includes(deed) || undoneAt !== null) return false;
  const age = now.epochMilliseconds - createdAt.getTime();
  return age < UNDO_MINUTES * 60_000 && rows.some(({ outcome }) => outcome === "done");
}

const DONE: Readonly<Record<BulkDeed, string>> = {
  assign: "assigned",
  status: "set",
  close: "closed",
  take: "taken",
  invite: "invited",
  disable: "disabled",
  snooze: "snoozed",
  wake: "woken",
  send: "sent again",
};
const ALREADY: Readonly<Record<BulkDeed, string>> = {
  assign: "already assigned so",
  status: "already so",
  close: "already closed",
  take: "already yours",
  invite: "already invited",
  disable: "already disabled",
  snooze: "already snoozed so",
  wake: "already awake",
  send: "already sent again",
};

const are = (count: number) => (count === 1 ? "was" : "were");

function part(outcome: BulkOutcome, count: number, deed: BulkDeed): string {
  switch (outcome) {
    case "done":
      return `${count} ${DONE[deed]}`;
    case "already":
      return `${count} ${are(count)} ${ALREADY[deed]}`;
    case "changed":
      return `${count} changed meanwhile and ${are(count)} left alone`;
    case "refused":
      return `${count} could not be ${DONE[deed]}`;
    case "missing":
      return `${count} ${are(count)} not found`;
  }
}

const ORDER: readonly BulkOutcome[] = ["done", "already", "changed", "refused", "missing"];

const numberOf = (rows: readonly BulkRow[], outcome: BulkOutcome) =>
  rows.filter((row) => row.outcome === outcome).length;

/** `11 closed, 1 was already closed.` */
export function outcomeWords(deed: BulkDeed, rows: readonly BulkRow[]): string {
  const parts = ORDER.map((outcome) => [outcome, numberOf(rows, outcome)] as const)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => part(outcome, count, deed));
  return `${parts.join(", ") || "Nothing was changed"}.`;
}

/** `10 undone, 1 changed meanwhile and was left alone.` */
export function undoneWords(rows: readonly BulkRow[]): string {
  const undone = numberOf(rows, "done");
  const left = rows.length - undone;
  const rest = left > 0 ? `, ${left} changed meanwhile and ${are(left)} left alone` : "";
  return `${undone} undone${rest}.`;
}

/** Rows that need another look, for links to them. */
export const rowsLeft = (rows: readonly BulkRow[]): readonly string[] =>
  rows.filter(({ outcome }) => outcome === "changed" || outcome === "refused").map(({ number }) => number);
