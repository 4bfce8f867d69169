import { sql } from "drizzle-orm";
import { check, index, pgPolicy, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { ACCOUNT_KINDS, type AccountKind, INBOUND_STATES, type InboundState } from "./constants";
import { createdAt, gateRows, id, instant, oneOf, staffReads, staffRole } from "./shared";
import { brandKey, staffOfBrand, staffWhoAnswer, threadKey, threads } from "./threads";

/** Where a person's replies by mail to one thread arrive: `reply+<token>@…`. The token is computed from the row's id; its hash finds the row. */
export const replyAddresses = pgTable(
  "reply_addresses",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    personKind: text().$type<AccountKind>().notNull(),
    personId: uuid().notNull(),
    tokenHash: text().notNull().unique("reply_addresses_token"),
    createdAt: createdAt(),
  },
  (table) => [
    unique("reply_addresses_once").on(table.threadId, table.personKind, table.personId),
    check("reply_addresses_person", oneOf(table.personKind, ACCOUNT_KINDS)),
  ],
).enableRLS();

/** Mail that came in. What is no message of a thread yet waits here, for the worker or for an agent's eyes. */
export const inboundMails = pgTable(
  "inbound_mails",
  {
    id: id(),
    /** The provider's id of the mail, taken once; with ` <thread id>` behind it for each further thread that it went to. */
    providerId: text().notNull().unique("inbound_mails_provider"),
    /** The mail's own Message-ID, as whoever wrote it says: its worth is known when its sender is. */
    messageId: text(),
    brand: text().references(() => brands.key),
    threadId: uuid().references(() => threads.id, { onDelete: "cascade" }),
    state: text().$type<InboundState>().notNull().default("received"),
    /** Why it is not a message, in words for agents. */
    note: text(),
    fromAddress: text(),
    subject: text(),
    /** Kept for unverified mail alone. */
    body: text(),
    createdMessageId: uuid(),
    receivedAt: createdAt(),
    handledAt: instant(),
  },
  (table) => [
    index("inbound_mails_thread").on(table.threadId),
    index("inbound_mails_waiting").on(table.receivedAt).where(sql`state = 'received'`),
    check("inbound_mails_state", oneOf(table.state, INBOUND_STATES)),
    staffReads(sql`thread_id is not null and ${staffOfBrand}`),
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: sql`thread_id is not null and state = 'unverified' and ${staffWhoAnswer}`,
      withCheck: sql`thread_id is not null and state in ('unverified', 'dropped') and ${staffWhoAnswer}`,
    }),
    gateRows,
  ],
);
