import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { severityChoices } from "@/components/threads/cases/severity-options";
import { PhonedCaseForm } from "@/components/threads/cases/staff/phoned-case-form";
import { ChooseFirst, NobodySees, NotOffered, RefusedContact } from "@/components/threads/staff/begin/unseeing";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { worksCases } from "@/lib/gate/rights";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { filePhonedCaseAction } from "@/lib/threads/cases/staff/begin/actions";
import { readPhonedForm } from "@/lib/threads/cases/staff/begin/queries";
import { parsePhonedBy } from "@/lib/threads/cases/staff/begin/schema";

// Without the company: the title is sent with a 404 too, and must not tell whether it exists.
export const metadata: Metadata = { title: "Phoned-in case" };

/** The form in which agents file a case in the name of a contact who phoned. */
export default async function PhonedCasePage({ searchParams }: PageProps<"/staff/cases/new">) {
  const wish = parsePhonedBy(await searchParams);
  const { viewer, form } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!worksCases(viewer)) forbidden();
    if (wish.isBroken) notFound();
    if (!wish.company && !wish.contact) return { viewer, form: "unnamed" as const };
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    return { viewer, form: await readPhonedForm(context, wish, local) };
  });
  if (!form) notFound();
  if (form === "unnamed") {
    return (
      <>
        <PageHeader back={{ href: routes.staffCases, label: "Cases" }} title="File a phoned-in case" />
        <ChooseFirst />
      </>
    );
  }
  const { brand, company, companies, callers, people, refused, products, answers } = form;
  await recordLooks(viewer, { brand: brand.key, companyId: company.id }, ["contacts"]);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffCompany(company.id), label: company.name }}
        title="File a phoned-in case"
        detail={`${companies.length > 1 ? "" : `${company.name}, `}${brand.name}`}
      />
      <div className="max-w-160">
        {refused && <RefusedContact refused={refused} people={people} />}
        {callers.length === 0 ? (
          <NobodySees company={company} />
        ) : (
          <PhonedCaseForm
            action={filePhonedCaseAction}
            formId={uuidv7()}
            companies={companies}
            people={callers}
            products={products}
            severities={severityChoices(companies, answers, brand.chatCalendar)}
            values={{ company: company.id }}
          />
        )}
        <NotOffered people={people} />
      </div>
    </>
  );
}
