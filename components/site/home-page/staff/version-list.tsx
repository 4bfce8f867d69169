import type { ReactNode } from "react";
import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { restoreHomePageAction } from "@/lib/site/home-page/actions";
import { type HomePageVersion, MOST_VERSIONS } from "@/lib/site/home-page/queries";

/** Published versions with author and date; each but the newest can be published again. */
export function VersionList({ brand, versions }: { brand: string; versions: readonly HomePageVersion[] }) {
  const [newest, ...earlier] = versions;
  return (
    <Panel title="Versions" flush={versions.length > 0}>
      {newest ? (
        <ol className="divide-y divide-line border-t border-line text-sm">
          <Version version={newest} isNow />
          {earlier.map((version, index) => (
            <Version key={version.id} version={version}>
              <ActionForm action={restoreHomePageAction} formId={uuidv7()} className="grid gap-3">
                <input type="hidden" name="brand" value={brand} />
                <input type="hidden" name="version" value={version.id} />
                <input type="hidden" name="seen" value={newest.id} />
                <SubmitButton variant="secondary" size="small" className="justify-self-start">
                  {index === 0 ? "Bring back the version before" : "Bring back"}
                  {index > 0 && <span className="sr-only"> the version of {version.when}</span>}
                </SubmitButton>
              </ActionForm>
            </Version>
          ))}
        </ol>
      ) : (
        <p className="text-sm text-muted">
          The home page shows what the brand began with. What you publish is kept here, with who and when.
        </p>
      )}
      {versions.length === MOST_VERSIONS && (
        <p className="border-t border-line px-4 py-3 text-sm text-muted">The newest {MOST_VERSIONS} are shown.</p>
      )}
    </Panel>
  );
}

function Version({ version, isNow, children }: { version: HomePageVersion; isNow?: boolean; children?: ReactNode }) {
  return (
    <li className="grid gap-3 px-4 py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-start">
      <div className="grid min-w-0 gap-1">
        <p>
          <span className="font-semibold">{version.by ?? "What the brand began with"}</span>
          <span className="text-muted">
            {" · "}
            <time dateTime={version.at} className="tabular">
              {version.when}
            </time>
            {version.restored && ` · brought back from ${version.restored}`}
            {isNow && " · on the home page now"}
          </span>
        </p>
        <p className="wrap-anywhere">
          <span className="font-semibold">{version.connectTitle}</span> {version.connectText}
        </p>
        <p className="wrap-anywhere text-muted">
          {version.upgradeLabel}: {version.upgradeUrl}
        </p>
      </div>
      {children}
    </li>
  );
}
