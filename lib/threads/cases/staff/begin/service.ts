import { OTHER_PRODUCT } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { brandByKey } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { owed, promisedHours, readCaseTargets } from "@/lib/threads/answer-clock/queries";
import { listProducts } from "@/lib/threads/cases/queries";
import { findBrandOf } from "@/lib/threads/staff/begin/queries";
import { beginForContact } from "@/lib/threads/staff/begin/service";
import type { StaffContext } from "@/lib/threads/staff/service";
import type { PhonedCaseInput } from "./schema";

/**
 * Files a case in the name of a contact who phoned, in one transaction. The first answer is promised as if the contact
 * had filed it. Throws as beginForContact, and INVALID for a product that the brand does not support.
 */
export async function filePhonedCase(context: StaffContext, input: PhonedCaseInput): Promise<{ number: string }> {
  const { id, company: companyId, contact: contactId, subject, severity, product, description, files } = input;
  const key = await findBrandOf(context, companyId);
  if (!key) throw new AppError("NOT_FOUND", "There is no such company.");
  const brand = await brandByKey(key);
  const isSupported =
    product === OTHER_PRODUCT || (await listProducts(context, key)).some(({ name }) => name === product);
  if (!isSupported) throw new AppError("INVALID", "Choose the product that this is about.", { field: "product" });
  const hours = await promisedHours(context, brand, { kind: "case", companyId, product });
  const targets = await readCaseTargets(context, key);
  const { answerSince, answerDueAt } = owed(hours, systemNow(), targets[severity]);
  return beginForContact(context, {
    ...{ kind: "case", id, companyId, contactId, subject, body: description, files },
    ...{ severity, product, productVersion: input.productVersion || null },
    ...{ askedAt: answerSince, due: answerDueAt },
  });
}
