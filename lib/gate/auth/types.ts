import type { AccountKind } from "@/db/schema/constants";
import type { Viewer } from "@/db/viewer";

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
}
