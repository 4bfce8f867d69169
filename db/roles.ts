/**
 * Names of the roles in which transactions run. `gate` is for what the web process does without a viewer, such as sign-in
 * and webhooks. `none` has no right at all. Roles belong to the cluster, so a prefix keeps two deployments apart.
 */
export function roleNames(prefix: string) {
  return {
    client: `${prefix}_client`,
    staff: `${prefix}_staff`,
    gate: `${prefix}_gate`,
    none: `${prefix}_none`,
  } as const;
}

/** The prefix of this process. It is read here and not by lib/env.ts, because db does not import state of lib. */
export function rolePrefix(): string {
  const prefix = process.env.PORTAL_ROLE_PREFIX || "portal";
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(prefix))
    throw new Error("PORTAL_ROLE_PREFIX takes lower-case letters, digits and _");
  return prefix;
}
