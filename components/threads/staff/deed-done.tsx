import { ActionForm } from "@/components/forms/action-form";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/gate/actions/result";
import { kindOf } from "@/lib/threads/kinds";
import type { DeedDone as Deed } from "@/lib/threads/staff/bulk/queries";
import { outcomeWords, rowsLeft, undoneWords } from "@/lib/threads/staff/bulk/rules";
import type { BulkKind } from "@/lib/threads/staff/bulk/schema";

interface Props {
  kind: BulkKind;
  deed: Deed;
  undoAction: FormAction;
  /** Address of the list with its present filters. */
  href: string;
}

/** So many rows that were left alone are named. */
const NAMED = 8;

/** What became of the rows that were chosen, with links to those that were left alone, and undo. */
export function DeedDone({ kind, deed, undoAction, href }: Props) {
  const rows = deed.undone ?? deed.rows;
  const left = rowsLeft(rows);
  return (
    <div className="list-toast no-print">
      <p role="status" className="tabular min-w-0">
        {deed.undone ? undoneWords(deed.undone) : outcomeWords(deed.deed, deed.rows)}{" "}
        {left.slice(0, NAMED).map((number) => (
          <span key={number}>
            <TextLink href={kindOf(kind).staffPath(number)}>{number}</TextLink>{" "}
          </span>
        ))}
        {left.length > NAMED && `and ${left.length - NAMED} more`}
      </p>
      <span className="ml-auto flex items-center gap-2">
        {deed.isUndoable && (
          <ActionForm action={undoAction} label="Undo" className="grid">
            <input type="hidden" name="deed" value={deed.id} />
            <input type="hidden" name="query" value={href.split("?")[1] ?? ""} />
            <SubmitButton variant="secondary" size="small">
              Undo
            </SubmitButton>
          </ActionForm>
        )}
        <Link href={href} className="inline-flex min-h-11 items-center px-2 text-muted hover:text-ink lg:min-h-8">
          Dismiss
        </Link>
      </span>
    </div>
  );
}
