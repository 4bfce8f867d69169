/** The sign-in address of a contact who was erased ends so, and no mail server has it. */
export const ERASED = "@erased.invalid";

export const isErased = ({ email }: { readonly email: string }): boolean => email.endsWith(ERASED);

/** What erasure leaves, and why: read before the form is sent, and what the proof of erasure holds it to. */
export const KEPT = [
  "Invoices, payments and credits with their amounts and days, because bookkeeping must keep them. The payer is called “Former contact”.",
  "Lines of the audit log: who did what when, by number. Names and addresses in them are blanked.",
  "Conversations, for the company and for us. The author is called “Former contact”; full name, address and phone numbers in their texts are blanked.",
  "The contact’s key in the ERP alone, without any fact about the person, so that no import adds the person again.",
] as const;

export const GONE = [
  "Name, sign-in address, job title, phones, postal addresses and mail preferences",
  "The account: sessions, links, remembered browsers, password and reply addresses end at once",
  "Mails: their bodies and addresses, sent and received; what waits is not sent",
  "Files that the person sent: out of conversations at once, deleted within a day",
  "Forms of Connect with Us, invitations, followed products, opened resources, and records that were merged into this one",
] as const;

/** The text with these names replaced: the reason of an erasure stays for good, so it must not name whom it is about. */
export function withoutNames(reason: string, names: readonly string[]): string {
  return names.reduce((text, name) => {
    const at = text.toLowerCase().indexOf(name.toLowerCase());
    return at < 0 || name === "" ? text : `${text.slice(0, at)}the contact${text.slice(at + name.length)}`;
  }, reason);
}
