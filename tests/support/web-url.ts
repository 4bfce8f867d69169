/** The address of the same database by the login that owns nothing. Its password protects nothing: the server is a test's. */
export function webUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = `${process.env.PORTAL_ROLE_PREFIX || "portal"}_web`;
  url.password = "web";
  return url.href;
}
