import type { z } from "zod";
import type { ThreadKind } from "@/db/schema/constants";
import type { ClientViewer } from "@/db/viewer";
import type { WriteContext } from "@/lib/gate/actions/define";
import { kindOf } from "./kinds";
import { lockThread } from "./life/queries";
import type { ClientContext, Replied } from "./life/service";
import { threadSchema } from "./schema";
import { markRead } from "./service";

type Run<S extends z.ZodObject, T> = (context: ClientContext, input: z.output<S>) => Promise<T>;
interface Done {
  readonly number: string;
}

/**
 * What defineAction needs for the actions of clients on threads of one kind, without their names, which the kind adds.
 * After an action the page of its thread is shown.
 */
export function clientActions(kind: ThreadKind) {
  const { clientPath } = kindOf(kind);
  const action = <S extends z.ZodObject, T>(
    limit: "messageByAccount" | "pageByAccount",
    input: S,
    run: Run<S, T>,
    then: (done: T) => string,
  ) => ({
    audience: "client" as const,
    limit,
    input,
    run: (context: WriteContext<ClientViewer>, sent: z.output<S>) =>
      run({ ...context, name: context.signedIn.account.name }, sent),
    then,
  });

  return {
    /** Begins a thread. `mark` is a parameter that tells the thread's page that it was just begun. */
    begin: <S extends z.ZodObject>(input: S, run: Run<S, Done>, mark: string) =>
      action("messageByAccount", input, run, ({ number }) => `${clientPath(number)}?${mark}=yes`),
    /** Shows the thread's page at the new message. */
    reply: <S extends z.ZodObject>(input: S, run: Run<S, Replied>) =>
      action(
        "messageByAccount",
        input,
        run,
        ({ number, messageId }) => `${clientPath(number)}?sent=${messageId}#m-${messageId}`,
      ),
    close: <S extends z.ZodObject>(input: S, run: Run<S, Done>) =>
      action("messageByAccount", input, run, ({ number }) => clientPath(number)),
    /** For browsers without JavaScript. With it, the page marks the thread as read by itself. */
    read: action(
      "pageByAccount",
      threadSchema(kind),
      async (context, { number }) => {
        const row = await lockThread(context, kind, { brand: context.brand.key, number });
        await markRead(context, row.id);
        return row.number;
      },
      clientPath,
    ),
  };
}
