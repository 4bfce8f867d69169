import { and, desc, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditEvents, sessions } from "@/db/schema";
import { together } from "@/lib/kit/together";
import { deviceWords } from "./device-words";
import type { SignedIn } from "./types";

/** Somebody signed in to an account, or tried to with a wrong password. */
export interface SignInEvent {
  readonly id: string;
  /** System time. */
  readonly at: Date;
  readonly succeeded: boolean;
  /** `Chrome on Windows` */
  readonly device: string;
  /** Key of the brand on whose host the try was made. */
  readonly brand: string;
}

const MOST = 20;

/**
 * The newest successful and failed sign-ins of one's own account on all brands, newest first. Tries that a limit
 * refused are not included, because their password was not checked.
 */
export async function readOwnSignIns(db: Transaction, { account }: SignedIn): Promise<SignInEvent[]> {
  const { begun, failed } = await together({
    begun: db
      .select({ id: sessions.id, at: sessions.createdAt, userAgent: sessions.userAgent, brand: sessions.brand })
      .from(sessions)
      .where(and(eq(sessions.accountKind, account.kind), eq(sessions.accountId, account.id)))
      .orderBy(desc(sessions.createdAt))
      .limit(MOST),
    failed: db
      .select({ id: auditEvents.id, at: auditEvents.at, brand: auditEvents.brand, details: auditEvents.details })
      .from(auditEvents)
      .where(
        and(
          eq(auditEvents.entity, account.kind),
          eq(auditEvents.entityId, account.id),
          eq(auditEvents.action, "sign-in.failed"),
        ),
      )
      .orderBy(desc(auditEvents.at))
      .limit(MOST),
  });
  return [
    ...begun.map(({ userAgent, ...row }) => ({ ...row, succeeded: true, device: deviceWords(userAgent) })),
    ...failed.map(({ details, brand, ...row }) => ({
      ...{ ...row, succeeded: false, brand: brand ?? "" },
      device: typeof details.device === "string" ? details.device : deviceWords(null),
    })),
  ]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, MOST);
}
