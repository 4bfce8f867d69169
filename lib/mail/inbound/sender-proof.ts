import { bareAddress, type MailHeaders } from "./headers";

/* Whether a mail comes from where its From says, as the server found that received it for us (RFC 8601). */

/** Name, lower case, and value of each header field, the topmost first: each server on the way puts its own on top. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

/**
 * The name by which the server that receives for us signs its findings: Resend receives by Amazon SES. Resend's
 * description says nothing of it, so with another name there, no answer of staff by mail would be believed.
 */
const OUR_RECEIVER = "amazonses.com";

/** Splits the head of a mail into its fields, folded lines joined. */
export function headerFields(head: string): HeaderFields {
  const fields: [string, string][] = [];
  for (const line of head.split(/\r?\n/)) {
    if (line === "") break;
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last) last[1] = `${last[1]} ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon > 0) fields.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
  }
  return fields;
}

/** The same from headers that have lost their order, where a field that came several times may be one text of lines. */
export function fieldsOf(headers: MailHeaders): HeaderFields {
  return Object.entries(headers).flatMap(([name, value]) =>
    String(value)
      .split("\n")
      .map((line) => [name.toLowerCase(), line.trim()] as const),
  );
}

interface Results {
  /** Who says so. */
  readonly server: string;
  /** As `dkim`, `pass`, and what else the finding names. */
  readonly findings: readonly { readonly method: string; readonly result: string; readonly about: string }[];
}

/** Null for what is no such header. Quoted texts and comments, which hold words of strangers, are left out. */
function parseResults(value: string): Results | null {
  let text = value.slice(0, 8_000).replaceAll(/"(?:[^"\\]|\\.)*"/g, "");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replaceAll(/\([^()]*\)/g, " ");
  }
  if (/["()]/.test(text)) return null;
  const [server = "", ...rest] = text.split(";").map((part) => part.trim());
  const findings = rest.flatMap((part) => {
    const [, method = "", result = "", about = ""] = /^(\w+)\s*=\s*(\w+)\b(.*)$/s.exec(part.toLowerCase()) ?? [];
    return method ? [{ method, result, about }] : [];
  });
  return { server: server.toLowerCase().split(/\s/)[0] ?? "", findings };
}

const first = (fields: HeaderFields, name: string) => fields.find(([key]) => key === name)?.[1] ?? null;

function topResults(fields: HeaderFields): Results | null {
  const value = first(fields, "authentication-results");
  return value === null ? null : parseResults(value);
}

const has = (results: Results | null, method: string, result: string) =>
  results?.findings.some((finding) => finding.method === method && finding.result === result) ?? false;

/**
 * Do the findings on a mail say that its sender's domain did not send it? Only "fail" is believed here, whoever says so;
 * mail that was forwarded fails SPF as a rule and is its sender's where its signature holds.
 */
export function isDisowned(fields: HeaderFields): boolean {
  const top = topResults(fields);
  if (has(top, "dmarc", "fail")) return true;
  const chain = fields.filter(([name]) => name === "arc-authentication-results").map(([, value]) => value);
  if (chain.some((value) => has(parseResults(value.replace(/^\s*i=\d+\s*;/, "")), "dmarc", "fail"))) return true;
  const spfFailed = has(top, "spf", "fail") || /^fail\b/i.test(first(fields, "received-spf") ?? "");
  return spfFailed && !has(top, "dkim", "pass") && !has(top, "dmarc", "pass");
}

/**
 * Did the server that received the mail for us find that it is from this address's domain: by DMARC, or by a signature
 * of that very domain or one below it? `fields` must be in the order of the mail; what stands lower down was written by
 * others.
 */
export function isProven(fields: HeaderFields, address: string): boolean {
  const from = fields.filter(([name]) => name === "from");
  if (from.length !== 1 || bareAddress(from[0]?.[1] ?? "") !== address) return false;
  const results = topResults(fields);
  if (results?.server !== OUR_RECEIVER) return false;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const dmarc = results.findings.filter(({ method }) => method === "dmarc");
  if (dmarc.some(({ result }) => result === "fail")) return false;
  if (
    dmarc.length > 0 &&
    dmarc.every(({ result, about }) => result === "pass" && isAbout(about, "header.from", domain))
  ) {
    return true;
  }
  return results.findings.some(({ method, result, about }) => {
    const signer = property(about, "header.d") ?? property(about, "header.i")?.replace(/^.*@/, "");
    return method === "dkim" && result === "pass" && (signer === domain || (signer?.endsWith(`.${domain}`) ?? false));
  });
}

const property = (about: string, name: string) =>
  about
    .split(/\s+/)
    .find((word) => word.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** A finding that names no domain is about the mail's own. */
const isAbout = (about: string, name: string, domain: string) => (property(about, name) ?? domain) === domain;
