import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { WriteFirstForm } from "@/components/threads/requests/staff/write-first-form";
import { ChooseFirst, NobodySees, NotOffered, RefusedContact } from "@/components/threads/staff/begin/unseeing";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey } from "@/lib/gate/brand/load";
import { worksRequests } from "@/lib/gate/rights";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import { writeFirstAction } from "@/lib/threads/requests/staff/begin/actions";
import { readWriteForm } from "@/lib/threads/requests/staff/begin/queries";
import { namesNothing, parseWriteTo } from "@/lib/threads/requests/staff/begin/schema";

// Without the company: the title is sent with a 404 too, and must not tell whether it exists.
export const metadata: Metadata = { title: "Write to a contact" };

/** The form in which the account team writes first: from a company, a contact, an agreement, an invoice or an estimate. */
export default async function WriteFirstPage({ searchParams }: PageProps<"/staff/requests/new">) {
  const wish = parseWriteTo(await searchParams);
  const { viewer, form } = await asViewer("staff", async (context, { viewer }) => {
    if (!worksRequests(viewer)) forbidden();
    if (wish.isBroken) notFound();
    return { viewer, form: namesNothing(wish) ? ("unnamed" as const) : await readWriteForm(context, wish) };
  });
  if (!form) notFound();
  if (form === "unnamed") {
    return (
      <>
        <PageHeader back={{ href: routes.staffRequests, label: "Requests" }} title="Write to a contact" />
        <ChooseFirst />
      </>
    );
  }
  const { company, topic, subject, able, chosen, refused } = form;
  await recordLooks(viewer, { brand: company.brand, companyId: company.id }, [
    "contacts",
    ...(topic === "invoice" || topic === "estimate" ? (["money"] as const) : []),
  ]);
  const about = (["agreement", "invoice", "estimate"] as const).flatMap((name) => {
    const id = wish[name];
    return id ? [[name, id] as const] : [];
  });
  return (
    <>
      <PageHeader
        back={{ href: routes.staffCompany(company.id), label: company.name }}
        title="Write to a contact"
        detail={`${company.name}, ${(await brandByKey(company.brand)).name}${topic === "message" ? "" : `: ${KIND_LABELS[topic].toLocaleLowerCase("en-US")}`}`}
      />
      <div className="max-w-160">
        {refused && <RefusedContact refused={refused} people={form} />}
        {able.length === 0 ? (
          <NobodySees company={company} />
        ) : (
          <WriteFirstForm
            action={writeFirstAction}
            formId={uuidv7()}
            people={able}
            hidden={{ company: company.id, ...Object.fromEntries(about.slice(0, 1)) }}
            values={{ contact: chosen ?? "", subject }}
          />
        )}
        <NotOffered people={form} />
      </div>
    </>
  );
}
