import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { z } from "zod";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { partsOf } from "@/lib/site/faq/document/rules";
import { documentOf, findFaqVersion } from "@/lib/site/faq/staff/queries";
import { faqDeskHref } from "@/lib/site/faq/staff/schema";
import { editsContent } from "@/lib/site/versions/policy";
import { differencesOf } from "@/lib/site/versions/rules";
import type { Version } from "@/lib/site/versions/types";

export const metadata: Metadata = { title: "Version of the FAQ" };

interface Props {
  params: Promise<{ id: string }>;
}

const TITLES = {
  draft: "What the draft changes",
  scheduled: "What was scheduled",
  published: "An earlier version",
  withdrawn: "What was taken back",
} as const satisfies Readonly<Record<Version["state"], string>>;

/** What is different between a version and the one that is out. */
export default async function StaffFaqVersionPage({ params }: Props) {
  const { id } = await params;
  const { version, out, zone } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!editsContent(viewer)) forbidden();
    const found = z.uuid().safeParse(id).success ? await findFaqVersion(context, id) : null;
    if (!found) notFound();
    return { ...found, zone: signedIn.account.timeZone ?? brand.zone };
  });
  const differences = differencesOf(partsOf(documentOf(out)), partsOf(documentOf(version)));
  const when = formatInstant(businessInstant(version.publishAt ?? version.createdAt), zone);
  return (
    <>
      <PageHeader
        back={{ href: faqDeskHref(version.brand), label: "FAQ" }}
        title={TITLES[version.state]}
        detail={`${version.staffName ?? "What the brand began with"}, ${when}. Compared with what is out.`}
      />
      <div className="grid grid-cols-1 gap-6">
        {differences.length === 0 && <Panel>Nothing is different from what is out.</Panel>}
        {differences.map(({ label, before, after }) => (
          <Panel key={label} title={<span className="wrap-anywhere">{label}</span>}>
            <div className="grid grid-cols-1 gap-4 text-sm lg:grid-cols-2">
              <Side title="Out now" text={before} />
              <Side title={version.state === "draft" ? "In the draft" : "In this version"} text={after} />
            </div>
          </Panel>
        ))}
      </div>
    </>
  );
}

function Side({ title, text }: { title: string; text: string }) {
  return (
    <div className="grid content-start gap-1">
      <h3 className="text-muted">{title}</h3>
      <p className="whitespace-pre-wrap wrap-anywhere">{text === "" ? "Nothing" : text}</p>
    </div>
  );
}
