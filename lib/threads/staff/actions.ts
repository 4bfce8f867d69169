import type { z } from "zod";
import type { ThreadKind } from "@/db/schema/constants";
import type { StaffViewer } from "@/db/viewer";
import type { WriteContext } from "@/lib/gate/actions/define";
import { kindOf } from "@/lib/threads/kinds";
import { threadSchema } from "@/lib/threads/schema";
import { itemAnchor } from "@/lib/threads/types";
import { markThreadRead, type StaffContext } from "./service";

type Run<S extends z.ZodObject, T> = (context: StaffContext, input: z.output<S>) => Promise<T>;
interface Done {
  readonly number: string;
}

/**
 * What defineAction is told of the actions of staff on threads of one kind; the kind adds their names. An action ends on the
 * page of its thread.
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
    /** Ends at the message. */
    answer: <S extends z.ZodObject>(input: S, run: Run<S, Done & { readonly messageId: string }>) => ({
      ...telling,
      ...action(input, run, ({ number, messageId }) => `${staffPath(number)}?sent=${messageId}#m-${messageId}`),
    }),
    /** Ends at the note. */
    note: <S extends z.ZodObject>(input: S, run: Run<S, Done & { readonly noteId: string }>) => ({
      ...telling,
      ...action(input, run, ({ number, noteId }) => `${staffPath(number)}#${itemAnchor("note", noteId)}`),
    }),
    /** What clients are told of. */
    tell: <S extends z.ZodObject>(input: S, run: Run<S, Done>) => ({ ...telling, ...action(input, run, toThread) }),
    /** What stays with the firm. */
    work: <S extends z.ZodObject>(input: S, run: Run<S, Done>) => ({
      limit: "workByAccount" as const,
      ...action(input, run, toThread),
    }),
    /** For a browser without scripts; with them the thread says by itself that it was read. */
    read: {
      limit: "pageByAccount" as const,
      ...action(threadSchema(kind), (context, { number }) => markThreadRead(context, kind, number), toThread),
    },
  };
}
