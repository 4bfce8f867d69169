import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { ChatOutcome } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, formatDay, systemNow, zoneName } from "@/lib/kit/time";
import { owed, promisedHours, readCaseTargets } from "@/lib/threads/answer-clock/queries";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { auditThread } from "@/lib/threads/life/service";

/** The first line of a transcript. */
export function transcriptHead(brand: Brand, { number, createdAt }: { number: string; createdAt: Date }): string {
  const day = businessInstant(createdAt).toZonedDateTimeISO(brand.zone).toPlainDate().toString();
  return `Chat ${number} of ${formatDay(day)}. Times are ${zoneName(brand.zone)}.`;
}

const numbers = z.array(z.object({ number: z.string().nullable() }));

/**
 * Makes the chat a case of the lowest severity, in the viewer's transaction, which has found the chat. The database does
 * it, because staff open no threads and internal notes come along; it does so once, and ends the chat. Throws CONFLICT where the client may no longer have cases.
 */
export async function makeCase(
  context: Context,
  row: ThreadRecord<"chat">,
  { brand, outcome }: { readonly brand: Brand; readonly outcome: ChatOutcome },
): Promise<{ caseNumber: string }> {
  const targets = await readCaseTargets(context, brand.key);
  const hours = await promisedHours(context, brand, { ...row, kind: "case" });
  const { answerDueAt } = owed(hours, systemNow(), targets.question);
  const [made] = numbers.parse([
    ...(await context.db.execute(
      sql`select chat_into_case(${row.id}::uuid, ${uuidv7()}::uuid, ${transcriptHead(brand, row)}, ${answerDueAt.toISOString()}::timestamptz, ${outcome}) as number`,
    )),
  ]);
  if (!made?.number) {
    throw new AppError("CONFLICT", "This chat cannot become a case: support is no longer open to the client.");
  }
  await auditThread(context, row, "became-case", { case: made.number, outcome });
  return { caseNumber: made.number };
}
