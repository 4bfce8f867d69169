import { routes } from "@/lib/routes";
import type { ThreadEvent } from "@/lib/threads/types";

/** A piece of a quiet line; `href` where it names something that staff open. */
interface EventPart {
  readonly text: string;
  readonly href: string | null;
}

type Said = Pick<ThreadEvent, "what" | "actor" | "before" | "after">;

/**
 * The words of a quiet line in the room of staff, with links for what they name: the contact who did it, and another
 * case. Whoever reads a thread may open both. A colleague has no page that every role may open, and neither has a chat.
 */
export function eventParts(event: Said, words: string): EventPart[] {
  const parts: EventPart[] = [];
  let rest = words;
  for (const { name, href } of namedIn(event)) {
    const at = rest.indexOf(name);
    if (at === -1) continue;
    parts.push({ text: rest.slice(0, at), href: null }, { text: name, href });
    rest = rest.slice(at + name.length);
  }
  return [...parts, { text: rest, href: null }].filter(({ text }) => text !== "");
}

/** In the order in which a line says them: who did it comes first. */
function namedIn({ what, actor, before, after }: Said): { readonly name: string; readonly href: string }[] {
  const number = what === "linked" || what === "merged" ? (after ?? before) : what === "became" ? after : null;
  return [
    ...(actor?.kind === "contact" && !actor.isMe && actor.name !== ""
      ? [{ name: actor.name, href: routes.staffContact(actor.id) }]
      : []),
    ...(number ? [{ name: number, href: routes.staffCase(number) }] : []),
  ];
}
