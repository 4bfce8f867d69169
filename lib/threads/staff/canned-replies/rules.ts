/** What the placeholders of a canned reply stand for. */
export interface ReplyFacts {
  /** Of the client that the answer goes to. */
  readonly name: string;
  readonly number: string;
  readonly subject: string;
  readonly company: string;
  /** Of a case. */
  readonly product?: string;
  /** Of who answers. */
  readonly agent: string;
}

export interface FilledReply {
  readonly text: string;
  /** Placeholders that nobody knows, as typed: left in the text for the agent to fill in. */
  readonly unknown: readonly string[];
}

/** A canned reply with its placeholders filled in: {name} {first_name} {number} {subject} {company} {product} {agent}. */
export function fillReply(body: string, facts: ReplyFacts): FilledReply {
  const known = new Map<string, string>([
    ...Object.entries(facts).filter((fact): fact is [string, string] => fact[1] !== undefined),
    ["first_name", facts.name.trim().split(/\s+/u)[0] ?? ""],
  ]);
  const unknown = new Set<string>();
  // In one pass, so that braces in a client's own words stay what they are.
  const text = body.replaceAll(/\{([a-z_]+)\}/giu, (typed, name: string) => {
    const value = known.get(name.toLowerCase());
    if (value === undefined) unknown.add(typed);
    return value ?? typed;
  });
  return { text, unknown: [...unknown] };
}
