import type { StaffViewer } from "@/db/viewer";
import type { WriteContext } from "@/lib/gate/actions/define";
import { afterDeed } from "@/lib/people/bulk-deeds/schema";
import { routes } from "@/lib/routes";
import type { StaffContext } from "@/lib/threads/staff/service";
import {
  type BulkKind,
  bulkAssignSchema,
  bulkCloseSchema,
  bulkSnoozeSchema,
  bulkStatusSchema,
  bulkUndoSchema,
} from "./schema";
import { assignMany, closeMany, setStatusOfMany, snoozeMany, undoDeed } from "./service";

const LISTS: Readonly<Record<BulkKind, string>> = { case: routes.staffCases, request: routes.staffRequests };

/**
 * What defineAction needs for the actions on threads of one kind that were chosen in their list, without their names.
 * After an action the list is shown with its outcome.
 */
export function bulkActions(kind: BulkKind) {
  const named = (context: WriteContext<StaffViewer>): StaffContext => ({
    ...context,
    name: context.signedIn.account.name,
  });
  const audience = "staff" as const;
  const then = ({ id }: { readonly id: string }, { query }: { readonly query: string }) =>
    afterDeed(LISTS[kind], query, id);
  const [assign, status, close] = [bulkAssignSchema(kind), bulkStatusSchema(kind), bulkCloseSchema(kind)];
  const snooze = bulkSnoozeSchema(kind);
  return {
    assign: {
      ...{ audience, then, limit: "bulkByAccount" as const, input: assign },
      run: (context: WriteContext<StaffViewer>, input: ReturnType<typeof assign.parse>) =>
        assignMany(named(context), kind, input),
    },
    status: {
      ...{ audience, then, limit: "bulkByAccount" as const, input: status },
      run: (context: WriteContext<StaffViewer>, input: ReturnType<typeof status.parse>) =>
        setStatusOfMany(named(context), kind, input),
    },
    close: {
      ...{ audience, then, limit: "bulkMessageByAccount" as const, input: close },
      run: (context: WriteContext<StaffViewer>, input: ReturnType<typeof close.parse>) =>
        closeMany(named(context), kind, input),
    },
    snooze: {
      ...{ audience, then, limit: "bulkByAccount" as const, input: snooze },
      run: (context: WriteContext<StaffViewer>, input: ReturnType<typeof snooze.parse>) =>
        snoozeMany(named(context), kind, input),
    },
    undo: {
      ...{ audience, then, limit: "bulkByAccount" as const, input: bulkUndoSchema },
      run: (context: WriteContext<StaffViewer>, input: ReturnType<typeof bulkUndoSchema.parse>) =>
        undoDeed(named(context), kind, input),
    },
  };
}
