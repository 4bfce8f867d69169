import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { KeptKey } from "./idempotency";
import type { Charge, Dispute, Extras, Intent, Refund, Session, StripeEvent } from "./objects";

/** The present state of one object of an account; a later entry with the same id replaces it. */
export type AccountEntry =
  | { kind: "session"; object: Session; extras: Extras }
  | { kind: "intent"; object: Intent }
  | { kind: "charge"; object: Charge }
  | { kind: "refund"; object: Refund }
  | { kind: "dispute"; object: Dispute }
  | { kind: "event"; object: StripeEvent }
  | { kind: "key"; object: KeptKey };

type JournalEntry = AccountEntry & { brand: string };

/**
 * Keeps the sandbox's state across restarts, also after kill -9, because the portal's database keeps its side of the
 * payments. One JSON text a line.
 */
export class Journal {
  readonly #file: string | undefined;

  /** Without a file nothing is kept. */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  add(brand: string, entries: readonly AccountEntry[]): void {
    if (this.#file && entries.length > 0)
      appendFileSync(this.#file, toLines(entries.map((entry) => ({ brand, ...entry }))));
  }

  /** All entries, oldest first. An incomplete last line, from a process that was killed, is left out. */
  read(): JournalEntry[] {
    if (!this.#file || !existsSync(this.#file)) return [];
    return readFileSync(this.#file, "utf8").split("\n").flatMap(parseLine);
  }

  /** Replaces all entries. */
  rewrite(entries: readonly JournalEntry[]): void {
    if (!this.#file) return;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, toLines(entries), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

const toLines = (entries: readonly JournalEntry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

/** Not validated further: only this program writes the file. */
function parseLine(line: string): JournalEntry[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as JournalEntry];
  } catch {
    return [];
  }
}
