import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import * as schema from "@/db/schema";
import type { SourceFile } from "./source";
import {
  declarationOf,
  type FunctionNode,
  isFunction,
  type Node,
  namedImportsOf,
  namesIn,
  type Syntax,
  surroundings,
  syntaxOf,
  textOf,
  within,
} from "./syntax";

/* How a file of lib reads and changes rows, and what narrows them. Tables go by the names of db/schema. */

const TABLES = new Map(
  Object.entries(schema).flatMap(([name, value]) => (is(value, PgTable) ? [[name, getTableName(value)] as const] : [])),
);
const SQL_NAMES = new Set<string>(TABLES.values());

/** Exported functions of policy files that return SQL: of which tables each speaks, aside from those in its arguments. */
export type Policies = ReadonlyMap<string, ReadonlySet<string>>;

/** One table that a statement reads or changes. */
export interface Read {
  readonly node: Node;
  /** Null for what could not be made out. */
  readonly table: string | null;
  /** Its name in the statement: that of the table, or of an alias. */
  readonly as: string;
  /** Where its rows may be narrowed. */
  readonly conditions: readonly Node[];
  /** `.from(threads)`, for a sentence. */
  readonly words: string;
}

const isPolicyFile = (path: string) => /(^|\/)policy(\.ts)?$/.test(path);

/**
 * The policies of these files. A policy speaks of the tables that it names, and of those of the policies that it asks; one
 * that it only looks through in a sub-select is none of them. Throws where two have one name.
 */
export function policiesOf(files: readonly SourceFile[]): Policies {
  const parts = new Map<string, { own: Set<string>; asks: string[]; isPolicy: boolean }>();
  for (const file of files.filter(({ path }) => isPolicyFile(path))) {
    const syntax = syntaxOf(file);
    const tables = tablesOf(syntax);
    for (const node of syntax.nodes) {
      if (node.type !== "FunctionDeclaration" && node.type !== "VariableDeclarator") continue;
      const parent = syntax.parentOf(node);
      const top = node.type === "FunctionDeclaration" ? parent : parent && syntax.parentOf(parent);
      if (node.id?.type !== "Identifier" || !(top?.type === "Program" || top?.type === "ExportNamedDeclaration"))
        continue;
      const { name } = node.id;
      const looked = readsIn(syntax, within(node)).map(({ as }) => as);
      const names = namesIn(node);
      const isPolicy = node.type === "FunctionDeclaration" && top.type === "ExportNamedDeclaration" && returnsSql(node);
      if (isPolicy && parts.get(name)?.isPolicy) throw new Error(`${file.path}: another policy is called ${name} too`);
      parts.set(name, {
        own: new Set(names.filter((one) => tables.has(one) && !looked.includes(one))),
        // What a sub-select is narrowed by speaks of its rows, not of those around it.
        asks: looked.length > 0 || answersYesOrNo(node) ? [] : names,
        isPolicy,
      });
    }
  }
  const tablesBy = (name: string, way: readonly string[]): string[] => {
    const part = parts.get(name);
    if (!part || way.includes(name)) return [];
    return [...part.own, ...part.asks.flatMap((other) => tablesBy(other, [...way, name]))];
  };
  return new Map(
    [...parts].flatMap(([name, { isPolicy }]) => (isPolicy ? [[name, new Set(tablesBy(name, []))] as const] : [])),
  );
}

/** `readsThreads(viewer)`: a predicate that asks a record of policies is none itself. */
const answersYesOrNo = (node: Node) =>
  node.type === "VariableDeclarator"
    ? node.init?.type === "ArrowFunctionExpression"
    : isFunction(node) && !returnsSql(node);

function returnsSql({ returnType }: FunctionNode): boolean {
  const type = returnType?.typeAnnotation;
  return type?.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "SQL";
}

/** Names that stand for tables in a file: imported ones, and aliases of them. */
function tablesOf(syntax: Syntax): Map<string, string> {
  const found = new Map(
    [...namedImportsOf(syntax)].flatMap(([local, { target, name }]) =>
      target?.startsWith("db/schema") && TABLES.has(name) ? [[local, name] as const] : [],
    ),
  );
  for (const node of syntax.nodes) {
    if (node.type !== "VariableDeclarator" || node.id.type !== "Identifier") continue;
    const table = aliased(node.init);
    const known = table && found.get(table);
    if (known) found.set(node.id.name, known);
  }
  return found;
}

function aliased(value: Node | null): string | null {
  if (value?.type !== "CallExpression" || value.callee.type !== "Identifier" || value.callee.name !== "alias")
    return null;
  const [table] = value.arguments;
  return table?.type === "Identifier" ? table.name : null;
}

export function readsOf(syntax: Syntax): Read[] {
  return readsIn(syntax, syntax.nodes);
}

function readsIn(syntax: Syntax, nodes: readonly Node[]): Read[] {
  const tables = tablesOf(syntax);
  return nodes.flatMap((node) => [...callReads(syntax, tables, node), ...textReads(tables, node)]);
}

const methodOf = (node: Node | null | undefined) =>
  node?.type === "CallExpression" &&
  node.callee.type === "MemberExpression" &&
  node.callee.property.type === "Identifier"
    ? node.callee.property.name
    : null;
const receiverOf = (node: Node) =>
  node.type === "CallExpression" && node.callee.type === "MemberExpression" ? node.callee.object : null;
const argumentsOf = (node: Node): Node[] => (node.type === "CallExpression" ? [...node.arguments] : []);

/** Is it a call of drizzle's builder, and not of some Set, array or stream? */
function isBuilt(syntax: Syntax, node: Node, method: string): boolean {
  const receiver = receiverOf(node);
  if (!receiver) return false;
  if (method === "from") return /^select/.test(methodOf(receiver) ?? "");
  return method.endsWith("Join") || /(^|\.)(db|tx)$/.test(textOf(syntax, receiver));
}

function callReads(syntax: Syntax, tables: ReadonlyMap<string, string>, node: Node): Read[] {
  const method = methodOf(node);
  if (method === null || !/^(from|update|delete|(inner|left|right|full|cross)Join|\$count)$/.test(method)) return [];
  const [first] = argumentsOf(node);
  if (!first || !isBuilt(syntax, node, method)) return [];
  const words = `.${method}(${textOf(syntax, first).slice(0, 40)})`;
  if (first.type === "TaggedTemplateExpression") return [];
  const table = first.type === "Identifier" ? tables.get(first.name) : undefined;
  if (table && first.type === "Identifier") {
    return [{ node, table, as: first.name, conditions: conditionsOf(syntax, node), words }];
  }
  // A sub-select or what `with` made: its own tables are read where it is made.
  const made = first.type === "Identifier" ? declarationOf(syntax, node, first.name) : null;
  if (made && made !== "parameter" && within(made).some((part) => methodOf(part) === "from")) return [];
  return [{ node, table: null, as: "", conditions: [], words }];
}

/** What narrows the rows of the table that a call names: `where`, and conditions of joins that leave rows out of it. */
function conditionsOf(syntax: Syntax, call: Node): Node[] {
  const calls: Node[] = [];
  for (let at: Node | null = call; at?.type === "CallExpression"; at = begunBy(syntax, at)) calls.push(at);
  for (const at of surroundings(syntax, call)) {
    if (at.type === "MemberExpression") continue;
    if (at.type !== "CallExpression" || !calls.includes(receiverOf(at) ?? at)) break;
    calls.push(at);
  }
  return calls.flatMap((one) => {
    const method = methodOf(one);
    if (method === "where" || method === "innerJoin" || (one === call && method !== "from")) return argumentsOf(one);
    return [];
  });
}

/** What a call of a chain goes on from, by way of a variable too. */
function begunBy(syntax: Syntax, call: Node): Node | null {
  const receiver = receiverOf(call);
  if (receiver?.type !== "Identifier") return receiver;
  const made = declarationOf(syntax, call, receiver.name);
  return made === "parameter" ? null : made;
}

/** Tables that SQL written as text reads: those of placeholders after `from` and `join`, and those written out. */
function textReads(tables: ReadonlyMap<string, string>, node: Node): Read[] {
  if (node.type !== "TaggedTemplateExpression" || node.tag.type !== "Identifier" || node.tag.name !== "sql") return [];
  const { quasis, expressions } = node.quasi;
  return quasis.flatMap(({ value: { raw } }, index) => {
    const written = [...raw.matchAll(/\b(?:from|join|update|using)\s+(?:only\s+)?"?([a-z_]+)"?(?!\s*\(|\w)/gi)]
      .map((match) => match[1] ?? "")
      .filter((name) => SQL_NAMES.has(name))
      .map((name) => ({ node, table: name, as: name, conditions: [node], words: `sql "from ${name}"` }));
    const placed = expressions[index];
    if (!placed || !/\b(?:from|join|update|using)\s+(?:only\s+)?$/i.test(raw)) return written;
    const table = placed.type === "Identifier" ? tables.get(placed.name) : undefined;
    if (!table || placed.type !== "Identifier") return written;
    // `from ${agreements} later`, or `${later}`: a policy speaks of agreements, which is another row there.
    const alias = expressions[index + 1];
    const after = quasis[index + 1]?.value.raw ?? "";
    const isAliased = /^\s+$/.test(after) && alias?.type === "Identifier" && tables.has(alias.name);
    const renamed =
      /^\s+(?:as\s+)?(?!(?:where|join|left|right|inner|cross|full|on|group|order|limit|for|set|union)\b)([a-z_]\w*)/i.exec(
        after,
      );
    const as = isAliased ? alias.name : (renamed?.[1] ?? placed.name);
    return [...written, { node, table, as, conditions: [node], words: `sql "from ${as}"` }];
  });
}

/** Has a policy the say over the rows of the table, by its name in the statement? */
export function isNarrowed(syntax: Syntax, policies: Policies, { as, conditions }: Read): boolean {
  const narrowing = new Narrowing(syntax, policies);
  return conditions.some((condition) => {
    const tables = narrowing.of(condition, []);
    return tables.has(as) || tables.has(EVERY);
  });
}

/** In place of names: `sql`false`` leaves no row of any table. */
const EVERY = "*";

const union = (sets: readonly Set<string>[]) => new Set(sets.flatMap((set) => [...set]));
const shared = (sets: readonly Set<string>[]) =>
  new Set([...union(sets)].filter((name) => sets.every((one) => one.has(name) || one.has(EVERY))));

class Narrowing {
  private readonly policies: Policies;

  constructor(
    private readonly syntax: Syntax,
    policies: Policies,
  ) {
    // By the names in this file: a function of its own that is called like a policy is none.
    const taken = [...namedImportsOf(syntax)].flatMap(([local, { target, name }]) =>
      target !== null && isPolicyFile(target) ? [[local, name] as const] : [],
    );
    const own = isPolicyFile(syntax.path) ? [...policies.keys()].map((name) => [name, name] as const) : [];
    this.policies = new Map(
      [...own, ...taken].flatMap(([local, name]) => {
        const tables = policies.get(name);
        return tables ? [[local, tables] as const] : [];
      }),
    );
  }

  /** `way`: functions and variables followed so far, which may lead in a circle. */
  of(node: Node | null | undefined, way: readonly Node[]): Set<string> {
    const all = (nodes: readonly (Node | null)[]) => nodes.map((one) => this.of(one, way));
    switch (node?.type) {
      case "CallExpression":
        return this.ofCall(node, way);
      case "TaggedTemplateExpression":
        if (node.quasi.quasis[0]?.value.raw.trim() === "false") return new Set([EVERY]);
        return union(all(node.quasi.expressions));
      case "ConditionalExpression":
        return shared(all([node.consequent, node.alternate]));
      // `and(…) ?? sql`false``: what stands behind takes the place of nothing.
      case "LogicalExpression":
        return node.operator === "&&" ? new Set() : this.of(node.left, way);
      case "Identifier":
        return this.ofName(node, node.name, way);
      case "ArrayExpression":
        return union(all(node.elements));
      case "SpreadElement":
      case "AwaitExpression":
        return this.of(node.argument, way);
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSNonNullExpression":
        return this.of(node.expression, way);
      default:
        return new Set();
    }
  }

  private ofName(place: Node, name: string, way: readonly Node[]): Set<string> {
    const made = declarationOf(this.syntax, place, name);
    if (!made || made === "parameter" || way.includes(made)) return new Set();
    return isFunction(made) ? this.ofResult(made, [...way, made]) : this.of(made, [...way, made]);
  }

  private ofCall(node: Node & { type: "CallExpression" }, way: readonly Node[]): Set<string> {
    if (node.callee.type !== "Identifier") {
      // A sub-select in a condition: `inArray(threads.id, db.select()…)`.
      return methodOf(node) === null ? new Set() : this.ofChain(node, way);
    }
    const { name } = node.callee;
    const named = node.arguments.flatMap(namesIn);
    const policy = this.policies.get(name);
    if (policy) return new Set([...policy, ...named]);
    const parts = node.arguments.map((argument) => this.of(argument, way));
    if (name === "and" || name === "exists") return union(parts);
    if (name === "or") return shared(parts);
    if (name === "inArray") return new Set(parts.some((part) => part.size > 0) ? named : []);
    const made = declarationOf(this.syntax, node, name);
    if (!made || made === "parameter" || !isFunction(made)) return new Set();
    const result = this.ofName(node, name, way);
    // What the function is given it may hand to a policy.
    const handed = made.params.flatMap((param, index) => {
      const argument = node.arguments[index];
      return argument && namesIn(param).some((one) => result.has(one)) ? namesIn(argument) : [];
    });
    return union([result, new Set(handed)]);
  }

  private ofChain(node: Node, way: readonly Node[]): Set<string> {
    const receiver = receiverOf(node);
    const own =
      methodOf(node) === "where" ? union(argumentsOf(node).map((one) => this.of(one, way))) : new Set<string>();
    return receiver ? union([own, this.ofChain(receiver, way)]) : own;
  }

  /** What narrows whichever way the function ends. */
  private ofResult(made: FunctionNode, way: readonly Node[]): Set<string> {
    if (made.body && made.body.type !== "BlockStatement") return this.of(made.body, way);
    const ends = within(made).filter(
      (node) => node.type === "ReturnStatement" && surroundings(this.syntax, node).find(isFunction) === made,
    );
    return shared(ends.map((end) => this.of(end.type === "ReturnStatement" ? end.argument : null, way)));
  }
}
