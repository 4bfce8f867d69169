import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { companies, contacts } from "@/db/schema";
import type { Account } from "@/lib/gate/accounts";
import type { Brand } from "@/lib/gate/brand/types";
import type { OwnWords } from "./common-passwords";

/** The words that an account's password may not consist of. Staff have no company. */
export async function readOwnWords(db: Transaction, account: Account, { name, key }: Brand): Promise<OwnWords> {
  const own = { name: account.name, email: account.email, brand: { name, key } };
  if (account.kind === "staff") return { ...own, company: null };
  const [row] = await db
    .select({ company: companies.name })
    .from(contacts)
    .innerJoin(companies, eq(companies.id, contacts.primaryCompanyId))
    .where(eq(contacts.id, account.id));
  return { ...own, company: row?.company ?? null };
}
