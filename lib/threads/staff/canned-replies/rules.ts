/** What the placeholders of a canned reply stand for. */
export interface ReplyFacts {
  /** Name of the client to whom the answer goes. */
  readonly name: string;
  readonly number: string;
  readonly subject: string;
  readonly company: string;
  /** Only of a case. */
  readonly product?: string;
  /** Name of the member of staff who answers. */
  readonly agent: string;
}

export interface FilledReply {
  readonly text: string;
  /** Unknown placeholders as typed. They are left in the text for the agent to fill in. */
  readonly unknown: readonly string[];
}

/** A canned reply with its placeholders filled in: {name} {first_name} {number} {subject} {company} {product} {agent}. */
export function fillReply(body: string, facts: ReplyFacts): FilledReply {
  const known = new Map<string, string>([
    ...Object.entries(facts).filter((fact): fact is [string, string] => fact[1] !== undefined),
    ["first_name", facts.name.trim().split(/\s+/u)[0] ?? ""],
  ]);
  const unknown = new Set<string>();
  // In one pass, so that braces in a client's own text are not filled in.
  const text = body.replaceAll(/\{([a-z_]+)\}/giu, (typed, name: string) => {
    const value = known.get(name.toLowerCase());
    if (value === undefined) unknown.add(typed);
    return value ?? typed;
  });
  return { text, unknown: [...unknown] };
}

/** What a canned reply may hold in braces. */
export const PLACEHOLDERS = ["name", "first_name", "number", "subject", "company", "product", "agent"] as const;

/** Placeholders of a text that nothing will be put in place of, as typed. `hasProduct`: cases alone have one. */
export function unknownIn(body: string, hasProduct: boolean): readonly string[] {
  const facts = { name: "x", number: "x", subject: "x", company: "x", agent: "x", ...(hasProduct && { product: "x" }) };
  return fillReply(body, facts).unknown;
}
