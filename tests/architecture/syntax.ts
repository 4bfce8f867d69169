import { type ESTree, type ParseResult, parseSync } from "vite";
import { type SourceFile, targetOf } from "./source";

export type Node = ESTree.Node;
export type FunctionNode = ESTree.Function | ESTree.ArrowFunctionExpression;

/** A parsed file: its nodes in the order of the text, and the parent of each. */
export interface Syntax extends SourceFile {
  readonly nodes: readonly Node[];
  readonly comments: ParseResult["comments"];
  parentOf(node: Node): Node | null;
}

/** Throws for a file that does not parse, because a test that skipped it would pass. */
export function syntaxOf({ path, text }: SourceFile): Syntax {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const parents = new Map<Node, Node>();
  const nodes: Node[] = [];
  const visit = (node: Node) => {
    nodes.push(node);
    for (const child of childrenOf(node)) {
      parents.set(child, node);
      visit(child);
    }
  };
  visit(program);
  return { path, text, nodes, comments, parentOf: (node) => parents.get(node) ?? null };
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** The node and all its descendants. */
export function within(node: Node): Node[] {
  return [node, ...childrenOf(node).flatMap(within)];
}

/** The ancestors of a node, the nearest first. */
export function surroundings({ parentOf }: Syntax, node: Node): Node[] {
  const found: Node[] = [];
  for (let at = parentOf(node); at; at = parentOf(at)) found.push(at);
  return found;
}

export const textOf = ({ text }: SourceFile, node: Node) => text.slice(node.start, node.end);

/** Line number, from 1, of an offset in the text. */
export const lineOf = ({ text }: SourceFile, offset: number) => text.slice(0, offset).split("\n").length;

export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression"
  );
}

/** Name of a function: its own, or that of the variable or property that holds it. */
export function nameOf(syntax: Syntax, node: FunctionNode): string | null {
  if (node.id) return node.id.name;
  const holder = surroundings(syntax, node).find(
    (at) => at.type === "VariableDeclarator" || at.type === "Property" || isFunction(at),
  );
  if (holder?.type === "VariableDeclarator" && holder.id.type === "Identifier") return holder.id.name;
  return holder?.type === "Property" && holder.key.type === "Identifier" ? holder.key.name : null;
}

/** Named imports of a file, by the local name: the file of this project, or null for a package. */
export function namedImportsOf(syntax: Syntax): Map<string, { readonly target: string | null; readonly name: string }> {
  return new Map(
    syntax.nodes.flatMap((node) =>
      node.type === "ImportDeclaration"
        ? node.specifiers.flatMap((one) =>
            one.type === "ImportSpecifier" && one.imported.type === "Identifier"
              ? [[one.local.name, { target: targetOf(syntax, node.source.value), name: one.imported.name }] as const]
              : [],
          )
        : [],
    ),
  );
}

/** Names in a node that refer to values: of `threads.id` the first, of `{ db: context }` the second. */
export function namesIn(node: Node): string[] {
  if (node.type === "Identifier") return [node.name];
  const label =
    node.type === "MemberExpression" && !node.computed
      ? node.property
      : node.type === "Property" && !node.computed
        ? node.key
        : null;
  return childrenOf(node).flatMap((child) => (child === label ? [] : namesIn(child)));
}

/**
 * What a name refers to at this place: a variable's value, a function, or "parameter" of a function around it. Null for
 * what is declared elsewhere.
 */
export function declarationOf(syntax: Syntax, place: Node, name: string): Node | "parameter" | null {
  const scopes: Node[] = surroundings(syntax, place).filter(isScope);
  const found = syntax.nodes.flatMap((node) => {
    const isNamed =
      (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.id.name === name) ||
      (node.type === "FunctionDeclaration" && node.id?.name === name);
    if (!isNamed) return [];
    const depth = scopes.indexOf(surroundings(syntax, node).find(isScope) ?? node);
    return depth < 0 ? [] : [{ depth, value: node.type === "VariableDeclarator" ? node.init : node }];
  });
  const nearest = found.sort((a, b) => a.depth - b.depth)[0];
  const owner = scopes.findIndex((scope) => isFunction(scope) && scope.params.flatMap(namesIn).includes(name));
  return owner >= 0 && (nearest === undefined || owner <= nearest.depth) ? "parameter" : (nearest?.value ?? null);
}

const isScope = (node: Node) => isFunction(node) || node.type === "Program";
