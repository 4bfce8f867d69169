import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ResourceView } from "@/components/site/library/resource-view";
import { SolvedForm } from "@/components/site/library/solved-form";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { findResource, hasSolved, listRelated } from "@/lib/site/library/queries";
import { KIND_LABELS } from "@/lib/site/library/rules";
import { countReading } from "@/lib/site/library/service";

export const metadata: Metadata = { title: "Resource" };

interface Props {
  params: Promise<{ id: string }>;
}

const MOST_RELATED = 4;

/** A resource with its versions. What the viewer may not see is the same page as what does not exist. */
export default async function ResourcePage({ params }: Props) {
  const { id } = await params;
  const { zone, resource, related, solved, viewer, isLook } = await asViewer("client", async (context, entered) => {
    const { brand, signedIn, viewer } = entered;
    const resource = await findResource(context, id);
    if (!resource) notFound();
    return together({
      ...{ zone: signedIn.account.timeZone ?? brand.zone, resource, viewer },
      // Somebody of the firm who looks as a client reads nothing that counts.
      isLook: signedIn.viewing !== undefined,
      related: listRelated(context, resource, MOST_RELATED),
      solved: hasSolved(context, id),
    });
  });
  const isArticle = resource.versions[0]?.article != null;
  if (isArticle && !isLook) await countReading(viewer, id);
  return (
    <>
      <PageHeader
        back={{ href: routes.resources, label: "Resources" }}
        title={<span className="wrap-anywhere">{resource.title}</span>}
      />
      <div className="grid gap-6">
        <ResourceView resource={resource} zone={zone} />
        {isArticle && <SolvedForm resource={id} solved={resource.solved} hasSolved={solved} />}
        {related.length > 0 && (
          <Panel title="Related">
            <ul className="grid gap-2 text-sm">
              {related.map(({ id: other, title, kind }) => (
                <li key={other}>
                  <TextLink href={routes.resource(other)}>{title}</TextLink>{" "}
                  <span className="text-muted">{KIND_LABELS[kind]}</span>
                </li>
              ))}
            </ul>
          </Panel>
        )}
      </div>
    </>
  );
}
