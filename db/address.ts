/** The address for viewers and the gate, and whether it is that of a login that owns nothing. */
export function webAddress(): { readonly url: string; readonly ownsNothing: boolean } {
  const { DATABASE_WEB_URL: web, DATABASE_URL: owner } = process.env;
  const url = web || owner;
  if (!url) throw new Error("Neither DATABASE_WEB_URL nor DATABASE_URL is set");
  return { url, ownsNothing: url !== owner };
}
