"use client";

import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button";
import { usePending } from "./pending";

interface Props extends Omit<ComponentProps<"button">, "type" | "disabled"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** What a screen reader hears while it works. */
  pendingLabel?: string;
}

/**
 * Sends the form around it. While the form is on its way it shows so and ignores presses; it is not `disabled`, so
 * that focus stays where it is. Its words don't change, so its width doesn't either.
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
