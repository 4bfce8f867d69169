import type { AccountKind } from "@/db/schema/constants";
import type { Viewer } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";

/** An administrator looks at the portal as a contact sees it. */
export interface Viewing {
  readonly id: string;
  readonly staffId: string;
  readonly contactId: string;
  readonly contactName: string;
  readonly reason: string;
  /** When it ends at the latest. System time. */
  readonly endsAt: Date;
}

/** Who is signed in, according to the rows behind the session at this moment. */
export interface SignedIn {
  readonly sessionId: string;
  /** The brand on whose host the person signed in. A client's session is valid only there. */
  readonly brand: string;
  readonly account: {
    readonly kind: AccountKind;
    readonly id: string;
    readonly email: string;
    readonly name: string;
    /** IANA zone of the person; null: the brand's. */
    readonly timeZone: string | null;
  };
  readonly viewer: Viewer;
  /**
   * When the person last used the portal before they signed in here, by another session. System time; null for the
   * first time, and while somebody looks as a client.
   */
  readonly lastVisit: Date | null;
  /** Then `account` and `viewer` are those of the contact, and nothing of this session can be written. */
  readonly viewing?: Viewing;
}

/** Whose uses of a limit are counted: never those of a contact whom somebody else looks at. */
export const countedAs = ({ account, viewing }: SignedIn): AccountKey =>
  viewing ? { kind: "staff", id: viewing.staffId } : account;
