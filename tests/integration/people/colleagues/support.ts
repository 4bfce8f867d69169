import { createCompany, createContact, unique } from "@/tests/support/world";

/** A form that gives no rights. */
export const NO_RIGHTS = { money: "none", cases: "none", requests: "none", companyAdmin: "no" } as const;

/** A company with a confirmed domain and an administrator who has every right unless `over` says otherwise. */
export async function staffedCompany(over: Parameters<typeof createContact>[1] = {}, brand = "cimsoft") {
  const domain = `${unique("plant").toLowerCase()}.example`;
  const company = await createCompany({ brand, mailDomains: [domain] });
  const admin = await createContact(company, {
    ...{ pay: true, casesScope: "company", requestsScope: "company", companyAdmin: true, name: "Robin Meyer" },
    ...over,
  });
  return { company, domain, admin };
}
