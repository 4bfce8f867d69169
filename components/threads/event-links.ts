import { routes } from "@/lib/routes";
import type { NamedPerson, ThreadEvent, ThreadPerson } from "@/lib/threads/types";

/** A piece of a quiet line; `href` where it names something that staff open. */
interface EventPart {
  readonly text: string;
  readonly href: string | null;
}

type Said = Pick<ThreadEvent, "what" | "actor" | "before" | "after" | "named">;

/**
 * The words of a quiet line in the room of staff, with links for what they name: who did it, whom it names, and another
 * case. Whoever reads a thread may open its contacts and other cases; a colleague's page is led to where the viewer may
 * open it. A chat has none that every role may open. Nobody is led to twice.
 */
export function eventParts(event: Said, words: string): EventPart[] {
  const parts: EventPart[] = [];
  let rest = words;
  for (const { name, href } of namedIn(event)) {
    const at = name === "" ? -1 : rest.indexOf(name);
    if (at === -1) continue;
    const isNew = parts.every((part) => part.href !== href);
    parts.push({ text: rest.slice(0, at), href: null }, { text: name, href: isNew ? href : null });
    rest = rest.slice(at + name.length);
  }
  return joined([...parts, { text: rest, href: null }]);
}

/** Without empty pieces, and with neighbors that lead nowhere as one. */
function joined(parts: readonly EventPart[]): EventPart[] {
  const all: EventPart[] = [];
  for (const part of parts.filter(({ text }) => text !== "")) {
    const last = all.at(-1);
    if (last?.href === null && part.href === null) all[all.length - 1] = { text: last.text + part.text, href: null };
    else all.push(part);
  }
  return all;
}

/** In the order in which a line says them: who did it comes first, also where that name leads nowhere. */
function namedIn({
  what,
  actor,
  before,
  after,
  named,
}: Said): { readonly name: string; readonly href: string | null }[] {
  const number = what === "linked" || what === "merged" ? (after ?? before) : what === "became" ? after : null;
  return [
    ...(actor && !actor.isMe ? [{ name: actor.name, href: personHref(actor) }] : []),
    ...(named ? [{ name: after ?? before ?? "", href: personHref({ ...named, hasPage: true }) }] : []),
    ...(number ? [{ name: number, href: routes.staffCase(number) }] : []),
  ];
}

/** The page of a person that staff open; null for a colleague without one. */
export function personHref({ kind, id, hasPage }: NamedPerson & Pick<ThreadPerson, "hasPage">): string | null {
  if (kind === "contact") return routes.staffContact(id);
  return hasPage ? routes.staffTeamMember(id) : null;
}
