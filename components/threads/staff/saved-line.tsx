import { buttonClass } from "@/components/ui/button";

interface Props {
  /** The property, in lower case. */
  noun: string;
  pending: boolean;
  /** What was saved last is what is shown; `back` when it took a change back; null: nothing was saved. */
  saved: "forth" | "back" | null;
  /** Takes the last change back; null where that is not possible. */
  onUndo: (() => void) | null;
  /** Shown instead, while a choice is not saved yet. */
  hint?: string | false;
}

/** The quiet line of a property: that it was saved, with the way back. */
export function SavedLine({ noun, pending, saved, onUndo, hint }: Props) {
  return (
    <p role="status" className="flex items-center gap-2 text-xs text-muted empty:hidden">
      {pending ? "Saving …" : hint || (saved && (saved === "back" ? "Taken back." : "Saved."))}
      {!pending && saved === "forth" && onUndo && (
        <button type="button" className="min-h-6 font-semibold text-accent underline" onClick={onUndo}>
          Undo<span className="sr-only"> the change of {noun}</span>
        </button>
      )}
    </p>
  );
}

/** The button of a property's form, for a browser without scripts. */
export function PlainSave({ children }: { children: string }) {
  return (
    <noscript>
      <button type="submit" className={buttonClass("secondary", "small", "justify-self-start")}>
        {children}
      </button>
    </noscript>
  );
}
