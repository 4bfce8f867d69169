import type { AccountKind } from "@/db/schema/constants";
import type { Viewer } from "@/db/viewer";

/** Who is signed in, as the rows behind the session say at this moment. */
export interface SignedIn {
  readonly sessionId: string;
  /** Brand whose host signed in. A client's session is valid there alone. */
  readonly brand: string;
  readonly account: {
    readonly kind: AccountKind;
    readonly id: string;
    readonly email: string;
    readonly name: string;
    /** IANA zone of the person, null for the brand's. */
    readonly timeZone: string | null;
  };
  readonly viewer: Viewer;
}
