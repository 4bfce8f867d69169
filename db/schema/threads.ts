import { type SQL, sql } from "drizzle-orm";
import { check, customType, index, pgPolicy, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
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

/** A condition for each kind of thread, joined into one. `column` holds the kind. */
export const byKind = (condition: (kind: ThreadKind) => SQL, column = "kind", or = " or ") =>
  sql.join(
    THREAD_KINDS.map((kind) => sql`(${sql.raw(`${column} = '${kind}'`)} and ${condition(kind)})`),
    sql.raw(or),
  );

const ofCaseCompany = sql`(company_id = any ((select array(select company_id from case_companies() where in_force))::uuid[])) is true`;
const inCaseCompany = sql`(select viewer_fact('cases') in ('own', 'company'))
          and company_id in (select company_id from case_companies() where in_force)`;

/**
 * For contacts, on their own brand: `where` they see the threads that they opened, which of the `others` they see
 * there, and which they may `open`. Each viewer setting is read once: a policy is planned with every statement on its
 * table.
 */
const CONTACTS: Readonly<Record<ThreadKind, { readonly where: SQL; readonly others: SQL; readonly open: SQL }>> = {
  /**
   * Cases: at the companies that the contact reaches and that have a support agreement in force today. The scope
   * `company` shows everybody's, `own` also those in which they take part. case_companies() reads the viewer's ids
   * itself and returns nothing to a contact without a right to cases. `is true` keeps the planner from using an index
   * for this condition, because the query's own filter names a better one.
   */
  case: {
    where: ofCaseCompany,
    others: sql`((select viewer_fact('cases') = 'company') or id in (select thread_id from threads_taken_part()))`,
    open: inCaseCompany,
  },
  /**
   * Requests: at the contact's primary company, those about money only with the right `billing`. The scope `company`
   * shows colleagues' too. A request to change details is visible to its author alone, at whichever company they work
   * now, because the change may have been one of company.
   */
  request: {
    where: sql`(topic = 'change' or (company_id = ${viewerCompany} and (topic not in ('invoice', 'estimate') or ${viewerHasBilling})))`,
    others: sql`${viewerRequests} = 'company' and topic <> 'change'`,
    open: sql`company_id = ${viewerCompany} and ${viewerRequests} in ('own', 'company')
          and (topic not in ('invoice', 'estimate') or ${viewerHasBilling})`,
  },
  /** Chats: as cases, but only the contact who began one ever sees it. */
  chat: { where: ofCaseCompany, others: sql`false`, open: inCaseCompany },
};
const seenByContact = sql`brand = ${viewerBrand} and (opened_by = ${viewerContact} or ${byKind((kind) => CONTACTS[kind].others)})
  and (${byKind((kind) => CONTACTS[kind].where)})`;
const staffWhoSee = sql`${inStaffBrands("brand")} and (${byKind((kind) => staffHasRole(...THREAD_READERS[kind]))})`;
/** Whether a member of staff may work a thread depends on its kind. */
const staffWhoWork = sql`${inStaffBrands("brand")} and (${byKind((kind) => staffHasRole(...THREAD_WORKERS[kind]))})`;

/** Whoever sees a thread sees its rows in other tables: the sub-select runs under the policies of threads. */
export const ofVisibleThread = sql`exists (select 1 from threads where threads.id = thread_id)`;
export const staffOfBrand = sql`${inStaffBrands("brand")} and ${ofVisibleThread}`;
export const staffWhoAnswer = sql`${inStaffBrands("brand")} and exists (select 1 from threads where threads.id = thread_id
  and (${byKind((kind) => staffHasRole(...THREAD_WORKERS[kind]), "threads.kind")}))`;

/** A check that the status is one of the thread's kind. */
const isStatusOfKind = sql.raw(
  THREAD_KINDS.map(
    (kind) => `(kind = '${kind}' and status in (${THREAD_STATUSES[kind].map((status) => `'${status}'`).join(", ")}))`,
  ).join(" or "),
);

const OPEN_CASES = sql`kind = 'case' and status <> 'closed'`;
/** The expressions by which queues are ordered, as the lists write them. */
const NO_ANSWER_OWED = sql`(case when answer_due_at is null then 1 else 0 end)`;
const CLOCK = sql`(case when answer_due_at is null then active_at else answer_due_at end)`;
const BY_SEVERITY = sql`(case severity when 'production_stopped' then 2 when 'impaired' then 1 else 0 end)`;

/**
 * A conversation between the contacts of one company and the firm, with the columns that all kinds share. Those of one
 * kind are in a row with the same id in its own table (cases, requests). No internal note changes the instants and
 * counts here, because clients see them.
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
    /** `C-…` for a case, `R-…` for a request, `CH-…` for a chat; unique in the whole deployment. A trigger assigns it. */
    number: text().notNull().default("").unique("threads_number"),
    openedBy: uuid()
      .notNull()
      .references(() => contacts.id),
    openedByName: text().notNull(),
    subject: text().notNull(),
    /** Of a request: what it asks for. The topic decides who sees it. */
    topic: text().$type<RequestKind>(),
    status: text().$type<ThreadStatus>().notNull().default("new"),
    /** Of a case: how badly the plant is affected, and the product. Lists are sorted and filtered by these columns. */
    severity: text().$type<Severity>(),
    product: text(),
    /** Set for a closed case. */
    closeReason: text().$type<CloseReason>(),
    closedAt: instant(),
    /** The member of staff who answers. */
    ownerId: uuid().references(() => staff.id),
    /** The absent member of staff for whom the owner stands in. */
    standsInFor: uuid().references(() => staff.id),
    /** The promised time is set when the thread is opened; `firstAnsweredAt` when it is answered. */
    firstAnswerDueAt: instant().notNull(),
    firstAnsweredAt: instant(),
    /** When the next answer of the firm is due; null while none is due. */
    answerDueAt: instant(),
    /** When the client wrote the unanswered message. Due times count from here, whichever target applies. */
    answerSince: instant(),
    /** Time of the last message or change that clients see. */
    activeAt: createdAt(),
    lastMessageAt: createdAt(),
    lastAuthorKind: text().$type<AccountKind>().notNull().default("contact"),
    lastAuthorId: uuid().notNull(),
    createdAt: createdAt(),
    /** Number, subject, names and texts, kept by triggers. Search reads this column. */
    search: tsvector(),
  },
  (table) => [
    // A request to change details stays visible to its author at whichever company they work now.
    index("threads_changes").on(table.openedBy).where(sql`topic = 'change'`),
    // Compares bytes, whatever the database's collation is: search finds a number by its beginning.
    index("threads_number_prefix").on(table.number.op("text_pattern_ops")),
    // Indexes for each kind, so that lists of one kind do not read the threads of another.
    ...THREAD_KINDS.flatMap((kind) => {
      const open = `kind = '${kind}' and status <> 'closed'`;
      const ofKind = sql.raw(`kind = '${kind}'`);
      const ofOpen = sql.raw(open);
      return [
        index(`threads_${kind}_opened_by`).on(table.openedBy, table.activeAt, table.id).where(ofKind),
        index(`threads_${kind}_owner`)
          .on(table.ownerId)
          .where(sql.raw(`${open} and owner_id is not null`)),
        // What waits for somebody to take it is counted on every page of staff.
        index(`threads_${kind}_unowned`)
          .on(table.brand, table.kind)
          .where(sql.raw(`${open} and owner_id is null`)),
        index(`threads_${kind}_company`).on(table.companyId, table.activeAt, table.id).where(ofKind),
        index(`threads_${kind}_open`).on(table.companyId, table.activeAt, table.id).where(ofOpen),
        index(`threads_${kind}_brand`).on(table.brand, table.activeAt, table.id).where(ofKind),
        // Includes the kind, which the policy reads, so that counts are read from the index alone.
        index(`threads_${kind}_queue`).on(table.brand, table.answerDueAt, table.id, table.kind).where(ofOpen),
        index(`threads_${kind}_search`).using("gin", table.search).where(ofKind),
      ];
    }),
    // The orders of the staff's list of cases, of one brand each. The columns of the policy and of the counts follow in the
    // first, so that counts are read from it alone.
    index("threads_case_clock")
      .on(
        table.brand,
        NO_ANSWER_OWED,
        CLOCK,
        ...[table.id, table.kind, table.answerDueAt],
        ...[table.ownerId, table.lastAuthorKind, table.lastMessageAt],
      )
      .where(OPEN_CASES),
    index("threads_case_severity").on(table.brand, BY_SEVERITY, table.activeAt, table.id).where(OPEN_CASES),
    index("threads_case_filed").on(table.brand, table.createdAt, table.id).where(OPEN_CASES),
    index("threads_case_closed")
      .on(table.brand, NO_ANSWER_OWED, CLOCK, table.id)
      .where(sql`kind = 'case' and status = 'closed'`),
    // A contact has one open chat, also if two tabs or devices start one at the same moment.
    uniqueIndex("threads_one_chat").on(table.openedBy).where(sql`kind = 'chat' and status <> 'closed'`),
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

/** Contacts who take part in a thread beside the one who opened it. */
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
    // A trigger refuses contacts who have no right to the thread or do not reach its company.
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

/** The moment up to which a person has read a thread. */
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
