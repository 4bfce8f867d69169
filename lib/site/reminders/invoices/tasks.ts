import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { contacts } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { isUsable } from "@/lib/gate/accounts";
import { loadBrands } from "@/lib/gate/brand/load";
import { clientViewerOf } from "@/lib/gate/viewers";
import { businessDayOf } from "@/lib/kit/time";
import type { Reminded } from "@/lib/mail/digest";
import { REMINDER_KINDS } from "@/lib/mail/reminder-kinds";
import type { Attachment } from "@/lib/mail/resend";
import type { Attach } from "@/lib/mail/send";
import { documentTitle, invoicePdf } from "@/lib/money/invoices/document/export";
import { findInvoice } from "@/lib/money/invoices/document/queries";
import { renderPdf } from "@/lib/pdf/render";

/** The most PDFs that go with one mail. */
const MOST_FILES = 10;

const isOfInvoice = ({ kind }: Reminded) => REMINDER_KINDS[kind].audience === "invoiced";

/**
 * The PDFs of the invoices that a daily mail reminds of, each once, as its recipient would get them in the portal: what
 * they may not see at this moment has none.
 */
export const attachInvoices: Attach = async (person, reminded, now) => {
  const ids = [...new Set(reminded.filter(isOfInvoice).map(({ about }) => about))].slice(0, MOST_FILES);
  if (person.kind !== "contact" || ids.length === 0) return [];
  const { contact, numbers } = await asSystem("the invoices of a daily mail go with it", async (db) => ({
    contact: (await db.select().from(contacts).where(eq(contacts.id, person.id)))[0],
    numbers: z
      .array(z.object({ id: z.string(), number: z.string() }))
      .parse([...(await db.execute(sql`select id, number from invoices where id = any (${sql.param(ids)}::uuid[])`))]),
  }));
  const brand = (await loadBrands()).find(({ key }) => key === contact?.brand);
  if (!contact || !brand || !isUsable(contact)) return [];
  const today = businessDayOf(now, brand.zone);
  const files: Attachment[] = [];
  for (const id of ids) {
    const number = numbers.find((row) => row.id === id)?.number;
    const document =
      number &&
      (await runAsViewer(clientViewerOf(contact), "read", (context) =>
        findInvoice(context, { brand: brand.key, number }, today),
      ));
    if (!document) continue;
    const content = await renderPdf(invoicePdf(brand, document, today));
    files.push({ filename: `${documentTitle(document).replaceAll(/[^\w .-]/g, "_")}.pdf`, content });
  }
  return files;
};
