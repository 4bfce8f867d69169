import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { SeenField } from "@/components/forms/seen-field";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { restoreHomePageAction, withdrawHomePageAction } from "@/lib/site/home-page/actions";
import { type HomePageVersion, MOST_VERSIONS } from "@/lib/site/home-page/queries";

interface Props {
  brand: string;
  /** Id of the newest version of all. */
  seen: string | null;
  versions: readonly HomePageVersion[];
}

/** Versions with author, time and what differs from the one before; each may be returned to. */
export function VersionList({ brand, seen, versions }: Props) {
  return (
    <Panel title="Versions" flush={versions.length > 0}>
      {versions.length > 0 ? (
        <ol className="divide-y divide-line border-t border-line text-sm">
          {versions.map((version, place) => (
            <li key={version.id} className="grid gap-3 px-4 py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-start">
              <div className="grid min-w-0 gap-2">
                <VersionHead version={version} />
                <VersionDifferences version={version} isFirst={place === versions.length - 1} />
              </div>
              <VersionForm brand={brand} seen={seen} version={version} />
            </li>
          ))}
        </ol>
      ) : (
        <p className="text-sm text-muted">
          The home page shows what the brand began with. What you save, schedule or publish is kept here, with who and
          when.
        </p>
      )}
      {versions.length === MOST_VERSIONS && (
        <p className="border-t border-line px-4 py-3 text-sm text-muted">The newest {MOST_VERSIONS} are shown.</p>
      )}
    </Panel>
  );
}

function VersionHead({ version: { state, by, at, when, restored, isOut } }: { version: HomePageVersion }) {
  const time = (
    <time dateTime={at} className="tabular">
      {when}
    </time>
  );
  return (
    <div className="grid gap-1">
      <p>
        <span className="font-semibold">{by ?? "What the brand began with"}</span>
        <span className="text-muted">
          {" · "}
          {time}
          {restored && ` · brought back from ${restored}`}
        </span>
      </p>
      {isOut && <StatusDot tone="success">On the home page now</StatusDot>}
      {state === "draft" && <StatusDot tone="neutral">Draft</StatusDot>}
      {state === "scheduled" && (
        <StatusDot tone="info">
          <span>Comes out {time}</span>
        </StatusDot>
      )}
    </div>
  );
}

function VersionDifferences({ version: { differences }, isFirst }: { version: HomePageVersion; isFirst: boolean }) {
  if (isFirst) return null;
  if (differences.length === 0) return <p className="text-muted">No difference from the version before.</p>;
  return (
    <details>
      <summary className="min-h-9 cursor-pointer py-2 text-muted hover:text-ink">
        {differences.length === 1 ? "1 difference" : `${differences.length} differences`} from the version before
      </summary>
      <dl className="grid gap-3 pt-2">
        {differences.map(({ label, before, after }) => (
          <div key={label} className="grid gap-1">
            <dt className="font-semibold">{label}</dt>
            <dd className="grid gap-1 whitespace-pre-line wrap-anywhere">
              <span className="text-muted">
                <span className="sr-only">Before: </span>
                {before === "" ? "nothing" : <del>{before}</del>}
              </span>
              <span>
                <span className="sr-only">After: </span>
                {after === "" ? (
                  <span className="text-muted">nothing</span>
                ) : (
                  <ins className="no-underline">{after}</ins>
                )}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function VersionForm({
  brand,
  seen,
  version: { id, state, when, isOut },
}: Omit<Props, "versions"> & { version: HomePageVersion }) {
  if (isOut) return null;
  const hidden = (
    <>
      <input type="hidden" name="brand" value={brand} />
      <input type="hidden" name="version" value={id} />
    </>
  );
  if (state === "published") {
    return (
      <ActionForm key={seen} action={restoreHomePageAction} formId={uuidv7()} className="grid gap-3">
        {hidden}
        <SeenField value={seen ?? ""} />
        <SubmitButton variant="secondary" size="small" className="justify-self-start">
          Bring back
          <span className="sr-only"> the version of {when}</span>
        </SubmitButton>
      </ActionForm>
    );
  }
  return (
    <ActionForm action={withdrawHomePageAction} className="grid gap-3">
      {hidden}
      <SubmitButton variant="secondary" size="small" className="justify-self-start">
        {state === "draft" ? "Discard draft" : "Take back"}
        <span className="sr-only"> of {when}</span>
      </SubmitButton>
    </ActionForm>
  );
}
