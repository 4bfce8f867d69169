import type { BeginPart, Part, Transaction } from "./client";
import { withoutQuery } from "./faults";
import type { Answers, Opening } from "./transaction";
import { asGate, type Context, inPool, openingBeforeViewer, openingOf, runAsViewer, type Viewer } from "./viewer";

interface Open {
  /** Begins a part of the transaction, with the rights that it has now. */
  part: Promise<() => Part>;
  readonly begin: Promise<BeginPart>;
  /** Ends the transaction. */
  readonly end: () => void;
  /** Whom the transaction reads for; null while it is not known who asks. */
  viewer: Viewer | null;
  /** Number of reads that are under way. */
  users: number;
}

/** So many turns of the event loop without a read end the transaction. */
const IDLE_TURNS = 4;
// Taken here, because a test may replace the global one by a clock that stands still.
const nextTurn = setImmediate;

/**
 * The reads of one render. They share a transaction: look-up of the session, layout and page see one snapshot, and the
 * transaction begins and ends once. It begins with the first read. It ends when no read has been under way for a few
 * turns of the event loop, because nothing tells when a render has read everything, and React renders an asynchronous
 * component inside another one a turn later. A later read begins another transaction. Nobody waits for the end, because
 * everything that was read has been answered.
 */
export class SharedReads {
  private open: Open | null = null;

  /**
   * Reads before it is known who asks, with the rights and limits of asGate. Only the first read of a transaction can
   * do so; any other has a transaction of its own.
   */
  async beforeViewer<T>(reason: string, work: (db: Transaction) => Promise<T>): Promise<T> {
    if (this.open) return asGate(reason, work);
    return this.use(this.begin(openingBeforeViewer(), null), work);
  }

  /**
   * Runs `work` as a viewer, reading. A second viewer gets a transaction of their own, and so does a read after one that
   * failed.
   */
  async asViewer<V extends Viewer, T>(viewer: V, work: (context: Context<V>) => Promise<T>): Promise<T> {
    const { open } = this;
    const isAnothers = open !== null && (open.viewer ? open.viewer !== viewer : open.users > 0);
    if (isAnothers) return runAsViewer(viewer, "read", work);
    const shared = open ?? this.begin(openingOf(viewer, "read"), viewer);
    if (!shared.viewer) this.become(shared, viewer);
    return this.use(shared, (db) => work({ viewer, db }));
  }

  private begin(opening: Opening, viewer: Viewer | null): Open {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const begin = new Promise<BeginPart>((resolve, reject) => {
      const held = inPool(opening, (_, part) => {
        resolve(part);
        return ended;
      });
      // Whoever reads gets the error of a transaction that cannot begin. One that fails after its last read concerns
      // nobody.
      held.catch(reject);
    });
    this.open = { begin, part: partsOf(begin, { plansOf: opening.plansOf }), end, viewer, users: 0 };
    return this.open;
  }

  /**
   * Changes the rights of the transaction from those of the look-up to the viewer's. The statement for it is in line
   * before any part of the viewer can begin, and if it fails, the server refuses all that follow.
   */
  private become(shared: Open, viewer: Viewer): void {
    shared.viewer = viewer;
    shared.part = partsOf(shared.begin, openingOf(viewer, "read"));
  }

  private async use<T>(shared: Open, work: (db: Transaction) => Promise<T>): Promise<T> {
    shared.users += 1;
    try {
      const part = (await shared.part)();
      try {
        return await work(part.db);
      } finally {
        part.end();
      }
    } catch (error) {
      // After a statement that failed, the server refuses all others of this transaction.
      this.leave(shared);
      throw withoutQuery(error);
    } finally {
      shared.users -= 1;
      if (shared.users === 0) this.endIfUnused(shared, IDLE_TURNS);
    }
  }

  private endIfUnused(shared: Open, turns: number): void {
    if (shared.users > 0) return;
    if (turns > 0) {
      nextTurn(() => this.endIfUnused(shared, turns - 1));
      return;
    }
    this.leave(shared);
    shared.end();
  }

  private leave(shared: Open): void {
    if (this.open === shared) this.open = null;
  }
}

/** Parts with the same rights. They share their answers with each other, and with no part that has other rights. */
async function partsOf(begun: Promise<BeginPart>, { settings, plansOf }: Omit<Opening, "mode">): Promise<() => Part> {
  const begin = await begun;
  const answers: Answers = new Map();
  if (settings) begin({ settings, plansOf }, answers).end();
  return () => begin({ plansOf }, answers);
}
