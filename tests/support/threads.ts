import { eq } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import * as schema from "@/db/schema";

/*
 * Views of cases and requests that join each with its thread, under the names of its kind. For tests to read; rows are
 * written to the tables.
 */

const { threads } = schema;
const query = new QueryBuilder({ casing: "snake_case" });

const life = {
  id: threads.id,
  brand: threads.brand,
  companyId: threads.companyId,
  number: threads.number,
  subject: threads.subject,
  status: threads.status,
  closedAt: threads.closedAt,
  firstAnswerDueAt: threads.firstAnswerDueAt,
  firstAnsweredAt: threads.firstAnsweredAt,
  answerDueAt: threads.answerDueAt,
  answerSince: threads.answerSince,
  activeAt: threads.activeAt,
  lastMessageAt: threads.lastMessageAt,
  lastAuthorKind: threads.lastAuthorKind,
  lastAuthorId: threads.lastAuthorId,
  createdAt: threads.createdAt,
  search: threads.search,
};

/** Columns of threads that every case has and that are null for other kinds. */
const about = {
  product: threads.product as unknown as typeof schema.products.name,
  severity: threads.severity as unknown as typeof schema.caseTargets.severity,
};

export const cases = query
  .select({
    ...life,
    filedBy: threads.openedBy,
    filedByName: threads.openedByName,
    ownerId: threads.ownerId,
    closeReason: threads.closeReason,
    product: about.product,
    productVersion: schema.cases.productVersion,
    severity: about.severity,
    followsId: schema.cases.followsId,
  })
  .from(threads)
  .innerJoin(schema.cases, eq(schema.cases.id, threads.id))
  .as("cases");

export const requests = query
  .select({
    ...life,
    kind: threads.topic,
    askedBy: threads.openedBy,
    askedByName: threads.openedByName,
    ownerId: threads.ownerId,
    standsInFor: threads.standsInFor,
    memberId: schema.requests.memberId,
    memberName: schema.requests.memberName,
    agreementId: schema.requests.agreementId,
    invoiceId: schema.requests.invoiceId,
    estimateId: schema.requests.estimateId,
    neededBy: schema.requests.neededBy,
  })
  .from(threads)
  .innerJoin(schema.requests, eq(schema.requests.id, threads.id))
  .as("requests");

/** Type of a row of these views. */
type Row<Of extends { readonly _: { readonly selectedFields: unknown } }> = Of["_"]["selectedFields"] extends infer F
  ? {
      [K in keyof F]: F[K] extends { _: { data: infer D; notNull: infer N } } ? (N extends true ? D : D | null) : never;
    }
  : never;
export type WholeCase = Row<typeof cases>;
export type WholeRequest = Row<typeof requests>;
