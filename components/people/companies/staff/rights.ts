import type { ContactRights } from "@/lib/people/contacts/staff/queries";

/** `Invoices, pays, all cases, own requests`: the rights of a contact in a few words. */
export function shortRights({ billing, pay, cases, requests }: ContactRights): string {
  const words = [
    billing && (pay ? "Reads and pays invoices" : "Reads invoices"),
    cases !== "none" && (cases === "company" ? "the company’s cases" : "own cases"),
    requests !== "none" && (requests === "company" ? "the company’s requests" : "own requests"),
  ].filter((word) => word !== false);
  const text = words.join(", ");
  return text === "" ? "None" : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The rights of a contact as staff read them, one line each. */
export function rightsLines({ billing, pay, cases, requests }: ContactRights): string[] {
  return [
    billing ? "Reads invoices, estimates and statements" : "No invoices, estimates or statements",
    pay ? "Pays invoices" : "No payments",
    cases === "none" ? "No support cases" : cases === "own" ? "Own support cases" : "All support cases of the company",
    requests === "none" ? "No requests" : requests === "own" ? "Own requests" : "All requests of the company",
  ];
}
