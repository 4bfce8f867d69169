import type { RequestForm } from "@/lib/threads/requests/ask/queries";
import { documentWords } from "@/lib/threads/requests/ask/rules";
import type { AskedKind } from "@/lib/threads/requests/schema";

/** Title of the page of a new request. */
export function headingOf(kind: AskedKind, about: Pick<RequestForm, "invoice" | "estimate">): string {
  switch (kind) {
    case "message":
      return "Send a message";
    case "subscription":
      return "Request subscriptions and contracts";
    case "renewal":
      return "Request renewal guidance";
    case "support_agreement":
      return "Request support agreement guidance";
    case "invoice":
      return `Ask about ${about.invoice ? documentWords(about.invoice) : "an invoice"}`;
    case "estimate":
      return `Ask for a new quote for ${about.estimate ?? "an estimate"}`;
  }
}

/** Help under the text field, by kind. */
export const MESSAGE_HELP: Readonly<Record<AskedKind, string>> = {
  message: "What is it about, and what do you need?",
  subscription: "Which products or contracts, how many, for which site. Ask here for copies and documents, too.",
  renewal: "What should stay, what should change, and whom else we should talk to.",
  support_agreement: "What you need support for, and when. Ask here for copies and documents, too.",
  invoice: "What is unclear or wrong, and which lines it is about.",
  estimate: "What has changed since: quantities, products, dates.",
};
