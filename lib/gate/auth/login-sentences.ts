/**
 * What the login page says about what happened before. The URL has only the code, so nobody can put words on the page.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  "password-set": "Your new password is set. Log in with it.",
  "address-confirmed": "Your sign-in email is changed. Set a new password for it with the link below.",
  "signed-out": "You are logged out.",
};

/** The sentence of a code, null for any other text. */
export function loginSentence(code: unknown): string | null {
  return typeof code === "string" && Object.hasOwn(SENTENCES, code) ? (SENTENCES[code] ?? null) : null;
}
