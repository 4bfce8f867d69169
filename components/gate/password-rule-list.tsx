import clsx from "clsx";
import { Check, Circle } from "lucide-react";
import { PASSWORD_RULES } from "@/lib/gate/auth/new-password";

/** The rules; each is marked as met, in colour, shape and words, as soon as `typed` meets it. */
export function PasswordRuleList({ id, typed }: { id: string; typed: string }) {
  return (
    <div className="grid gap-1.5 text-sm">
      <p id={id} className="text-muted">
        All of these apply:
      </p>
      <ul aria-labelledby={id} className="grid gap-1">
        {PASSWORD_RULES.map((rule) => {
          // The empty text breaks no rule against forbidden content, so an empty field gets no mark at all.
          const met = typed !== "" && rule.test(typed);
          const Icon = met ? Check : Circle;
          return (
            <li key={rule.id} className="flex gap-2">
              <Icon
                aria-hidden
                size={16}
                className={clsx("mt-0.5 flex-none", met ? "text-success" : "scale-50 text-muted")}
              />
              <span>
                {rule.label}
                {typed !== "" && <span className="sr-only">{met ? ": met" : ": not yet met"}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
