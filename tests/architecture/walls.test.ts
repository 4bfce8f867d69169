import { describe, expect, it } from "vitest";
import { isNarrowed, policiesOf, type Read, readsOf } from "./reads";
import { type SourceFile, sources } from "./source";
import {
  type FunctionNode,
  isFunction,
  lineOf,
  type Node,
  namedImportsOf,
  nameOf,
  type Syntax,
  surroundings,
  syntaxOf,
  textOf,
} from "./syntax";

/*
 * The first wall: in a viewer's transaction, every table that is read or changed is restricted by a policy function.
 * Inserted rows are not checked here; row-level security checks what is written.
 */

/** Tables whose rows have the id of a row of another table: who sees that row sees them. */
const PARTS: Readonly<Record<string, string>> = {
  ...{ cases: "threads", requests: "threads", chats: "threads" },
  changeRequests: "threads",
};

/** Reads without a policy, by function and table, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  "lib/mail/add-notice.ts readBy r": "for the person who gets the notice, in whatever transaction that is written",
  "lib/mail/add-notice.ts readBy m": "as r",
  "lib/mail/add-notice.ts readBy e": "as r",
  "lib/threads/cases/mail.ts alsoTold threadParticipants": "a part of the query of the job that tells people",
  "lib/threads/requests/mail.ts alsoTold messages": "a part of the query of the job that tells people",
};

/** Functions that get a viewer's transaction without the viewer and read nevertheless, and why. */
const HANDED: Readonly<Record<string, string>> = {
  "lib/mail/outbox#enqueueMail": "reads what its recipient wants, which the database tells no other viewer",
};

/** The importer and the job of reminders run as owner of the data, without a viewer. */
const OWNERS = /^lib\/(sync\/|site\/reminders\/tasks\.ts$)/;

const files = sources("lib").filter(({ path }) => !OWNERS.test(path));
const policies = policiesOf(files);
const parsed = files.map((file) => {
  const syntax = syntaxOf(file);
  return { syntax, reads: readsOf(syntax) };
});

const takesTransaction = (syntax: Syntax, { params }: FunctionNode) =>
  params.some((param) => /^\w+: (Transaction|Connection)$/.test(textOf(syntax, param)));
const takesViewer = (syntax: Syntax, { params }: FunctionNode) =>
  params.some((param) => /\b(viewer|context|ctx|\w*Context|\w*Viewer)\b/.test(textOf(syntax, param)));

/** Whether the node is in the callback of asSystem or asGate, or in a function that gets a transaction and no viewer. */
function isSystem(syntax: Syntax, node: Node): boolean {
  return surroundings(syntax, node).some(
    (at) =>
      (at.type === "CallExpression" && at.callee.type === "Identifier" && /^as(System|Gate)$/.test(at.callee.name)) ||
      (isFunction(at) && takesTransaction(syntax, at) && !takesViewer(syntax, at)),
  );
}

/** Name of the outermost function around a node. */
function functionAround(syntax: Syntax, node: Node): string {
  const names = surroundings(syntax, node).flatMap((at) => (isFunction(at) ? (nameOf(syntax, at) ?? []) : []));
  return names.at(-1) ?? "";
}

interface Complaint {
  readonly place: string;
  readonly sentence: string;
}

function complaintsAbout({ syntax, reads }: { syntax: Syntax; reads: readonly Read[] }): Complaint[] {
  return reads.flatMap((read) => {
    if (isSystem(syntax, read.node) || isNarrowed(syntax, policies, read)) return [];
    const whole = reads.find(
      ({ table, conditions }) =>
        table === PARTS[read.table ?? ""] && conditions.some((condition) => read.conditions.includes(condition)),
    );
    if (whole && isNarrowed(syntax, policies, whole)) return [];
    const at = `${syntax.path}:${lineOf(syntax, read.node.end)}`;
    const sentence =
      read.table === null
        ? `${at} has ${read.words}, which this test cannot follow: name a table of db/schema there`
        : `${at} has ${read.words} and no policy of ${read.as} in where or on: narrow it by a function of a policy.ts`;
    return [{ place: `${syntax.path} ${functionAround(syntax, read.node)} ${read.as}`, sentence }];
  });
}

/** Complaints about a file with this text, without path and line. */
function complaintsAboutText(text: string, path = "lib/threads/made-up/queries.ts"): string[] {
  const syntax = syntaxOf({ path, text: `${IMPORTS}\n${text}` } satisfies SourceFile);
  return complaintsAbout({ syntax, reads: readsOf(syntax) }).map(({ sentence }) => sentence.replace(/^\S+ /, ""));
}

/** A template with SQL as source code; `{…}` becomes a placeholder. */
const sqlOf = (text: string) => `sql\`${text.replaceAll("{", "${")}\``;

const IMPORTS = `
  import { and, eq, inArray, or, sql } from "drizzle-orm";
  import { alias } from "drizzle-orm/pg-core";
  import { cases, invoices, messages, staff, threads } from "@/db/schema";
  import { visibleMoneyRows } from "@/lib/people/companies/policy";
  import { visibleInvoices } from "@/lib/money/invoices/policy";
  import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";`;

describe("the first wall", () => {
  const complaints = parsed.flatMap(complaintsAbout);

  it("is made of policies, and the search knows which tables each restricts", () => {
    expect(policies.size).toBeGreaterThan(30);
    expect([...(policies.get("visibleThreads") ?? [])]).toEqual(["threads"]);
    expect([...(policies.get("ofVisibleThreads") ?? [])]).toEqual([]);
    expect([...(policies.get("visibleInvoices") ?? [])]).toEqual(["invoices"]);
  });

  it("restricts every table that a viewer's transaction reads or changes", () => {
    expect(parsed.flatMap(({ reads }) => reads).length).toBeGreaterThan(300);
    expect(complaints.filter(({ place }) => !(place in WITHOUT)).map(({ sentence }) => sentence)).toEqual([]);
  });

  it("has no exception in its lists that is no longer needed", () => {
    const found = new Set(complaints.map(({ place }) => place));
    expect(Object.keys(WITHOUT).filter((place) => !found.has(place))).toEqual([]);
  });

  it("is not avoided by passing the transaction on without the viewer", () => {
    const handed = handedOn();
    expect(handed.filter(({ to }) => !(to in HANDED)).map(({ sentence }) => sentence)).toEqual([]);
    expect(Object.keys(HANDED).filter((name) => !handed.some(({ to }) => to === name))).toEqual([]);
  });
});

/** Calls by which code with a viewer passes its transaction to a function that reads and gets no viewer. */
function handedOn(): { readonly to: string; readonly sentence: string }[] {
  const readers = new Map<string, { reads: boolean; calls: string[] }>();
  const calls: { to: string; sentence: string }[] = [];
  for (const { syntax, reads } of parsed) {
    const module = syntax.path.replace(/\.tsx?$/, "");
    const imports = namedImportsOf(syntax);
    for (const node of syntax.nodes) {
      if (isFunction(node) && takesTransaction(syntax, node) && !takesViewer(syntax, node)) {
        const known = reads.some((read) => surroundings(syntax, read.node).includes(node));
        readers.set(`${module}#${nameOf(syntax, node)}`, { reads: known, calls: [] });
      }
    }
    for (const node of syntax.nodes) {
      if (node.type !== "CallExpression" || node.callee.type !== "Identifier") continue;
      const { target, name } = imports.get(node.callee.name) ?? { target: module, name: node.callee.name };
      const to = `${target}#${name}`;
      const around = surroundings(syntax, node).filter(isFunction);
      const caller = around.find((one) => takesTransaction(syntax, one));
      if (caller) readers.get(`${module}#${nameOf(syntax, caller)}`)?.calls.push(to);
      if (isSystem(syntax, node) || !around.some((one) => takesViewer(syntax, one))) continue;
      const at = `${syntax.path}:${lineOf(syntax, node.start)}`;
      calls.push({ to, sentence: `${at} gives a viewer's transaction to ${name}, which reads: give it the context` });
    }
  }
  const isReader = (name: string, way: readonly string[] = []): boolean => {
    const reader = readers.get(name);
    if (!reader || way.includes(name)) return false;
    return reader.reads || reader.calls.some((next) => isReader(next, [...way, name]));
  };
  return calls.filter(({ to }) => isReader(to));
}

describe("what the search for reads finds", () => {
  const inFunction = (body: string) => `export async function find({ viewer, db }: Context, id: string) { ${body} }`;
  const query = (where: string) => inFunction(`return db.select().from(threads).where(${where});`);

  it.each([
    ["a policy alone", "visibleThreads(viewer)"],
    ["a policy among others", 'and(eq(threads.id, id), visibleThreads(viewer, "case"))'],
    ["a policy in each way that a condition goes", "id ? visibleThreads(viewer) : sql`false`"],
    ["a sub-select that is narrowed", "inArray(threads.id, db.select().from(threads).where(visibleThreads(viewer)))"],
    ["a policy in SQL as text", sqlOf("{threads.id} = {id} and {visibleThreads(viewer)}")],
    ["a policy of the column that it is given", "ofVisibleThreads(viewer, threads.id)"],
  ])("passes with %s", (_, where) => {
    expect(complaintsAboutText(query(where))).toEqual([]);
  });

  it.each([
    ["no policy", "eq(threads.id, id)"],
    ["a policy in a comment", "/* visibleThreads(viewer) */ eq(threads.id, id) // visibleThreads(viewer)\n"],
    ["a policy in a text", '"visibleThreads(viewer)"'],
    ["a policy that is only one of two ways", "or(visibleThreads(viewer), eq(threads.id, id))"],
    ["a policy that is left out at times", "id ? visibleThreads(viewer) : undefined"],
    ["a policy behind a condition", "id && visibleThreads(viewer)"],
    ["what is not visible", "not(visibleThreads(viewer))"],
    ["a policy of another table", "visibleInvoices(viewer)"],
    ["a policy of another table's column", "ofVisibleThreads(viewer, messages.threadId)"],
  ])("fails with %s", (_, where) => {
    expect(complaintsAboutText(query(where))).toEqual([
      "has .from(threads) and no policy of threads in where or on: narrow it by a function of a policy.ts",
    ]);
  });

  it("fails without where, in an update and in a delete", () => {
    expect(complaintsAboutText(inFunction("return db.select().from(threads);"))).toHaveLength(1);
    expect(complaintsAboutText(inFunction('await db.update(threads).set({ subject: "" });'))).toHaveLength(1);
    expect(complaintsAboutText(inFunction("await db.delete(threads).where(eq(threads.id, id));"))).toHaveLength(1);
  });

  it("fails where a local function only has the name of a policy", () => {
    const own = `function visibleEstimates(viewer) { return eq(threads.id, viewer.id); }`;
    expect(complaintsAboutText(`${own} ${query("visibleEstimates(viewer)")}`)).toHaveLength(1);
  });

  it("requires a policy for each joined table, by its name or alias in the statement", () => {
    const joined = (on: string) =>
      inFunction(
        `const notes = alias(invoices, "notes");
         return db.select().from(invoices).leftJoin(notes, ${on}).where(visibleInvoices(viewer));`,
      );
    expect(complaintsAboutText(joined("eq(notes.id, invoices.noteId)"))).toEqual([
      "has .leftJoin(notes) and no policy of notes in where or on: narrow it by a function of a policy.ts",
    ]);
    expect(complaintsAboutText(joined("and(visibleInvoices(viewer), eq(notes.id, invoices.noteId))"))).toHaveLength(1);
    expect(complaintsAboutText(joined("visibleMoneyRows(viewer, notes)"))).toEqual([]);
  });

  it("does not accept the condition of a left join, which keeps every row", () => {
    const text = "return db.select().from(threads).leftJoin(staff, visibleThreads(viewer));";
    expect(complaintsAboutText(inFunction(text))).toHaveLength(2);
  });

  it("passes for the table of a kind where its thread is restricted", () => {
    const read = (where: string) =>
      inFunction(`return db.select().from(cases).innerJoin(threads, eq(threads.id, cases.id)).where(${where});`);
    expect(complaintsAboutText(read("visibleThreads(viewer)"))).toEqual([]);
    expect(complaintsAboutText(read("eq(cases.id, id)"))).toHaveLength(2);
  });

  it("covers SQL in templates, with tables by name and by placeholder", () => {
    const run = (text: string) => complaintsAboutText(inFunction(`return db.execute(${sqlOf(text)});`));
    expect(run("select 1 from {threads}")).toHaveLength(1);
    expect(run("select 1 from threads")).toHaveLength(1);
    expect(run("select 1 from {threads} later where {visibleThreads(viewer)}")).toHaveLength(1);
    expect(run("select 1 from {threads} where {visibleThreads(viewer)}")).toEqual([]);
  });

  it("follows variables and functions of the file, through every return", () => {
    const where = (end: string) =>
      `const within = (viewer, id) => { if (id) return ${end}; return and(visibleThreads(viewer), eq(threads.id, id)); };`;
    expect(complaintsAboutText(`${where("visibleThreads(viewer)")} ${query("within(viewer, id)")}`)).toEqual([]);
    expect(complaintsAboutText(`${where("undefined")} ${query("within(viewer, id)")}`)).toHaveLength(1);
  });

  it("fails for a table that it cannot determine", () => {
    const text = "export const all = ({ viewer, db }: Context, table) => db.select().from(table);";
    expect(complaintsAboutText(text)).toEqual([
      "has .from(table), which this test cannot follow: name a table of db/schema there",
    ]);
  });

  it("passes in asSystem, and in a function that gets a transaction and no viewer", () => {
    const text = "return db.select().from(threads);";
    expect(complaintsAboutText(`export async function read(db: Transaction) { ${text} }`)).toEqual([]);
    expect(complaintsAboutText(`export const read = () => asSystem("it is due", async (db) => { ${text} });`)).toEqual(
      [],
    );
    expect(complaintsAboutText(`export async function read(db: Transaction, viewer: Viewer) { ${text} }`)).toHaveLength(
      1,
    );
  });
});
