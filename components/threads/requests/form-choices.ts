import { formatDay } from "@/lib/kit/time";
import type { TeamMember } from "@/lib/people/account-team/queries";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import type { AgreementChoice, RequestForm } from "@/lib/threads/requests/ask/queries";
import type { AskedKind } from "@/lib/threads/requests/schema";

/** What the keys of all new requests of a person begin with: who else uses this browser meets nothing of theirs. */
export function draftKeysOf(contactId: string): string {
  return `request-new:${contactId}:`;
}

/** Names the form too, by what it stood filled in with: what was begun about one agreement is not about another. */
export function draftKeyOf(
  contactId: string,
  kind: AskedKind,
  form: Pick<RequestForm, "invoice" | "estimate" | "agreement" | "member">,
): string {
  const about = form.invoice?.number ?? form.estimate ?? form.agreement ?? "";
  return `${draftKeysOf(contactId)}${kind}:${form.member ?? ""}:${about}`;
}

/** Whom to write to, and who answers for whoever is away today. */
export function memberChoices(team: readonly TeamMember[]) {
  return team.map(({ id, name, role, away }) => {
    const absence = away && [`away until ${away.until}`, away.standIn && `${away.standIn.name} stands in`];
    const words = [name, TEAM_ROLE_LABELS[role].toLocaleLowerCase("en-US"), ...(absence ?? [])];
    return { value: id, label: words.filter(Boolean).join(", ") };
  });
}

export function agreementChoices(agreements: readonly AgreementChoice[]) {
  return agreements.map(({ id, product, endsOn, hasEnded }) => ({
    value: id,
    label: `${product}, ${hasEnded ? "ended" : "ends"} ${formatDay(endsOn)}`,
  }));
}
