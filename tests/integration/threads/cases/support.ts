import { type ClientViewer, runAsViewer } from "@/db/viewer";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { brandByKey } from "@/lib/gate/brand/load";
import type { ClientContext as CaseContext } from "@/lib/threads/life/service";
import { requestHeaders } from "@/tests/support/next-headers";
import { sessionCookie } from "@/tests/support/route";
import { clientViewer, createAgreement, createCompany, createContact } from "@/tests/support/world";

/* A test file that sends forms begins with vi.mock("next/headers", () => import("@/tests/support/next-headers")); */

type Company = Awaited<ReturnType<typeof createCompany>>;
export type Contact = Awaited<ReturnType<typeof createContact>>;

export const LOCAL = { zone: "America/New_York" };
const IN_FORCE = { startsOn: "2020-01-01", endsOn: "2099-12-31" };
export const ENDED = { startsOn: "2020-01-01", endsOn: "2020-12-31" };

/** A company with a support agreement in force. */
export async function coveredCompany(brand = "cimsoft", name?: string): Promise<Company> {
  const company = await createCompany({ brand, ...(name ? { name } : {}) });
  await createAgreement(company, IN_FORCE);
  return company;
}

/** A covered company with somebody who may file there. */
export async function plant(brand = "cimsoft", scope: "own" | "company" = "own") {
  const company = await coveredCompany(brand);
  const filer = await createContact(company, { casesScope: scope, name: "Robin Meyer" });
  return { company, filer };
}

/** Work in a contact's own transaction, as an action or a reply by mail gives it. */
export async function as<T>(
  contact: Contact,
  work: (context: CaseContext) => Promise<T>,
  mode: "read" | "write" = "write",
): Promise<T> {
  const brand = await brandByKey(contact.brand);
  const viewer: ClientViewer = clientViewer(contact);
  return runAsViewer(viewer, mode, (context) => work({ ...context, brand, name: contact.name }));
}

export interface Sender {
  readonly brand: string;
  /** Nobody is signed in without. */
  readonly account?: { readonly kind: "contact" | "staff"; readonly id: string };
}

export type Outcome =
  | { readonly kind: "redirected"; readonly to: string }
  | { readonly kind: "missing" }
  | { readonly kind: "refused"; readonly result: ActionResult };

/** What becomes of a form that is sent with a real session. A list goes under `name[]`. */
export async function send(
  action: FormAction,
  { brand, account }: Sender,
  fields: Readonly<Record<string, string | readonly string[]>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const { origin } = await brandByKey(brand);
  const headers = new Headers({ host: new URL(origin).host, origin, ...more });
  if (account) headers.set("cookie", await sessionCookie(account, brand));
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === "string" ? [value] : value) form.append(name, one);
  }
  try {
    return { kind: "refused", result: await requestHeaders.run(headers, () => action(null, form)) };
  } catch (error) {
    const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
    if (digest.startsWith("NEXT_REDIRECT;")) {
      return { kind: "redirected", to: digest.split(";").slice(2, -2).join(";") };
    }
    if (digest === "NEXT_HTTP_ERROR_FALLBACK;404") return { kind: "missing" };
    throw error;
  }
}

export const contactOf = ({ id, brand }: Contact): Sender => ({ brand, account: { kind: "contact", id } });
