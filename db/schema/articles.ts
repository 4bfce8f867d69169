import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgPolicy, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { contacts } from "./companies";
import { ARTICLE_STATES, type ArticleState, type KeptWord } from "./resource-constants";
import { resources } from "./resources";
import {
  CASE_WORKERS,
  clientReads,
  createdAt,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
  viewerStaff,
} from "./shared";
import { threads } from "./threads";

/** Who works cases and sees this one. The sub-select runs under the policies of threads. */
const ofWorkedCase = sql`${inStaffBrands("brand")} and ${staffHasRole(...CASE_WORKERS)}
  and exists (select 1 from threads where threads.id = thread_id and threads.kind = 'case')`;

/**
 * What agents write down from a solved case. It is theirs alone: marketing reads the resource that came of it, never
 * this row, which leads to the case. It comes out by `release_article`, on the word of somebody who did not write it.
 */
export const articleDrafts = pgTable(
  "article_drafts",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    threadId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: "cascade" }),
    title: text().notNull(),
    summary: text().notNull().default(""),
    symptom: text().notNull().default(""),
    cause: text().notNull().default(""),
    fix: text().notNull().default(""),
    product: text(),
    /** One version or several, separated by commas. */
    productVersion: text(),
    state: text().$type<ArticleState>().notNull().default("draft"),
    /** Everybody whose words are in the text since it was last out, kept by a trigger. None of them approves it. */
    authors: uuid().array().notNull(),
    authorName: text().notNull(),
    /** Flagged words that somebody looked at and found harmless. */
    kept: jsonb().$type<readonly KeptWord[]>().notNull().default([]),
    approverName: text(),
    releasedAt: instant(),
    /** Set from a withdrawal until it is released anew. */
    withdrawnAt: instant(),
    /** Why it was sent back or withdrawn, for agents. */
    reason: text(),
    resourceId: uuid().references(() => resources.id),
    /** Grows with each change. A form that was made from an older one is refused. */
    revision: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("article_drafts_case").on(table.threadId),
    index("article_drafts_brand").on(table.brand, table.updatedAt, table.id),
    index("article_drafts_resource").on(table.resourceId),
    check("article_drafts_state", oneOf(table.state, ARTICLE_STATES)),
    check("article_drafts_out", sql`${table.state} in ('draft', 'submitted') or ${table.resourceId} is not null`),
    staffReads(ofWorkedCase),
    staffInserts(sql`${ofWorkedCase} and state = 'draft' and resource_id is null and authors = array[${viewerStaff}]`),
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: ofWorkedCase,
      withCheck: sql`${ofWorkedCase} and state in ('draft', 'submitted')`,
    }),
  ],
);

/** Whom a resource has helped: **This solved it**, each contact once. Written by `solve_with_resource` alone. */
export const resourceSolutions = pgTable(
  "resource_solutions",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    resourceId: uuid()
      .notNull()
      .references(() => resources.id, { onDelete: "cascade" }),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.resourceId, table.contactId] }),
    index("resource_solutions_contact").on(table.contactId),
    clientReads(sql`brand = ${viewerBrand} and contact_id = ${viewerContact}`),
  ],
);
