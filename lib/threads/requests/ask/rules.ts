import type { InvoiceKind } from "@/db/schema/constants";
import { lastDayWords } from "@/lib/kit/time";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import type { AskedKind } from "@/lib/threads/requests/schema";

/** What a subject is made of. Of the form's fields only the text is used; everything else is what the database has. */
export interface SubjectFacts {
  readonly agreement?: { readonly product: string; readonly endsOn: string } | undefined;
  /** The label of **Upgrade**, where the form is the brand's own for it. */
  readonly upgrade?: string | undefined;
  /** As documentWords writes it. */
  readonly invoice?: string | undefined;
  readonly estimate?: string | undefined;
  readonly body: string;
}

/** `invoice INV-1042`, `credit note CN-77`. */
export function documentWords({ kind, number }: { readonly kind: InvoiceKind; readonly number: string }): string {
  return `${kind === "credit_note" ? "credit note" : "invoice"} ${number}`;
}

const LONGEST = 80;

/** The subject of a request in lists and mails, at most 200 characters. */
export function subjectOf(kind: AskedKind, { agreement, upgrade, invoice, estimate, body }: SubjectFacts): string {
  switch (kind) {
    case "renewal":
      return agreement ? `Renewal of ${termWords(agreement)}` : KIND_LABELS.renewal;
    case "support_agreement":
      return agreement ? `Support agreement ${termWords(agreement)}` : KIND_LABELS.support_agreement;
    case "invoice":
      return `Question about ${invoice ?? "an invoice"}`;
    case "estimate":
      return `New quote for ${estimate ?? "an estimate"}`;
    case "subscription":
      if (upgrade) return agreement ? `${upgrade}: ${termWords(agreement)}` : upgrade;
      return agreement ? `Subscription ${termWords(agreement)}` : beginningOf(body, KIND_LABELS.subscription);
    case "message":
      return beginningOf(body, KIND_LABELS.message);
  }
}

function termWords({ product, endsOn }: { readonly product: string; readonly endsOn: string }): string {
  return `${Array.from(product).slice(0, 120).join("")}, ${lastDayWords("ends", endsOn)}`;
}

/** The text's first line, cut at a word. */
function beginningOf(body: string, otherwise: string): string {
  const line = (body.split("\n").find((text) => text.trim() !== "") ?? "").replaceAll(/\s+/gu, " ").trim();
  if (line === "") return otherwise;
  const letters = Array.from(line);
  if (letters.length <= LONGEST) return line;
  const cut = letters.slice(0, LONGEST).join("");
  const atWord = cut.lastIndexOf(" ");
  return `${atWord > LONGEST / 2 ? cut.slice(0, atWord) : cut} …`;
}
