import { Download, ExternalLink } from "lucide-react";
import { ArticleBody } from "@/components/site/library/article-body";
import { productWords, versionWords } from "@/components/site/library/resource-facts";
import { buttonClass } from "@/components/ui/button";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { businessInstant } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import type { ResourceDetail, ShownVersion } from "@/lib/site/library/queries";
import { KIND_LABELS } from "@/lib/site/library/rules";

interface Props {
  resource: Omit<ResourceDetail, "publishAt" | "solved">;
  zone: string;
}

/** What clients see of a resource, under its title: also the editor's preview. */
export function ResourceView({ resource, zone }: Props) {
  const [newest, ...others] = resource.versions;
  // An article is read as it is now: what an earlier text said may be wrong.
  const earlier = others.filter(({ article }) => article === null);
  const product = productWords(resource);
  return (
    <div className="grid gap-6">
      <Panel>
        <div className="grid gap-4">
          <p className="max-w-[70ch] text-base wrap-anywhere">{resource.summary}</p>
          {newest?.article && <ArticleBody article={newest.article} />}
          {newest && !newest.article && (
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <OpenVersion resource={resource.id} version={newest} isMain />
              <span className="tabular text-sm text-muted">{versionWords(newest)}</span>
            </div>
          )}
          <DefinitionList columns={2}>
            <Fact term="Kind">{KIND_LABELS[resource.kind]}</Fact>
            <Fact term="Product">{product ?? "All products"}</Fact>
            {newest && (
              <Fact term={newest.article ? "Text" : "Version"}>
                {newest.label ?? `Version ${newest.number}`}
                <Since version={newest} zone={zone} />
              </Fact>
            )}
            {newest?.name && <Fact term="File">{<span className="wrap-anywhere">{newest.name}</span>}</Fact>}
            {newest?.sha256 && <Fact term="SHA-256">{<Checksum value={newest.sha256} />}</Fact>}
          </DefinitionList>
        </div>
      </Panel>
      {earlier.length > 0 && (
        <Panel title="Earlier versions">
          <ul className="divide-y divide-line text-sm">
            {earlier.map((version) => (
              <li key={version.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
                <span className="grid min-w-0 gap-0.5">
                  <span className="font-semibold">{version.label ?? `Version ${version.number}`}</span>
                  <span className="tabular text-muted">
                    {versionWords(version)}
                    <Since version={version} zone={zone} />
                  </span>
                  {version.sha256 && <Checksum value={version.sha256} />}
                </span>
                <OpenVersion resource={resource.id} version={version} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

function Since({ version, zone }: { version: ShownVersion; zone: string }) {
  if (version.publishAt === null) return null;
  return (
    <>
      {", since "}
      <Instant value={businessInstant(version.publishAt).toString()} zone={zone} />
    </>
  );
}

function Checksum({ value }: { value: string }) {
  return <code className="text-xs wrap-anywhere">{value}</code>;
}

/** A plain link, whose visit is counted: the browser saves a file, and opens another site beside the portal. */
function OpenVersion({ resource, version, isMain }: { resource: string; version: ShownVersion; isMain?: boolean }) {
  const { url, name, label, number } = version;
  const look = buttonClass(isMain ? "primary" : "secondary", isMain ? "medium" : "small");
  const which = isMain ? null : <span className="sr-only"> {label ?? `version ${number}`}</span>;
  if (url !== null) {
    return (
      <a className={look} href={routes.resourceFile(resource, version.id)} target="_blank" rel="noopener noreferrer">
        <ExternalLink aria-hidden size={16} />
        Open {new URL(url).host}
        {which}
        <span className="sr-only"> in a new tab</span>
      </a>
    );
  }
  return (
    <a className={look} href={routes.resourceFile(resource, version.id)} download={name ?? true}>
      <Download aria-hidden size={16} />
      Download
      {which}
    </a>
  );
}
