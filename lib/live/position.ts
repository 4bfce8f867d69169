/*
 * A place in the sequence of live events. Ids are given out in one order and committed in another, so "everything up to
 * 118" may lack 112, which is still on its way: a position is the highest id seen and those below it that were not.
 */

/** After that long an id that never came belongs to a transaction that was rolled back. */
const GAP_MS = 120_000;
/** More gaps than this are not written into a position: its reader starts anew. */
const MAX_WRITTEN_GAPS = 200;
/** Gaps that are waited for at most; of a wider jump the newest. */
const MAX_GAPS = 2_000;

export class LivePosition {
  private readonly gaps: Map<number, number>;

  /** `at`: system time in milliseconds, from which the gaps are waited for. */
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

  /** Marks an id as seen at `at`; false when it was before. */
  note(id: number, at = 0): boolean {
    if (this.has(id)) return false;
    if (id <= this.top) return this.gaps.delete(id);
    for (let gap = Math.max(this.top + 1, id - MAX_GAPS); gap < id; gap++) this.gaps.set(gap, at);
    this.top = id;
    return true;
  }

  /** Gives up on ids that were due too long ago. */
  forget(at: number): void {
    for (const [id, since] of this.gaps) if (at - since > GAP_MS) this.gaps.delete(id);
  }

  /** `118-3.6`: everything up to 118 without 115 and 112. */
  toString(): string {
    if (this.gaps.size > MAX_WRITTEN_GAPS) return "";
    const gaps = this.missing.map((id) => this.top - id).join(".");
    return gaps ? `${this.top}-${gaps}` : `${this.top}`;
  }

  /** Null for what no position was written as. */
  static parse(text: string): LivePosition | null {
    const match = /^(\d{1,15})(?:-(\d{1,9}(?:\.\d{1,9})*))?$/.exec(text);
    if (!match) return null;
    const top = Number(match[1]);
    const gaps = match[2]?.split(".").map((distance) => top - Number(distance)) ?? [];
    if (gaps.length > MAX_WRITTEN_GAPS || gaps.some((id) => id >= top || id < 0)) return null;
    return new LivePosition(top, gaps);
  }
}
