import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { CallNow, CallNowFor } from "@/components/people/on-call/call-now";
import { askOf } from "@/components/threads/cases/ask";
import { caseDraftKey } from "@/components/threads/cases/case-draft";
import { CasesShut } from "@/components/threads/cases/cases-shut";
import { NewCaseForm } from "@/components/threads/cases/new-case-form";
import { NotCovered } from "@/components/threads/cases/not-covered";
import { severityChoices } from "@/components/threads/cases/severity-options";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { together } from "@/lib/kit/together";
import { readOnCall } from "@/lib/people/on-call/queries";
import { routes } from "@/lib/routes";
import { readCaseAccess } from "@/lib/threads/cases/access/queries";
import { fileCaseAction } from "@/lib/threads/cases/actions";
import { expectedAnswers, listProducts } from "@/lib/threads/cases/queries";
import { parsePrefill } from "@/lib/threads/cases/schema";

export const metadata: Metadata = { title: "Add New Case" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewCasePage({ searchParams }: Props) {
  const prefill = parsePrefill(await searchParams);
  const { brand, viewer, access, primary, team, open, offer } = await asViewer("client", async (context, entered) => {
    const { brand, signedIn, viewer } = entered;
    const found = await readCaseAccess(context, brand);
    const { access } = found;
    const open = access.kind === "open" ? access.companies.filter(({ inForce }) => inForce) : [];
    const ids = open.map(({ id }) => id);
    const offer =
      access.kind === "open" &&
      (await together({
        onCall: readOnCall(context, brand, ids, { zone: signedIn.account.timeZone ?? brand.zone }),
        products: listProducts(context, brand.key),
        answers: expectedAnswers(context, brand, ids, { zone: signedIn.account.timeZone ?? brand.zone }),
      }));
    return { brand, viewer, ...found, open, offer };
  });
  const ask = askOf(team, brand.supportMailbox);
  const head = <PageHeader back={{ href: routes.cases, label: "Support Cases" }} title="Add New Case" />;
  if (access.kind !== "open" || !offer) {
    return (
      <>
        {head}
        {access.kind !== "open" && <CasesShut access={access} primary={primary} ask={ask} />}
      </>
    );
  }
  const calls = open.flatMap(({ id, name }) => {
    const contact = offer.onCall.contactOf(id);
    return contact ? [{ id, company: name, contact }] : [];
  });
  const [call] = calls;
  return (
    <>
      {head}
      <div className="max-w-160">
        <NotCovered companies={access.companies} ask={ask} effect="not-offered" />
        {call && (
          <div className="mb-5">
            {access.companies.length > 1 ? <CallNowFor calls={calls} /> : <CallNow contact={call.contact} />}
          </div>
        )}
        <NewCaseForm
          action={fileCaseAction}
          formId={uuidv7()}
          draftKey={caseDraftKey(viewer.contactId)}
          companies={open.map(({ id, name }) => ({ id, name }))}
          products={offer.products}
          severities={severityChoices(open, offer.answers, brand.chatCalendar)}
          prefill={prefill}
        />
      </div>
    </>
  );
}
