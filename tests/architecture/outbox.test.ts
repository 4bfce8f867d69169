import { expect, it } from "vitest";
import { CLIENT_MAIL_KINDS } from "@/db/schema/constants";
import { sources } from "./source";
import { isFunction, type Node, type Syntax, surroundings, syntaxOf, textOf } from "./syntax";

/* The kinds of mail that viewers queue in their own transactions are those that the database lets them queue. */

/** Whether the function around the call works in a viewer's transaction: it gets a context, and none of the system's. */
function isViewers(syntax: Syntax, call: Node): boolean {
  const around = surroundings(syntax, call).filter(isFunction);
  const parameters = around.flatMap(({ params }) => params.map((param) => textOf(syntax, param)));
  return parameters.some((text) => /\b(\w*Context|Own)\b|\bviewer\b/.test(text));
}

it("the kinds of mail that viewers queue are the kinds that their policy lets through", () => {
  const found = new Set<string>();
  for (const file of sources("lib").filter(({ text }) => text.includes("enqueueMail("))) {
    const syntax = syntaxOf(file);
    for (const node of syntax.nodes) {
      if (node.type !== "CallExpression" || textOf(syntax, node.callee) !== "enqueueMail") continue;
      if (!isViewers(syntax, node)) continue;
      const kind = /kind: "([a-z-]+)"/.exec(textOf(syntax, node))?.[1];
      found.add(kind ?? `${file.path} queues a mail whose kind is not written where it is queued`);
    }
  }
  expect([...found].sort()).toEqual([...CLIENT_MAIL_KINDS].sort());
});
