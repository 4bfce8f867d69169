"use client";

import { useId, useState } from "react";
import { PasswordField } from "@/components/forms/fields";
import { PASSWORD_RULES } from "@/lib/gate/auth/new-password";
import { PasswordRuleList } from "./password-rule-list";

/** New password, with the rules marked as met while typing. Without scripts the rules are a plain list. */
export function NewPasswordField() {
  const [typed, setTyped] = useState("");
  const rulesId = useId();
  const met = PASSWORD_RULES.filter((rule) => rule.test(typed)).length;
  return (
    <div className="grid gap-3">
      <PasswordField
        name="password"
        label="New password"
        autoComplete="new-password"
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <PasswordRuleList id={rulesId} typed={typed} />
      <p className="sr-only" role="status">
        {typed === "" ? "" : `${met} of ${PASSWORD_RULES.length} rules met`}
      </p>
    </div>
  );
}
