import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { agreements, changeRequests, estimates, invoices, threads } from "@/db/schema";
import type { AgreementKind, ChangeField, ChangeState, InvoiceKind, RequestKind } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { type Moment, momentOf } from "@/lib/kit/list-time";
import type { Zoned } from "@/lib/kit/time";
import { systemNow } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { readRequestTarget } from "@/lib/threads/answer-clock/queries";
import { answerDue, inTwoZones, type TwoZones } from "@/lib/threads/answer-clock/rules";
import { type ClientThread, readClientThread } from "@/lib/threads/life/queries";
import { ofVisibleThreads } from "@/lib/threads/policy";
import { findRequestRecord, type RequestRecord } from "@/lib/threads/requests/record/queries";

/** What a request is about: an agreement or a document of the company; null where the viewer may not open it. */
interface RequestAbout {
  readonly agreement: { readonly kind: AgreementKind; readonly product: string; readonly endsOn: string } | null;
  readonly invoice: { readonly kind: InvoiceKind; readonly number: string } | null;
  /** Number of the estimate as printed. */
  readonly estimate: string | null;
}

/** The change that a request of kind `change` asks for, and what became of it. */
export interface RequestedChange {
  readonly field: ChangeField;
  readonly before: string;
  readonly wanted: string;
  readonly state: ChangeState;
  readonly decidedByName: string | null;
  readonly decidedWhen: Moment | null;
  /** What the administrator's approval wrote, in words. */
  readonly applied: string | null;
}

export interface RequestDetail extends ClientThread<"request"> {
  readonly kind: RequestKind;
  readonly askedBy: { readonly name: string; readonly isMe: boolean };
  readonly askedWhen: Moment;
  /** The member of the account team to whom it was written, by their name at that time. */
  readonly memberName: string | null;
  /** The owner; null while there is none. `inPlaceOf`: name of the colleague for whom the owner stands in. */
  readonly owner: { readonly name: string; readonly inPlaceOf: string | null } | null;
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly neededBy: string | null;
  readonly about: RequestAbout;
  readonly change: RequestedChange | null;
}

/** A request as a client's page shows it; null for whatever the viewer may not see. */
export async function findRequest(
  context: Context<ClientViewer>,
  key: { readonly brand: Brand; readonly number: string },
  local: Zoned,
): Promise<RequestDetail | null> {
  const { viewer } = context;
  const { brand, number } = key;
  const row = await findRequestRecord(context, and(eq(threads.brand, brand.key), eq(threads.number, number)));
  if (!row) return null;
  const time = (at: Date) => momentOf(at, local.zone);
  const { shown, ...beside } = await together({
    shown: readClientThread(context, row, brand, local),
    owner: readOwner(context, row.id),
    about: readAbout(context, row),
    change: row.topic === "change" ? readChange(context, row.id, time) : null,
  });
  if (!shown) return null;
  return {
    ...shown,
    ...beside,
    kind: row.topic,
    askedBy: { name: row.openedByName, isMe: row.openedBy === viewer.contactId },
    askedWhen: time(row.createdAt),
    memberName: row.memberName,
    neededBy: row.neededBy,
  };
}

const people = z.array(z.object({ owner_name: z.string().nullable(), in_place_of_name: z.string().nullable() }));

async function readOwner({ db }: Context<ClientViewer>, id: string): Promise<RequestDetail["owner"]> {
  const [found] = people.parse([
    ...(await db.execute(sql`select owner_name, in_place_of_name from thread_people(${id}::uuid)`)),
  ]);
  return found?.owner_name ? { name: found.owner_name, inPlaceOf: found.in_place_of_name } : null;
}

/** The agreement and documents that a request is about, as far as the viewer may see them. */
export async function readAbout({ viewer, db }: Context, row: RequestRecord): Promise<RequestAbout> {
  const agreement = row.agreementId
    ? db
        .select({ kind: agreements.kind, product: agreements.product, endsOn: agreements.endsOn })
        .from(agreements)
        .where(and(visibleAgreements(viewer), eq(agreements.id, row.agreementId)))
    : [];
  const invoice = row.invoiceId
    ? db
        .select({ kind: invoices.kind, number: invoices.number })
        .from(invoices)
        .where(and(visibleInvoices(viewer), eq(invoices.id, row.invoiceId)))
    : [];
  const estimate = row.estimateId
    ? db
        .select({ number: estimates.number })
        .from(estimates)
        .where(and(visibleEstimates(viewer), eq(estimates.id, row.estimateId)))
    : [];
  const about = await together({ agreement, invoice, estimate });
  return {
    agreement: about.agreement[0] ?? null,
    invoice: about.invoice[0] ?? null,
    estimate: about.estimate[0]?.number ?? null,
  };
}

async function readChange(
  { viewer, db }: Context<ClientViewer>,
  id: string,
  time: (at: Date) => Moment,
): Promise<RequestedChange | null> {
  const [row] = await db
    .select({
      field: changeRequests.field,
      before: changeRequests.before,
      wanted: changeRequests.wanted,
      state: changeRequests.state,
      decidedByName: changeRequests.decidedByName,
      decidedAt: changeRequests.decidedAt,
      applied: changeRequests.applied,
    })
    .from(changeRequests)
    .where(and(ofVisibleThreads(viewer, changeRequests.requestId), eq(changeRequests.requestId, id)));
  if (!row) return null;
  const { decidedAt, ...change } = row;
  return { ...change, decidedWhen: decidedAt && time(decidedAt) };
}

/** When a request of this kind, sent at this moment, would have its first answer. */
export async function expectedAnswer(
  context: Context,
  brand: Brand,
  kind: RequestKind,
  local: Zoned,
): Promise<TwoZones> {
  const minutes = await readRequestTarget(context, brand.key, kind);
  return inTwoZones(answerDue(brand.supportCalendar, systemNow(), minutes), brand, local);
}
