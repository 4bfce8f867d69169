import { and, asc, eq } from "drizzle-orm";
import { cannedReplies, staff, staffBrands } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { listProducts, type SupportedProduct } from "@/lib/threads/cases/queries";
import { besideCases, visibleAgents, visibleColleagues } from "@/lib/threads/cases/staff/policy";
import type { PersonRef, StaffCase } from "@/lib/threads/cases/staff/queries";
import { type FilledReply, fillReply } from "@/lib/threads/staff/canned-replies/rules";

/** Who works cases of a brand (of any of the viewer's without one), by name. */
export async function listAgents({ viewer, db }: Context<StaffViewer>, brand?: string): Promise<PersonRef[]> {
  return db
    .selectDistinct({ id: staff.id, name: staff.name })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(visibleAgents(viewer), brand ? eq(staffBrands.brand, brand) : undefined))
    .orderBy(asc(staff.name), asc(staff.id));
}

/** Somebody who works cases of the brand; null for anybody else. */
export async function findAgent(context: Context<StaffViewer>, brand: string, id: string): Promise<PersonRef | null> {
  return (await listAgents(context, brand)).find((agent) => agent.id === id) ?? null;
}

/** How a member of staff is called, whatever they do today. */
export async function findStaffName({ viewer, db }: Context<StaffViewer>, id: string): Promise<string | null> {
  const [row] = await db
    .select({ name: staff.name })
    .from(staff)
    .where(and(visibleColleagues(viewer), eq(staff.id, id)));
  return row?.name ?? null;
}

export interface CannedReply extends FilledReply {
  readonly id: string;
  readonly title: string;
}

/** The brand's texts to answer with, filled in for this case, in the brand's own order. */
async function listCannedReplies(
  { viewer, db }: Context<StaffViewer>,
  found: StaffCase,
  agent: string,
): Promise<CannedReply[]> {
  const rows = await db
    .select({ id: cannedReplies.id, title: cannedReplies.title, body: cannedReplies.body })
    .from(cannedReplies)
    .where(
      and(
        besideCases(viewer, cannedReplies.brand),
        eq(cannedReplies.brand, found.brand.key),
        eq(cannedReplies.threadKind, "case"),
      ),
    )
    .orderBy(asc(cannedReplies.position), asc(cannedReplies.title));
  const facts = {
    name: found.filedBy.name,
    number: found.number,
    subject: found.subject,
    company: found.company.name,
    product: [found.product, found.productVersion].filter(Boolean).join(" "),
    agent,
  };
  return rows.map(({ id, title, body }) => ({ id, title, ...fillReply(body, facts) }));
}

/** What an agent can choose from on the page of a case. */
export interface CaseChoices {
  readonly agents: readonly PersonRef[];
  /** The brand's, and the case's own product where it is none of them. */
  readonly products: readonly SupportedProduct[];
  readonly replies: readonly CannedReply[];
}

export async function readCaseChoices(
  context: Context<StaffViewer>,
  found: StaffCase,
  agent: string,
): Promise<CaseChoices> {
  const supported = await listProducts(context, found.brand.key);
  const isListed = supported.some(({ name }) => name === found.product);
  return {
    agents: await listAgents(context, found.brand.key),
    products: isListed ? supported : [{ name: found.product, versions: [] }, ...supported],
    replies: await listCannedReplies(context, found, agent),
  };
}
