import { type SQL, sql } from "drizzle-orm";
import {
  check,
  customType,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies, contacts } from "./companies";
import {
  ACCOUNT_KINDS,
  type AccountKind,
  CLOSE_REASONS,
  type CloseReason,
  REQUEST_KINDS,
  type RequestKind,
  SEVERITIES,
  type Severity,
  THREAD_KINDS,
  THREAD_STATUSES,
  type ThreadKind,
  type ThreadStatus,
} from "./constants";
import {
  CLIENT_FACING,
  clientInserts,
  clientReads,
  clientRole,
  createdAt,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  THREAD_READERS,
  THREAD_WORKERS,
  viewerBrand,
  viewerCompany,
  viewerContact,
  viewerHasBilling,
  viewerRequests,
  viewerStaff,
} from "./shared";
import { staff } from "./staff";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

export const brandKey = () =>
  text()
    .notNull()
    .references(() => brands.key);
export const threadKey = () =>
  uuid()
    .notNull()
    .references(() => threads.id, { onDelete: "cascade" });

/** What is asked of the threads of each kind, as one condition. `column`: where the kind stands. */
const byKind = (condition: (kind: ThreadKind) => SQL, column = "kind", or = " or ") =>
  sql.join(
    THREAD_KINDS.map((kind) => sql`(${sql.raw(`${column} = '${kind}'`)} and ${condition(kind)})`),
    sql.raw(or),
  );

/**
 * Of the threads of the own brand: where a contact sees what they opened, whose they see there besides, and which they may
 * open. Each of the viewer's settings is asked once: a policy is planned with every statement that names its table.
 */
const CONTACTS: Readonly<Record<ThreadKind, { readonly where: SQL; readonly others: SQL; readonly open: SQL }>> = {
  /**
   * What is asked of Technical Support: at the companies that they reach which have a support agreement in force today;
   * with scope `company` everybody's, with `own` also those in which they take part. case_companies() reads the viewer's
   * ids itself, and answers none to who has no right to cases. `is true` keeps the planner from reading by an index of this
   * condition: the query's own filter names a better one.
   */
  case: {
    where: sql`(company_id = any ((select array(select company_id from case_companies() where in_force))::uuid[])) is true`,
    others: sql`((select viewer_fact('cases') = 'company') or id in (select thread_id from threads_taken_part()))`,
    open: sql`(select viewer_fact('cases') in ('own', 'company'))
          and company_id in (select company_id from case_companies() where in_force)`,
  },
  /**
   * What is asked of their account team: at their primary company, questions about money only with the right to it; with
   * scope `company` colleagues' too. A change of their own details is theirs alone, wherever they work since: what changed
   * may be the company.
   */
  request: {
    where: sql`(topic = 'change' or (company_id = ${viewerCompany} and (topic not in ('invoice', 'estimate') or ${viewerHasBilling})))`,
    others: sql`${viewerRequests} = 'company' and topic <> 'change'`,
    open: sql`company_id = ${viewerCompany} and ${viewerRequests} in ('own', 'company')
          and (topic not in ('invoice', 'estimate') or ${viewerHasBilling})`,
  },
};
const seenByContact = sql`brand = ${viewerBrand} and (opened_by = ${viewerContact} or ${byKind((kind) => CONTACTS[kind].others)})
  and (${byKind((kind) => CONTACTS[kind].where)})`;
const staffWhoSee = sql`${inStaffBrands("brand")} and (${byKind((kind) => staffHasRole(...THREAD_READERS[kind]))})`;
/** Which threads a role works is a matter of their kind. */
const staffWhoWork = sql`${inStaffBrands("brand")} and (${byKind((kind) => staffHasRole(...THREAD_WORKERS[kind]))})`;

/** A row of a thread is seen by whoever sees the thread: the sub-select runs under the thread's own policies. */
export const ofVisibleThread = sql`exists (select 1 from threads where threads.id = thread_id)`;
export const staffOfBrand = sql`${inStaffBrands("brand")} and ${ofVisibleThread}`;
export const staffWhoAnswer = sql`${inStaffBrands("brand")} and exists (select 1 from threads where threads.id = thread_id
  and (${byKind((kind) => staffHasRole(...THREAD_WORKERS[kind]), "threads.kind")}))`;

/** Statuses by kind, as a check. */
const isStatusOfKind = sql.raw(
  THREAD_KINDS.map(
    (kind) => `(kind = '${kind}' and status in (${THREAD_STATUSES[kind].map((status) => `'${status}'`).join(", ")}))`,
  ).join(" or "),
);

/**
 * A conversation between one company's contacts and the firm, with the life that all kinds of them share. What is special
 * to a kind stands in a row with the same id in its own table (cases, requests). Instants and counts here are what clients
 * see, and no internal note moves them.
 */
export const threads = pgTable(
  "threads",
  {
    id: id(),
    brand: brandKey(),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    kind: text().$type<ThreadKind>().notNull(),
    /** `C-…` of a case, `R-…` of a request; unique in the whole deployment. A trigger counts. */
    number: text().notNull().default("").unique("threads_number"),
    openedBy: uuid()
      .notNull()
      .references(() => contacts.id),
    openedByName: text().notNull(),
    subject: text().notNull(),
    /** Of a request: what it asks for, which decides who sees it. */
    topic: text().$type<RequestKind>(),
    status: text().$type<ThreadStatus>().notNull().default("new"),
    /** Of a case: how badly the plant is hit, and what it is about. Here, for lists are ordered and chosen by them. */
    severity: text().$type<Severity>(),
    product: text(),
    /** Of a case that is closed. */
    closeReason: text().$type<CloseReason>(),
    closedAt: instant(),
    /** Who answers. */
    ownerId: uuid().references(() => staff.id),
    /** For whom the owner stands in. */
    standsInFor: uuid().references(() => staff.id),
    /** Promised when it was opened; kept when it is answered. */
    firstAnswerDueAt: instant().notNull(),
    firstAnsweredAt: instant(),
    /** When the firm owes the next answer; null while it owes none. */
    answerDueAt: instant(),
    /** The client's message that is unanswered: from here the clock counts, whatever target it is given. */
    answerSince: instant(),
    /** The last message or change that a client sees. */
    activeAt: createdAt(),
    lastMessageAt: createdAt(),
    lastAuthorKind: text().$type<AccountKind>().notNull().default("contact"),
    lastAuthorId: uuid().notNull(),
    createdAt: createdAt(),
    /** Number, subject, names and texts, kept by triggers: what search looks through. */
    search: tsvector(),
  },
  (table) => [
    // A change of details is its asker's wherever they work since.
    index("threads_changes").on(table.openedBy).where(sql`topic = 'change'`),
    // By bytes, whatever the database's collation: search finds a number by its beginning.
    index("threads_number_prefix").on(table.number.op("text_pattern_ops")),
    // One of each kind, so that no list pays for the threads of another.
    ...THREAD_KINDS.flatMap((kind) => {
      const open = `kind = '${kind}' and status <> 'closed'`;
      const ofKind = sql.raw(`kind = '${kind}'`);
      const ofOpen = sql.raw(open);
      return [
        index(`threads_${kind}_opened_by`).on(table.openedBy, table.activeAt, table.id).where(ofKind),
        // Only of those who have an owner: nobody counts what is open by it.
        index(`threads_${kind}_owner`)
          .on(table.ownerId)
          .where(sql.raw(`${open} and owner_id is not null`)),
        index(`threads_${kind}_company`).on(table.companyId, table.activeAt, table.id).where(ofKind),
        index(`threads_${kind}_open`).on(table.companyId, table.activeAt, table.id).where(ofOpen),
        index(`threads_${kind}_brand`).on(table.brand, table.activeAt, table.id).where(ofKind),
        // With its kind, which the policy asks for: counts read the index alone.
        index(`threads_${kind}_queue`).on(table.brand, table.answerDueAt, table.id, table.kind).where(ofOpen),
        index(`threads_${kind}_search`).using("gin", table.search).where(ofKind),
      ];
    }),
    check("threads_kind", oneOf(table.kind, THREAD_KINDS)),
    check("threads_number_given", sql`${table.number} ~ '^[A-Z]+-[0-9]+$'`),
    check("threads_topic", sql`(${table.kind} = 'request') = (${table.topic} is not null)`),
    check("threads_topic_known", oneOf(table.topic, REQUEST_KINDS)),
    check(
      "threads_about",
      sql`(${table.kind} = 'case') = (${table.severity} is not null) and (${table.severity} is null) = (${table.product} is null)`,
    ),
    check("threads_severity", oneOf(table.severity, SEVERITIES)),
    check("threads_status", isStatusOfKind),
    check("threads_close_reason", oneOf(table.closeReason, CLOSE_REASONS)),
    check(
      "threads_closed",
      sql`(${table.status} = 'closed') = (${table.closedAt} is not null) and (${table.kind} = 'case' and ${table.status} = 'closed') = (${table.closeReason} is not null)`,
    ),
    check("threads_last_author", oneOf(table.lastAuthorKind, ACCOUNT_KINDS)),
    check("threads_clock", sql`(${table.answerDueAt} is null) = (${table.answerSince} is null)`),
    clientReads(seenByContact),
    staffReads(staffWhoSee),
    clientInserts(
      sql`brand = ${viewerBrand} and opened_by = ${viewerContact} and status = 'new' and owner_id is null and stands_in_for is null and (
        ${byKind((kind) => CONTACTS[kind].open, "kind", "\n        or ")})`,
    ),
    pgPolicy("client_updates", { for: "update", to: clientRole, using: seenByContact, withCheck: seenByContact }),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: staffWhoWork, withCheck: staffWhoWork }),
  ],
);

/** Contacts who take part beside who began the thread. */
export const threadParticipants = pgTable(
  "thread_participants",
  {
    brand: brandKey(),
    threadId: threadKey(),
    contactId: uuid().notNull(),
    contactName: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.contactId] }),
    index("thread_participants_contact").on(table.contactId, table.threadId),
    clientReads(sql`brand = ${viewerBrand} and ${ofVisibleThread}`),
    staffReads(staffOfBrand),
    // A trigger refuses contacts without the right or the reach.
    clientInserts(sql`brand = ${viewerBrand} and ${ofVisibleThread}`),
    staffInserts(staffWhoAnswer),
    pgPolicy("client_deletes", {
      for: "delete",
      to: clientRole,
      using: sql`brand = ${viewerBrand} and ${ofVisibleThread}`,
    }),
    pgPolicy("staff_deletes", { for: "delete", to: staffRole, using: staffWhoAnswer }),
  ],
);

/** Up to where a person has read a thread. */
export const threadReads = pgTable(
  "thread_reads",
  {
    brand: brandKey(),
    threadId: threadKey(),
    readerKind: text().$type<AccountKind>().notNull(),
    readerId: uuid().notNull(),
    readAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.readerKind, table.readerId] }),
    index("thread_reads_reader").on(table.readerKind, table.readerId),
    check("thread_reads_reader_kind", oneOf(table.readerKind, ACCOUNT_KINDS)),
    pgPolicy("client_own", {
      for: "all",
      to: clientRole,
      using: sql`brand = ${viewerBrand} and reader_kind = 'contact' and reader_id = ${viewerContact}`,
      withCheck: sql`brand = ${viewerBrand} and reader_kind = 'contact' and reader_id = ${viewerContact} and ${ofVisibleThread}`,
    }),
    pgPolicy("staff_own", {
      for: "all",
      to: staffRole,
      using: sql`${staffOfBrand} and reader_kind = 'staff' and reader_id = ${viewerStaff}`,
      withCheck: sql`${staffOfBrand} and reader_kind = 'staff' and reader_id = ${viewerStaff}`,
    }),
  ],
);

/** Texts that staff answer with: agents in cases, the account team in requests. Placeholders (`{name}`) are filled in when one is chosen. */
export const cannedReplies = pgTable(
  "canned_replies",
  {
    id: id(),
    brand: brandKey(),
    threadKind: text().$type<ThreadKind>().notNull().default("case"),
    title: text().notNull(),
    body: text().notNull(),
    position: integer().notNull().default(0),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("canned_replies_title").on(table.brand, table.threadKind, table.title),
    check("canned_replies_thread_kind", oneOf(table.threadKind, THREAD_KINDS)),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`),
  ],
);
