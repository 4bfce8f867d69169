import { ActionForm } from "@/components/forms/action-form";
import { ListToast } from "@/components/ui/list-toast";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/gate/actions/result";
import type { DeedDone as Deed } from "@/lib/people/bulk-deeds/queries";
import { outcomeWords, rowsLeft, undoneWords } from "@/lib/people/bulk-deeds/rules";
import { kindOf } from "@/lib/threads/kinds";
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
  const undo = deed.isUndoable && (
    <ActionForm action={undoAction} label="Undo" className="grid">
      <input type="hidden" name="deed" value={deed.id} />
      <input type="hidden" name="query" value={href.split("?")[1] ?? ""} />
      <SubmitButton variant="secondary" size="small">
        Undo
      </SubmitButton>
    </ActionForm>
  );
  return (
    <ListToast href={href} undo={undo}>
      {deed.undone ? undoneWords(deed.undone) : outcomeWords(deed.deed, deed.rows)}{" "}
      {left.slice(0, NAMED).map((number) => (
        <span key={number}>
          <TextLink href={kindOf(kind).staffPath(number)}>{number}</TextLink>{" "}
        </span>
      ))}
      {left.length > NAMED && `and ${left.length - NAMED} more`}
    </ListToast>
  );
}
