import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { isSentTo } from "@/scripts/demo/sandboxes/resend/mailbox";
import type { ChaosWorld } from "./world";

/** What became of what was asked for. */
export interface Tally {
  readonly sent: number;
  readonly acknowledged: number;
  /** Acknowledged, and in the database. */
  readonly kept: number;
  readonly lost: number;
  /** Mails that came twice. */
  readonly doubled: number;
  /** From the harm's end until a mail that was written then arrived. */
  readonly seconds: number;
}

const address = (id: string) => `${id}@chaos.example`;

/** Writes mails into the outbox, a few at a time, until it is ended. */
export class Load {
  private readonly acknowledged = new Set<string>();
  private sent = 0;
  private running = true;
  private readonly walking: Promise<void>;

  constructor(
    private readonly world: ChaosWorld,
    pauseMs = 150,
  ) {
    this.walking = this.walk(pauseMs);
  }

  private async walk(pauseMs: number): Promise<void> {
    while (this.running) {
      await this.write().catch(() => {});
      await delay(pauseMs);
    }
  }

  private async write(): Promise<string> {
    const id = randomUUID();
    this.sent += 1;
    await writeMail(this.world, id);
    this.acknowledged.add(id);
    return id;
  }

  async end(): Promise<void> {
    this.running = false;
    await this.walking;
  }

  get count(): number {
    return this.acknowledged.size;
  }

  /** Waits until the mail that is written now has come, then until no acknowledged one is owed. */
  async settle(patienceMs: number): Promise<Tally> {
    const begun = performance.now();
    const mark = await this.writeUntilTaken();
    await until(() => this.copies(mark) > 0, patienceMs, "a new mail");
    const seconds = (performance.now() - begun) / 1_000;
    await this.end();
    await until(() => [...this.acknowledged].every((id) => this.copies(id) > 0), 90_000, "every acknowledged mail");
    const rows = await this.world.ask((sql) => sql<{ id: string }[]>`select id from outbox`);
    const stored = new Set(rows.map(({ id }) => id));
    const kept = [...this.acknowledged].filter((id) => stored.has(id)).length;
    return {
      sent: this.sent,
      acknowledged: this.acknowledged.size,
      kept,
      lost: this.acknowledged.size - kept,
      doubled: [...stored].filter((id) => this.copies(id) > 1).length,
      seconds: Math.round(seconds * 10) / 10,
    };
  }

  private async writeUntilTaken(): Promise<string> {
    for (;;) {
      try {
        return await this.write();
      } catch {
        await delay(100);
      }
    }
  }

  private copies(id: string): number {
    return this.world.mail.mailbox.list().filter((mail) => isSentTo(mail, address(id))).length;
  }
}

/** A mail as a transaction of the portal would queue it. */
async function writeMail(world: ChaosWorld, id: string): Promise<void> {
  await world.ask(
    (sql) => sql`insert into outbox (id, brand, kind, to_address, props, dedupe_key)
      values (${id}, 'cimsoft', 'password-changed', ${address(id)}, '{}', ${id})`,
  );
}

export async function until(isSo: () => boolean | Promise<boolean>, patienceMs: number, what: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${patienceMs / 1_000} s`);
    await delay(100);
  }
}
