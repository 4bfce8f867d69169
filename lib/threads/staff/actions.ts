import type { z } from "zod";
import type { ThreadKind } from "@/db/schema/constants";
import type { StaffViewer } from "@/db/viewer";
import type { WriteContext } from "@/lib/gate/actions/define";
import { kindOf } from "@/lib/threads/kinds";
import { threadSchema } from "@/lib/threads/schema";
import { itemAnchor } from "@/lib/threads/types";
import { followSchemaOf } from "./follows/schema";
import { followThread } from "./follows/service";
import { markThreadRead, type StaffContext } from "./service";
import { type SnoozeInput, snoozeSchemaOf } from "./snoozes/schema";
import { snoozeThread } from "./snoozes/service";

type Run<S extends z.ZodObject, T> = (context: StaffContext, input: z.output<S>) => Promise<T>;
interface Done {
  readonly number: string;
}

/**
 * What defineAction needs for the actions of staff on threads of one kind, without their names, which the kind adds.
 * After an action the page of its thread is shown.
 */
export function staffActions(kind: ThreadKind) {
  const { staffPath } = kindOf(kind);
  const toThread = ({ number }: Done) => staffPath(number);
  const action = <S extends z.ZodObject, T>(input: S, run: Run<S, T>, then: (done: T) => string) => ({
    audience: "staff" as const,
    input,
    run: (context: WriteContext<StaffViewer>, sent: z.output<S>) =>
      run({ ...context, name: context.signedIn.account.name }, sent),
    then,
  });
  const telling = { limit: "messageByAccount" } as const;

  return {
    /** Shows the thread's page at the new message. */
    answer: <S extends z.ZodObject>(input: S, run: Run<S, Done & { readonly messageId: string }>) => ({
      ...telling,
      ...action(input, run, ({ number, messageId }) => `${staffPath(number)}?sent=${messageId}#m-${messageId}`),
    }),
    /** Shows the thread's page at the new note. */
    note: <S extends z.ZodObject>(input: S, run: Run<S, Done & { readonly noteId: string }>) => ({
      ...telling,
      ...action(input, run, ({ number, noteId }) => `${staffPath(number)}#${itemAnchor("note", noteId)}`),
    }),
    /** For actions that clients are told of. */
    tell: <S extends z.ZodObject>(input: S, run: Run<S, Done>) => ({ ...telling, ...action(input, run, toThread) }),
    /** For actions that clients are not told of. */
    work: <S extends z.ZodObject>(input: S, run: Run<S, Done>) => ({
      limit: "workByAccount" as const,
      ...action(input, run, toThread),
    }),
    /** The viewer follows the thread, or leaves it. */
    follow: {
      limit: "workByAccount" as const,
      ...action(followSchemaOf(kind), (context, input) => followThread(context, kind, input), toThread),
    },
    /** The thread sleeps, or wakes. Times of one's own are on the clocks of the viewer's zone. */
    snooze: {
      ...{ audience: "staff" as const, limit: "workByAccount" as const, input: snoozeSchemaOf(kind) },
      run: (context: WriteContext<StaffViewer>, input: SnoozeInput) => {
        const { account } = context.signedIn;
        const local = { zone: account.timeZone ?? context.brand.zone };
        return snoozeThread({ ...context, name: account.name }, kind, input, local);
      },
      then: toThread,
    },
    /** For browsers without JavaScript. With it, the page marks the thread as read by itself. */
    read: {
      limit: "pageByAccount" as const,
      ...action(threadSchema(kind), (context, { number }) => markThreadRead(context, kind, number), toThread),
    },
  };
}
