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

/*
 * Finds how a file of lib reads and changes rows, and which conditions restrict them. Tables are named as in db/schema.
 */

const TABLES = new Map(
  Object.entries(schema).flatMap(([name, value]) => (is(value, PgTable) ? [[name, getTableName(value)] as const] : [])),
);
const SQL_NAMES = new Set<string>(TABLES.values());

/**
 * For each exported function of policy files that returns SQL, the tables that it restricts, besides those that its
 * arguments restrict.
 */
export type Policies = ReadonlyMap<string, ReadonlySet<string>>;

/** One table that a statement reads or changes. */
export interface Read {
  readonly node: Node;
  /** Null where the table could not be determined. */
  readonly table: string | null;
  /** Name of the table in the statement: its own or an alias. */
  readonly as: string;
  /** Expressions that may restrict its rows. */
  readonly conditions: readonly Node[];
  /** The source text of the read, such as `.from(threads)`, for messages. */
  readonly words: string;
}

const isPolicyFile = (path: string) => /(^|\/)policy(\.ts)?$/.test(path);

/**
 * The policies of these files. A policy restricts the tables that it names, and those of policies that it calls; a
 * table that it only reads in a sub-select does not count. Throws where two policies have the same name.
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
        // Conditions of a sub-select restrict its own rows, not those of the statement around it.
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

/** `readsThreads(viewer)` returns a boolean: although it calls policies, it is none itself. */
const answersYesOrNo = (node: Node) =>
  node.type === "VariableDeclarator"
    ? node.init?.type === "ArrowFunctionExpression"
    : isFunction(node) && !returnsSql(node);

function returnsSql({ returnType }: FunctionNode): boolean {
  const type = returnType?.typeAnnotation;
  return type?.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "SQL";
}

/** Names in a file that stand for tables: imported ones and aliases of them. */
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

/**
 * Whether this is a call of drizzle's query builder, and not of a Set, an array or a stream with a method of that name.
 */
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
  // The result of a sub-select or of `with`: its tables are checked where it is defined.
  const made = first.type === "Identifier" ? declarationOf(syntax, node, first.name) : null;
  if (made && made !== "parameter" && within(made).some((part) => methodOf(part) === "from")) return [];
  return [{ node, table: null, as: "", conditions: [], words }];
}

/**
 * Expressions that restrict the rows of a call's table: `where`, and conditions of joins that can exclude rows of it.
 */
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

/** The call that a method chain continues, also through a variable. */
function begunBy(syntax: Syntax, call: Node): Node | null {
  const receiver = receiverOf(call);
  if (receiver?.type !== "Identifier") return receiver;
  const made = declarationOf(syntax, call, receiver.name);
  return made === "parameter" ? null : made;
}

/** Tables that SQL in a template reads: placeholders after `from` and `join`, and names in the text. */
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
    // In `from ${agreements} later` or `${later}`, a policy of agreements would restrict another row than that of the
    // alias.
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

/** Whether a policy restricts the rows of the table, by its name in the statement. */
export function isNarrowed(syntax: Syntax, policies: Policies, { as, conditions }: Read): boolean {
  const narrowing = new Narrowing(syntax, policies);
  return conditions.some((condition) => {
    const tables = narrowing.of(condition, []);
    return tables.has(as) || tables.has(EVERY);
  });
}

/** Stands for all tables: `sql`false`` excludes every row. */
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
    // By imported names: a local function with the name of a policy is none.
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

  /** `way`: functions and variables followed so far, to stop at a circle. */
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
      // In `and(…) ?? sql`false``, the right side replaces an empty condition.
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
      // A sub-select in a condition, as in `inArray(threads.id, db.select()…)`.
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
    // The function may pass its arguments to a policy.
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

  /** Tables that are restricted at every return of the function. */
  private ofResult(made: FunctionNode, way: readonly Node[]): Set<string> {
    if (made.body && made.body.type !== "BlockStatement") return this.of(made.body, way);
    const ends = within(made).filter(
      (node) => node.type === "ReturnStatement" && surroundings(this.syntax, node).find(isFunction) === made,
    );
    return shared(ends.map((end) => this.of(end.type === "ReturnStatement" ? end.argument : null, way)));
  }
}
