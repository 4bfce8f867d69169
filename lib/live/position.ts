/*
 * A position in the sequence of live events. Ids are assigned in one order and committed in another, so when 118 has
 * been seen, 112 may still be uncommitted. A position is therefore the highest id seen and the lower ids that were not
 * seen.
 */

/** An id that is missing for so long belongs to a transaction that was rolled back. */
const GAP_MS = 120_000;
/** A position with more gaps than this is not written, and its reader starts anew. */
const MAX_WRITTEN_GAPS = 200;
/** The most gaps that are waited for. If ids jump by more, only the newest gaps are kept. */
const MAX_GAPS = 2_000;

export class LivePosition {
  private readonly gaps: Map<number, number>;

  /** `at`: system time in milliseconds from which the gaps are waited for. */
  constructor(
    private top: number,
    missing: readonly number[] = [],
    at = 0,
  ) {
    this.gaps = new Map(missing.map((id) => [id, at]));
  }

  get high(): number {
    return this.top;
  }

  get missing(): number[] {
    return [...this.gaps.keys()];
  }

  has(id: number): boolean {
    return id <= this.top && !this.gaps.has(id);
  }

  /** Marks an id as seen at `at`; false if it had been seen before. */
  note(id: number, at = 0): boolean {
    if (this.has(id)) return false;
    if (id <= this.top) return this.gaps.delete(id);
    for (let gap = Math.max(this.top + 1, id - MAX_GAPS); gap < id; gap++) this.gaps.set(gap, at);
    this.top = id;
    return true;
  }

  /** Gives up on ids that have been missing for too long. */
  forget(at: number): void {
    for (const [id, since] of this.gaps) if (at - since > GAP_MS) this.gaps.delete(id);
  }

  /** `118-3.6` means everything up to 118 except 115 and 112. */
  toString(): string {
    if (this.gaps.size > MAX_WRITTEN_GAPS) return "";
    const gaps = this.missing.map((id) => this.top - id).join(".");
    return gaps ? `${this.top}-${gaps}` : `${this.top}`;
  }

  /** Null if the text is no written position. */
  static parse(text: string): LivePosition | null {
    const match = /^(\d{1,15})(?:-(\d{1,9}(?:\.\d{1,9})*))?$/.exec(text);
    if (!match) return null;
    const top = Number(match[1]);
    const gaps = match[2]?.split(".").map((distance) => top - Number(distance)) ?? [];
    if (gaps.length > MAX_WRITTEN_GAPS || gaps.some((id) => id >= top || id < 0)) return null;
    return new LivePosition(top, gaps);
  }
}
