import { AppError } from "@/lib/errors";
import { beginForContact } from "@/lib/threads/staff/begin/service";
import type { StaffContext } from "@/lib/threads/staff/service";
import { findAbout } from "./queries";
import type { WriteFirstInput } from "./schema";

/**
 * Opens a request to a contact, which waits for their answer, in one transaction. Throws as beginForContact, and INVALID
 * for a document that the viewer does not see or that is another company's.
 */
export async function writeFirst(context: StaffContext, input: WriteFirstInput): Promise<{ number: string }> {
  const { id, company, contact, agreement, invoice, estimate, subject, body, files } = input;
  const isNamed = agreement !== undefined || invoice !== undefined || estimate !== undefined;
  const wish = { agreement: agreement ?? null, invoice: invoice ?? null, estimate: estimate ?? null };
  const about = isNamed ? await findAbout(context, wish) : null;
  if (isNamed && about?.companyId !== company) {
    throw new AppError("INVALID", "What this is about is no longer there. Begin again from its page.");
  }
  const topic = about?.topic ?? "message";
  return beginForContact(context, {
    ...{ kind: "request", id, companyId: company, contactId: contact, topic, subject, body, files },
    ...(topic === "renewal" && agreement ? { agreementId: agreement } : {}),
    ...(topic === "invoice" && invoice ? { invoiceId: invoice } : {}),
    ...(topic === "estimate" && estimate ? { estimateId: estimate } : {}),
  });
}
