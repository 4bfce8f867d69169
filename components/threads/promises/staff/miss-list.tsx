import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { Link } from "@/components/ui/link";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ThreadKind } from "@/db/schema/constants";
import { MISS_CAUSES } from "@/db/schema/promise-constants";
import { businessInstant, formatInstant, type Zoned } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { sayCauseAction } from "@/lib/threads/promises/actions";
import { CAUSE_LABELS, causeWords, PROMISE_KIND_LABELS } from "@/lib/threads/promises/rules";
import type { StaffMiss } from "@/lib/threads/promises/staff/queries";

interface Props {
  misses: readonly StaffMiss[];
  kind: ThreadKind;
  local: Zoned;
  /** The filters of the page, to come back to. */
  query: string;
}

const PAGE: Readonly<Record<ThreadKind, (number: string) => string>> = {
  case: routes.staffCase,
  request: routes.staffRequest,
  chat: routes.staffChat,
};

/** Answers that came late, each with its cause and a form that says it. */
export function MissList({ misses, kind, local, query }: Props) {
  const when = (at: Date) => formatInstant(businessInstant(at), local.zone);
  return (
    <ul className="divide-y divide-line">
      {misses.map((miss) => (
        <li key={miss.id} className="grid gap-2 px-4 py-3 text-sm">
          <div className="grid gap-0.5">
            <span className="wrap-anywhere">
              <Link href={PAGE[kind](miss.number)} className="font-semibold">
                {miss.number}
              </Link>{" "}
              {miss.subject}
            </span>
            <span className="wrap-anywhere text-muted">
              {miss.companyName}. {PROMISE_KIND_LABELS[miss.kind]} promised by {when(miss.dueAt)},{" "}
              {miss.endedAt ? `ended ${when(miss.endedAt)}` : "not answered yet"}.
            </span>
            {miss.outcome === "missed" && (
              <span className="wrap-anywhere">Cause: {causeWords(miss.cause, miss.causeNote)}</span>
            )}
          </div>
          {miss.outcome === "missed" && (
            <details>
              <summary className="inline-flex min-h-11 cursor-pointer items-center text-accent lg:min-h-8">
                {miss.cause ? "Change the cause" : "Say the cause"}
                <span className="sr-only"> of {miss.number}</span>
              </summary>
              <ActionForm
                key={`${miss.cause} ${miss.causeNote}`}
                action={sayCauseAction}
                label={`Cause of ${miss.number}`}
                values={{ cause: miss.cause ?? "", note: miss.causeNote ?? "" }}
                className="mt-2 grid max-w-[720px] gap-4"
              >
                <input type="hidden" name="promise" value={miss.id} />
                <input type="hidden" name="query" value={query} />
                <SelectField name="cause" label="Cause" placeholder="Choose a cause">
                  {MISS_CAUSES.map((cause) => (
                    <option key={cause} value={cause}>
                      {CAUSE_LABELS[cause]}
                    </option>
                  ))}
                </SelectField>
                <TextField
                  name="note"
                  label="In a sentence"
                  help="The client reads cause and sentence."
                  optional
                  maxLength={300}
                />
                <SubmitButton variant="secondary" className="justify-self-start">
                  Save cause
                </SubmitButton>
              </ActionForm>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
