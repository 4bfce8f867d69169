interface Viewed {
  readonly brand: string;
  readonly isClosed: boolean;
}

/** Why an administrator cannot view the portal as this contact on this host, as a sentence; null where they can. */
export function whyNotViewed(contact: Viewed, host: string, brand: { readonly name: string }): string | null {
  if (contact.isClosed) return "This account is disabled, so there is nothing to see.";
  if (contact.brand !== host) return `Log in on the portal of ${brand.name} to view as this contact.`;
  return null;
}
