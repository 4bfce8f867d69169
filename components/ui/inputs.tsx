import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

/** 16 px below 1024 px, because phones zoom into a field with smaller text. */
const control = clsx(
  "w-full rounded-lg border border-control bg-surface px-3 text-base text-ink lg:text-sm",
  "transition-[border-color,box-shadow] hover:border-ink/60",
  "aria-invalid:border-danger-mark aria-invalid:shadow-[inset_0_0_0_1px_var(--danger-mark)]",
  "disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted",
);

export function TextInput({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={clsx(control, "min-h-11 lg:min-h-10", className)} {...rest} />;
}

export function TextArea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={clsx(control, "field-sizing-content max-h-96 min-h-24 py-2.5 leading-6 lg:leading-5", className)}
      {...rest}
    />
  );
}

export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={clsx("relative block", className)}>
      <select className={clsx(control, "min-h-11 appearance-none pr-9 lg:min-h-10")} {...rest}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        size={16}
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-muted"
      />
    </span>
  );
}

interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "children"> {
  label: ReactNode;
  help?: ReactNode;
}

/** A checkbox; the whole line can be clicked. */
export function Checkbox({ label, help, className, id, ...rest }: CheckboxProps) {
  return (
    <label className={clsx("flex min-h-11 cursor-pointer items-start gap-3 py-2.5 lg:min-h-9 lg:py-1.5", className)}>
      <input type="checkbox" id={id} className="mt-1 size-4 flex-none lg:mt-0.5" {...rest} />
      <span className="grid text-base lg:text-sm">
        <span>{label}</span>
        {help && <span className="text-sm text-muted">{help}</span>}
      </span>
    </label>
  );
}
