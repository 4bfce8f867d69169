import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import type { ClientContext as RequestContext } from "@/lib/threads/life/service";
import { clientViewer, createCompany, createContact, createStaff, createTeamMember } from "@/tests/support/world";

/* A test file that sends forms begins with vi.mock("next/headers", () => import("@/tests/support/next-headers")). */

export type Contact = Awaited<ReturnType<typeof createContact>>;

export const LOCAL = { zone: "America/New_York" };

/** A company with somebody who may ask, and an account manager and a subscription manager who answer. */
export async function office(brand = "cimsoft", scope: "own" | "company" = "own") {
  const company = await createCompany({ brand });
  const asker = await createContact(company, { requestsScope: scope, name: "Robin Meyer" });
  const accounts = await createStaff(["account_manager"], { name: "Dana Whitfield" });
  const subscriptions = await createStaff(["subscription_manager"], { name: "Priya Raman" });
  const manager = await createTeamMember(company, { staffId: accounts.id, name: accounts.name });
  const subscriber = await createTeamMember(company, {
    role: "subscription_manager",
    staffId: subscriptions.id,
    name: subscriptions.name,
  });
  return { company, asker, accounts, subscriptions, manager, subscriber };
}

/** Work in a contact's own transaction, as an action or a reply by mail gives it. */
export async function as<T>(
  contact: Contact,
  work: (context: RequestContext) => Promise<T>,
  mode: "read" | "write" = "write",
): Promise<T> {
  const brand = await brandByKey(contact.brand);
  const viewer: ClientViewer = clientViewer(contact);
  return runAsViewer(viewer, mode, (context) => work({ ...context, brand, name: contact.name }));
}

export const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test look", work);
