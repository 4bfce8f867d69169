/** Whom a contact may call now. Only those get it whose agreement covers this hour. */
export interface OnCallContact {
  /** The name of the coverage, such as `Around the clock`. */
  readonly coverage: string;
  /** Null where nobody is on the rota: administrators answer then. */
  readonly name: string | null;
  /** E.164, as it is stored. */
  readonly phone: string;
  /** Until when this person is on call, in the viewer's zone. */
  readonly until: string | null;
}

/** A duty of the viewer themself, on their Overview. */
export interface OwnDuty {
  readonly brand: string;
  /** They are on call now; otherwise their next week is told. */
  readonly isNow: boolean;
  readonly from: string;
  readonly until: string;
}
