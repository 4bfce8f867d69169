/** The webhook of one brand's pager. */
export interface Pager {
  readonly url: string;
  /** Signs what is posted. */
  readonly secret: string;
}

const NAME = /^PAGER_(URL|SECRET)_([A-Z][A-Z0-9_]*)$/;
const SECRET_LENGTH = 32;

/**
 * Pagers by brand key, from `PAGER_URL_<BRAND>` and `PAGER_SECRET_<BRAND>`; `<BRAND>` is the key in upper case with `_`
 * for `-`. Both or none: a page without a signature could be anybody's. Each fault is a pair of variable and sentence.
 */
export function readPagers(source: Readonly<Record<string, string | undefined>>): {
  pagers: Record<string, Pager>;
  faults: [string, string][];
} {
  const faults: [string, string][] = [];
  const found = { URL: new Map<string, string>(), SECRET: new Map<string, string>() };
  for (const [name, value] of Object.entries(source)) {
    const [, kind, suffix] = NAME.exec(name) ?? [];
    if (!suffix || value === undefined || value === "") continue;
    const fault = kind === "URL" ? urlFault(value) : secretFault(value);
    if (fault) faults.push([name, fault]);
    else found[kind as "URL" | "SECRET"].set(suffix, value);
  }
  const pagers: Record<string, Pager> = {};
  for (const suffix of new Set([...found.URL.keys(), ...found.SECRET.keys()])) {
    const [url, secret] = [found.URL.get(suffix), found.SECRET.get(suffix)];
    if (url && secret) pagers[suffix.toLowerCase().replaceAll("_", "-")] = { url, secret };
    else if (url) faults.push([`PAGER_SECRET_${suffix}`, "is missing beside its address"]);
    else faults.push([`PAGER_URL_${suffix}`, "is missing beside its secret"]);
  }
  return { pagers, faults };
}

function secretFault(value: string): string | null {
  return value.length < SECRET_LENGTH ? `must have at least ${SECRET_LENGTH} characters` : null;
}

function urlFault(value: string): string | null {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol !== "https:") return "is an https:// address";
  if (url.username || url.password) return "carries no name or password: the signature proves who posts";
  return null;
}
