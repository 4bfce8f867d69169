import { lastDayWords } from "@/lib/kit/time";
import type { TeamMember } from "@/lib/people/account-team/queries";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import type { AgreementChoice, RequestForm } from "@/lib/threads/requests/ask/queries";
import type { AskedKind } from "@/lib/threads/requests/schema";

/** Start of the keys of all drafts of a person, so that others who use this browser do not get them. */
export function draftKeysOf(contactId: string): string {
  return `request-new:${contactId}:`;
}

/** Key of the draft of a form with these preset values: a draft about one agreement does not appear for another. */
export function draftKeyOf(
  contactId: string,
  kind: AskedKind,
  form: Pick<RequestForm, "invoice" | "estimate" | "agreement" | "member">,
): string {
  const about = form.invoice?.number ?? form.estimate ?? form.agreement ?? "";
  return `${draftKeysOf(contactId)}${kind}:${form.member ?? ""}:${about}`;
}

/** Members to write to, each with their stand-in where they are away today. */
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
    label: `${product}, ${lastDayWords(hasEnded ? "ended" : "ends", endsOn)}`,
  }));
}
