import { eq } from "drizzle-orm";
import { z } from "zod";
import { colleagueActs, companies } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { enqueueMail } from "@/lib/mail/outbox";
import { colleagueWords } from "./rules";

const payloadSchema = z.object({ id: z.uuid() });

/**
 * The job `colleagues.tell`: mails portal support what a company administrator did. The mail's key is the deed's, so a
 * job that runs twice mails once. Throws ZodError on a payload that is not ours.
 */
export async function tellColleagueAct(payload: unknown): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  await asSystem("the job reads what a company administrator did, and mails portal support", async (db) => {
    const [row] = await db
      .select({ act: colleagueActs, companyName: companies.name })
      .from(colleagueActs)
      .innerJoin(companies, eq(companies.id, colleagueActs.companyId))
      .where(eq(colleagueActs.id, id));
    if (!row) return;
    const { act, companyName } = row;
    const brand = await brandByKey(act.brand);
    const { billing, pay, casesScope: cases, requestsScope: requests, companyAdmin } = act;
    const rights = act.act === "removed" ? [] : colleagueWords({ billing, pay, cases, requests, companyAdmin });
    await enqueueMail(db, {
      brand: act.brand,
      kind: "colleague-act",
      to: brand.supportMailbox,
      toName: `${brand.name} portal support`,
      props: {
        act: act.act,
        companyName,
        by: act.byName,
        name: act.name,
        email: act.email,
        rights,
        number: act.number,
      },
      dedupeKey: `colleague-act:${act.id}`,
    });
  });
}
