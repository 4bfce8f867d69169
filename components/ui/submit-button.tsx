"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button";
import { usePending } from "./pending";

interface Props extends Omit<ComponentProps<"button">, "type" | "disabled"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** For screen readers, while the form is being sent. */
  pendingLabel?: string;
}

/**
 * Submits the form around it. While the form is being sent it shows so and ignores clicks; it is not `disabled`, so
 * that it keeps focus. Its text does not change, so its width does not either.
 */
export function SubmitButton({
  variant = "primary",
  size,
  icon,
  pendingLabel = "Sending",
  className,
  children,
  onClick,
  ...rest
}: Props) {
  const pending = usePending();
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (pending) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type="submit"
      aria-disabled={pending || undefined}
      className={buttonClass(variant, size, clsxPending(pending, className))}
      onClick={press}
      {...rest}
    >
      {pending ? <LoaderCircle aria-hidden size={16} className="motion-safe:animate-spin" /> : icon}
      {children}
      <span className="sr-only" role="status">
        {pending ? pendingLabel : ""}
      </span>
    </button>
  );
}

function clsxPending(pending: boolean, className: string | undefined) {
  return [className, pending ? "pointer-events-none" : null].filter(Boolean).join(" ");
}
