import { getDomain } from "tldts";
import { bareAddress } from "./headers";

/*
 * Checks whether a mail was sent by its From address, by the findings of the server that received it for us (RFC 8601).
 */

/**
 * The name (lower case) and value of each header field, topmost first. Each server on the way adds its fields on top.
 */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

/** Splits the head of a mail into its fields. Fields that were folded over several lines are joined. */
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
  /** The name of the server that made the findings. */
  readonly server: string;
  /** For example the method `dkim` and the result `pass`. `about`: the properties that follow. */
  readonly findings: readonly { readonly method: string; readonly result: string; readonly about: string }[];
}

const MOST_NESTED = 20;

/**
 * Parses an Authentication-Results header; null if it is not well formed. Quoted texts and comments are left out,
 * because they may hold words of strangers.
 */
function parseResults(value: string): Results | null {
  // A quotation that does not end is replaced by one quote, so that no quotation begins inside it. It is refused below.
  let text = value.slice(0, 8_000).replaceAll(/"(?:[^"\\]|\\.)*("?)/g, (_all, end: string) => (end ? "" : '"'));
  // Nobody nests more comments than this, and each level takes another pass over the text.
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
    // Amazon puts a semicolon before the properties of its SPF finding, too.
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

/** The registered domain above a domain: all domains below it belong to the same organization (RFC 7489, 3.2). */
function organization(domain: string): string | null {
  return getDomain(domain, { allowPrivateDomains: true });
}

function isAligned(domain: string | undefined, from: string): boolean {
  if (!domain) return false;
  const own = organization(from);
  return domain === from || (own !== null && organization(domain) === own);
}

/**
 * Why a mail may not be from this address, in words for staff. Null if the server that received it for us found that it
 * is: by DMARC, or by SPF or DKIM of a domain of the same organization. Only the topmost Authentication-Results header
 * counts, and only if `receiver` wrote it: others may have written the ones below. `fields` must be in the order of the
 * mail.
 */
export function doubtOfSender(fields: HeaderFields, address: string, receiver: string): string | null {
  const from = fields.filter(([name]) => name === "from");
  if (from.length !== 1) return "The mail names no sender, or several.";
  if (bareAddress(from[0]?.[1] ?? "") !== address) return "The mail names another sender than its envelope.";
  const results = topResults(fields);
  if (results?.server !== receiver) return "The server that received it has found nothing about its sender.";
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const dmarc = results.findings.filter(({ method }) => method === "dmarc");
  // A failed DMARC check decides even if others passed: the owner of the domain says that such mail is not theirs.
  if (dmarc.some(({ result }) => result === "fail")) return "The domain of the sender did not send this mail.";
  const proves = results.findings.some(({ method, result, about }) => {
    if (result !== "pass") return false;
    if (method === "dmarc")
      return isAligned(names(about, "header.from") ? property(about, "header.from") : domain, domain);
    if (method === "dkim") {
      const signer = names(about, "header.d") ? property(about, "header.d") : property(about, "header.i");
      return isAligned(afterAt(signer), domain);
    }
    return method === "spf" && isAligned(afterAt(property(about, "smtp.mailfrom", "envelope-from")), domain);
  });
  return proves ? null : "Nothing proves that this mail is from the address that it names.";
}

const afterAt = (value: string | undefined) => value?.replace(/^.*@/, "");

const names = (about: string, property: string) =>
  about.split(/[\s;]+/).some((word) => word.startsWith(`${property}=`));

/** The value of the one property that has one of these names; undefined if there are several or it is ambiguous. */
function property(about: string, ...names: readonly string[]): string | undefined {
  const values = about
    .split(/[\s;]+/)
    .flatMap((word) => names.flatMap((name) => (word.startsWith(`${name}=`) ? [word.slice(name.length + 1)] : [])));
  return values.length === 1 && /^(?:[^=@]*@)?[^=@]+$/.test(values[0] ?? "") ? values[0] : undefined;
}
