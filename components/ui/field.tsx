import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Attributes that tie a control to its label, help and error. Spread them on it. */
interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface Props {
  id: string;
  label: ReactNode;
  help?: ReactNode;
  /** Errors, as sentences that say what to do. */
  errors?: readonly string[] | undefined;
  /** Shows "(optional)" after the label. Fields are required unless marked. */
  optional?: boolean;
  /** Something at the right end of the label's line, such as a link. */
  aside?: ReactNode;
  /** The label stands before the control, on its line. */
  inline?: boolean | undefined;
  children: (control: ControlProps) => ReactNode;
}

const INLINE = "flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1.5 [&_label]:font-normal";

/** Label above, help under it, error beside the field in words. */
export function Field({ id, label, help, errors = [], optional, aside, inline, children }: Props) {
  const helpId = help ? `${id}-help` : undefined;
  const errorId = errors.length > 0 ? `${id}-error` : undefined;
  return (
    <div className={inline ? INLINE : "grid min-w-0 content-start gap-1.5"}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <label htmlFor={id} className="text-sm font-semibold">
          {label}
          {optional && <span className="font-normal text-muted"> (optional)</span>}
        </label>
        {aside}
      </div>
      {help && (
        <p id={helpId} className="text-sm text-muted">
          {help}
        </p>
      )}
      {children({
        id,
        "aria-describedby": [helpId, errorId].filter(Boolean).join(" ") || undefined,
        "aria-invalid": errorId ? true : undefined,
      })}
      <FieldError id={errorId} errors={errors} />
    </div>
  );
}

export function FieldError({ id, errors }: { id: string | undefined; errors: readonly string[] }) {
  if (errors.length === 0) return null;
  return (
    <p id={id} className="flex gap-1.5 text-sm text-danger">
      <CircleAlert aria-hidden size={16} className="mt-0.5 flex-none" />
      <span>{errors.join(" ")}</span>
    </p>
  );
}
