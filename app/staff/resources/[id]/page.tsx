import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { ResourceView } from "@/components/site/library/resource-view";
import { EditResourceForm, MoveResourceForms } from "@/components/site/library/staff/edit-forms";
import { HistoryPanel } from "@/components/site/library/staff/history-panel";
import { STATE_TONES } from "@/components/site/library/staff/tones";
import { VersionPanel } from "@/components/site/library/staff/version-panel";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { StatusDot } from "@/components/ui/status-dot";
import { isServed } from "@/lib/files/rules";
import { asViewer } from "@/lib/gate/actions/context";
import { firstParameter } from "@/lib/kit/lists/address";
import { businessInstant, formatInstant, systemNow, zoneName } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { editsLibrary } from "@/lib/site/library/policy";
import { listLibraryProducts } from "@/lib/site/library/queries";
import { AUDIENCE_LABELS, isOut, STATE_LABELS } from "@/lib/site/library/rules";
import { findForEditor, findLibraryBrand, listHistory, listVersions } from "@/lib/site/library/staff/queries";
import { LIBRARY_NOTES, type LibraryNote, libraryDeskHref } from "@/lib/site/library/staff/schema";
import { localValue } from "@/lib/site/versions/rules";

export const metadata: Metadata = { title: "Resource" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const NOTES: Readonly<Record<LibraryNote, string>> = {
  created: "Draft created. Add a file or a link, then publish it.",
  saved: "Saved.",
  published: "Published. Clients whom it is for see it now.",
  scheduled: "Scheduled.",
  archived: "Archived. Clients do not find it any more.",
  drafted: "Taken back to draft.",
  added: "Version added, as a draft.",
  released: "Released.",
};

/** One resource: what clients read, its versions, its state and its history, and how clients see it. */
export default async function StaffResourcePage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const desk = await asViewer("staff", async (context, { viewer }) => {
    if (!editsLibrary(viewer)) forbidden();
    const resource = await findForEditor(context, id);
    const brand = resource && (await findLibraryBrand(context, resource.brand));
    if (!resource || !brand) notFound();
    const isAdministrator = viewer.roles.includes("administrator");
    return together({
      ...{ resource, brand, isAdministrator },
      versions: listVersions(context, id),
      history: listHistory(context, id, brand),
      products: listLibraryProducts(context, resource.brand),
    });
  });
  const { resource, brand, versions, history, products, isAdministrator } = desk;
  const { zone, hosts } = brand;
  const now = new Date(systemNow().epochMilliseconds);
  const out = versions.filter((version) => isOut(version, now) && isServed(version.scan));
  const shown = out.length > 0 ? out : versions.filter(({ state }) => state !== "archived").slice(0, 1);
  const note = LIBRARY_NOTES.find((word) => word === firstParameter(query, "note"));
  const { state, publishAt } = resource;
  const since = publishAt && formatInstant(businessInstant(publishAt), zone);
  return (
    <>
      <PageHeader
        back={{ href: libraryDeskHref(resource.brand), label: "Resources" }}
        title={<span className="wrap-anywhere">{resource.title}</span>}
        detail={
          <>
            <StatusDot tone={STATE_TONES[state]}>{STATE_LABELS[state]}</StatusDot>
            {state === "scheduled" && since && `, comes out ${since}`}
            {state === "published" && since && `, since ${since}`}
            {` · ${AUDIENCE_LABELS[resource.audience]}`}
          </>
        }
      />
      <div className="grid gap-6">
        {note && (
          <Callout tone="success" role="status">
            {NOTES[note]}
          </Callout>
        )}
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <div className="grid gap-6">
            <EditResourceForm resource={resource} products={products} />
            <MoveResourceForms
              resource={resource}
              at={state === "scheduled" && publishAt ? localValue(businessInstant(publishAt), zone) : ""}
              zone={zoneName(zone)}
            />
            <HistoryPanel lines={history} />
          </div>
          <VersionPanel
            {...{ resource, versions, hosts, zone, isAdministrator }}
            refused={firstParameter(query, "file")}
          />
        </div>
        <section aria-labelledby="preview" className="grid gap-3">
          <h2 id="preview" className="text-sm font-semibold">
            Preview: as clients see it
          </h2>
          <ResourceView resource={{ ...resource, versions: shown }} zone={zone} />
        </section>
      </div>
    </>
  );
}
