import type { Metadata } from "next";
import { askOf } from "@/components/threads/cases/ask";
import { CasesShut } from "@/components/threads/cases/cases-shut";
import { ClientAnswers } from "@/components/threads/promises/client-answers";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { routes } from "@/lib/routes";
import { readCaseAccess } from "@/lib/threads/cases/access/queries";
import { readClientAnswers } from "@/lib/threads/promises/queries";

export const metadata: Metadata = { title: "Answers in time" };

export default async function CaseAnswersPage() {
  const { brand, viewer, access, primary, team, answers } = await asViewer(
    "client",
    async (context, { brand, signedIn }) => {
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      const found = await readCaseAccess(context, brand);
      const answers = found.access.kind === "open" ? await readClientAnswers(context, brand, local) : null;
      return { brand, viewer: context.viewer, ...found, answers };
    },
  );
  return (
    <>
      <PageHeader title="Answers in time" back={{ href: routes.cases, label: "Support Cases" }} />
      {access.kind !== "open" && (
        <CasesShut access={access} primary={primary} ask={askOf(team, brand.supportMailbox)} />
      )}
      {answers && <ClientAnswers answers={answers} scope={viewer.rights.cases === "company" ? "company" : "own"} />}
    </>
  );
}
