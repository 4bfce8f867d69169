import { getDomain } from "tldts";
import { bareAddress } from "./headers";

/* Whether a mail comes from where its From says, as the server found that received it for us (RFC 8601). */

/** Name, lower case, and value of each header field, the topmost first: each server on the way puts its own on top. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

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

interface Results {
  /** Who says so. */
  readonly server: string;
  /** As `dkim`, `pass`, and what else the finding names. */
  readonly findings: readonly { readonly method: string; readonly result: string; readonly about: string }[];
}

const MOST_NESTED = 20;

/** Null for what is no such header. Quoted texts and comments, which hold words of strangers, are left out. */
function parseResults(value: string): Results | null {
  // A quotation without an end is taken up to where it breaks off, so that no other is begun within it, and refused below.
  let text = value.slice(0, 8_000).replaceAll(/"(?:[^"\\]|\\.)*("?)/g, (_all, end: string) => (end ? "" : '"'));
  // Nobody puts more comments into each other, and each takes another look at all of it.
  for (let before = "", depth = 0; before !== text && depth < MOST_NESTED; depth++) {
    before = text;
    text = text.replaceAll(/\([^()]*\)/g, " ");
  }
  if (/["()]/.test(text)) return null;
  const [server = "", ...rest] = text.split(";").map((part) => part.trim());
  const findings: { method: string; result: string; about: string }[] = [];
  for (const part of rest.map((text) => text.toLowerCase())) {
    const [, method, result = "", about = ""] = /^(spf|dkim|dmarc)\s*=\s*(\w+)(?=\s|$)(.*)$/s.exec(part) ?? [];
    const last = findings.at(-1);
    if (method) findings.push({ method, result, about });
    // Amazon parts what belongs to its finding of SPF by the same mark as its findings.
    else if (last?.method === "spf" && /^(envelope-from|helo|client-ip)=/.test(part)) last.about += ` ${part}`;
    else if (part) findings.push({ method: "other", result: "", about: part });
  }
  return { server: server.toLowerCase().split(/\s/)[0] ?? "", findings };
}

const first = (fields: HeaderFields, name: string) => fields.find(([key]) => key === name)?.[1] ?? null;

function topResults(fields: HeaderFields): Results | null {
  const value = first(fields, "authentication-results");
  return value === null ? null : parseResults(value);
}

/** The domain that somebody registered, under which all are the same organization's (RFC 7489, 3.2). */
function organization(domain: string): string | null {
  return getDomain(domain, { allowPrivateDomains: true });
}

function isAligned(domain: string | undefined, from: string): boolean {
  if (!domain) return false;
  const own = organization(from);
  return domain === from || (own !== null && organization(domain) === own);
}

/**
 * Why the server that received the mail for us did not find that it is from this address, in words for staff; null where
 * it did: by DMARC, or by SPF or a signature of the domain's own organization. Only the topmost Authentication-Results
 * counts, and only in the name of `receiver`: what stands lower down was written by others. `fields` must be in the order
 * of the mail.
 */
export function doubtOfSender(fields: HeaderFields, address: string, receiver: string): string | null {
  const from = fields.filter(([name]) => name === "from");
  if (from.length !== 1) return "The mail names no sender, or several.";
  if (bareAddress(from[0]?.[1] ?? "") !== address) return "The mail names another sender than its envelope.";
  const results = topResults(fields);
  if (results?.server !== receiver) return "The server that received it has found nothing about its sender.";
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const dmarc = results.findings.filter(({ method }) => method === "dmarc");
  // Whatever else passes: the domain says of itself that this mail is not its own.
  if (dmarc.some(({ result }) => result === "fail")) return "The domain of the sender did not send this mail.";
  const proves = results.findings.some(({ method, result, about }) => {
    if (result !== "pass") return false;
    if (method === "dmarc") return isAligned(property(about, "header.from") ?? domain, domain);
    if (method === "dkim")
      return isAligned(property(about, "header.d") ?? afterAt(property(about, "header.i")), domain);
    return method === "spf" && isAligned(afterAt(property(about, "smtp.mailfrom", "envelope-from")), domain);
  });
  return proves ? null : "Nothing proves that this mail is from the address that it names.";
}

const afterAt = (value: string | undefined) => value?.replace(/^.*@/, "");

/** The value of the first of the names that the finding has. A value that could be read in two ways is none. */
function property(about: string, ...names: readonly string[]): string | undefined {
  const values = about
    .split(/[\s;]+/)
    .flatMap((word) => names.flatMap((name) => (word.startsWith(`${name}=`) ? [word.slice(name.length + 1)] : [])));
  return values.length === 1 && /^(?:[^=@]*@)?[^=@]+$/.test(values[0] ?? "") ? values[0] : undefined;
}
