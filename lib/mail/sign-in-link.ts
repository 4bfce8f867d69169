import { eq } from "drizzle-orm";
import { connectConfirmations, contacts, newSignInAddresses, signInTokens, staff } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { hashSecret, tokenFor } from "@/lib/gate/tokens";
import { routes } from "@/lib/routes";
import type { OutboxRow } from "./delivery";
import type { MailKind } from "./kinds";

export type SignInLink =
  | { readonly path: string }
  /** Why a mail with this link must not be sent any more. */
  | { readonly ended: string };

/** The path of the link in a mail of a secret kind, if the link would still work. */
export function findLink(kind: MailKind, rowId: string, mail: OutboxRow, now: Date): Promise<SignInLink> {
  if (kind === "sign-in-address-confirm") return findAddressLink(rowId, mail, now);
  return kind === "connect-confirm" ? findConnectLink(rowId, mail, now) : findSignInLink(rowId, mail, now);
}

/** Like findSignInLink, for the mail that confirms a visitor's address. */
async function findConnectLink(id: string, mail: OutboxRow, now: Date): Promise<SignInLink> {
  return asSystem("mail task reads a visitor's confirmation", async (db) => {
    const [row] = await db.select().from(connectConfirmations).where(eq(connectConfirmations.id, id));
    if (!row || row.brand !== mail.brand || row.email !== mail.toAddress.toLowerCase())
      return { ended: "The link is not known" };
    if (row.usedAt) return { ended: "The link was used already" };
    if (row.expiresAt <= now) return { ended: "The link's time was over before the mail could leave" };
    const secret = tokenFor("connect", row.id);
    if (hashSecret(secret) !== row.tokenHash) return { ended: "The key of mail links was changed" };
    return { path: routes.connectConfirm(secret) };
  });
}

/** Like findSignInLink, for the mail that confirms a new sign-in address. */
async function findAddressLink(id: string, mail: OutboxRow, now: Date): Promise<SignInLink> {
  return asSystem("mail task reads a new sign-in address", async (db) => {
    const [row] = await db.select().from(newSignInAddresses).where(eq(newSignInAddresses.id, id));
    if (!row || row.brand !== mail.brand || row.address !== mail.toAddress.toLowerCase())
      return { ended: "The link is not known" };
    if (row.confirmedAt) return { ended: "The address was confirmed already" };
    if (row.endedAt) return { ended: "Another address took the place of this one" };
    if (row.expiresAt <= now) return { ended: "The link's time was over before the mail could leave" };
    const secret = tokenFor("new-address", row.id);
    if (hashSecret(secret) !== row.tokenHash) return { ended: "The key of mail links was changed" };
    return { path: routes.confirmAddress(secret) };
  });
}

/**
 * The path of the link in a password-reset or first-sign-in mail, computed from the token's row, if the link would
 * still work: the token is the newest of its account, of this brand, unused and not expired, and the account is open
 * and has the address that the mail goes to.
 */
async function findSignInLink(tokenId: string, mail: OutboxRow, now: Date): Promise<SignInLink> {
  return asSystem("mail task reads the token and account of a reset mail", async (db) => {
    const [token] = await db.select().from(signInTokens).where(eq(signInTokens.id, tokenId));
    if (!token || token.brand !== mail.brand) return { ended: "The link is not known" };
    if (token.usedAt) return { ended: "The link was used already" };
    if (token.replacedAt) return { ended: "A newer link replaced this one" };
    if (token.expiresAt <= now) return { ended: "The link's time was over before the mail could leave" };
    const accounts = token.accountKind === "contact" ? contacts : staff;
    const [account] = await db
      .select({ email: accounts.email, closedAt: accounts.closedAt })
      .from(accounts)
      .where(eq(accounts.id, token.accountId));
    if (!account || account.closedAt) return { ended: "The account was closed" };
    if (account.email !== mail.toAddress.toLowerCase()) return { ended: "The account has another address now" };
    const secret = tokenFor("reset", token.id);
    if (hashSecret(secret) !== token.tokenHash) return { ended: "The key of mail links was changed" };
    return { path: routes.resetPasswordToken(secret) };
  });
}
