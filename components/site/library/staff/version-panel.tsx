import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { SeenField } from "@/components/forms/seen-field";
import { ArticleBody } from "@/components/site/library/article-body";
import { versionWords } from "@/components/site/library/resource-facts";
import { STATE_TONES } from "@/components/site/library/staff/tones";
import { buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { heldWords, isServed, uploadRefusal } from "@/lib/files/rules";
import { businessInstant, formatInstant, zoneName } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { STATE_LABELS } from "@/lib/site/library/rules";
import {
  addLinkAction,
  addTextAction,
  moveVersionAction,
  releaseVersionAction,
} from "@/lib/site/library/staff/actions";
import type { EditedResource, EditedVersion } from "@/lib/site/library/staff/queries";
import { ARTICLE_LENGTH } from "@/lib/site/library/staff/schema";

interface Props {
  resource: EditedResource;
  versions: readonly EditedVersion[];
  hosts: readonly string[];
  zone: string;
  isAdministrator: boolean;
  /** Code of a refused upload, from the address. */
  refused: string | null;
}

/** Files and links of a resource in every state, and the forms that add one. */
export function VersionPanel({ resource, versions, hosts, zone, isAdministrator, refused }: Props) {
  const refusal = uploadRefusal(refused);
  return (
    <Panel title={<span id="versions">Versions</span>}>
      <div className="grid gap-5">
        {refusal && (
          <Callout tone="danger" role="alert">
            {refusal}
          </Callout>
        )}
        {versions.length === 0 && (
          <p className="text-sm text-muted">
            {`None yet. Add ${resource.kind === "article" ? "the text" : "a file or a link"}: clients see nothing before there is one.`}
          </p>
        )}
        {versions.length > 0 && (
          <ul className="divide-y divide-line text-sm">
            {versions.map((version) => (
              <Version key={version.id} {...{ resource, version, zone, isAdministrator }} />
            ))}
          </ul>
        )}
        {resource.kind === "article" ? (
          <TextForm key={versions.length} resource={resource.id} newest={versions[0]?.article ?? null} />
        ) : (
          <>
            <FileForm resource={resource.id} />
            <LinkForm key={versions.length} resource={resource.id} hosts={hosts} />
          </>
        )}
      </div>
    </Panel>
  );
}

type TextProps = { resource: string; newest: EditedVersion["article"] };

/** The newest text, to be changed: it is stored as another version, so that what was out stays. */
function TextForm({ resource, newest }: TextProps) {
  return (
    <ActionForm
      action={addTextAction}
      formId={uuidv7()}
      label="Change the text"
      values={{ ...newest }}
      className="grid gap-4 border-t border-line pt-4"
    >
      <h3 className="text-sm font-semibold">{newest ? "Change the text" : "Add the text"}</h3>
      <p className="text-sm text-muted">Plain text. It is a draft until you publish it.</p>
      <input type="hidden" name="resource" value={resource} />
      <TextAreaField name="symptom" label="Symptom" rows={3} maxLength={ARTICLE_LENGTH} optional />
      <TextAreaField name="cause" label="Cause" rows={3} maxLength={ARTICLE_LENGTH} optional />
      <TextAreaField name="fix" label="Fix" rows={5} maxLength={ARTICLE_LENGTH} />
      <TextField name="label" label="Label" maxLength={60} autoComplete="off" optional />
      <SubmitButton variant="secondary" className="justify-self-start">
        Add text
      </SubmitButton>
    </ActionForm>
  );
}

function LinkForm({ resource, hosts }: { resource: string; hosts: readonly string[] }) {
  return (
    <ActionForm
      action={addLinkAction}
      formId={uuidv7()}
      label="Add a link"
      className="grid gap-4 border-t border-line pt-4"
    >
      <h3 className="text-sm font-semibold">Add a link or a video</h3>
      <input type="hidden" name="resource" value={resource} />
      <TextField
        name="url"
        label="Address"
        help={hosts.length > 0 ? `An https:// address on ${hosts.join(", ")}.` : "This brand has no allowed host yet."}
        inputMode="url"
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField name="label" label="Label" maxLength={60} autoComplete="off" optional />
      <SubmitButton variant="secondary" className="justify-self-start">
        Add link
      </SubmitButton>
    </ActionForm>
  );
}

interface VersionProps {
  resource: EditedResource;
  version: EditedVersion;
  zone: string;
  isAdministrator: boolean;
}

function Version({ resource, version, zone, isAdministrator }: VersionProps) {
  const { id, number, label, name, url, state, scan, heldFor, heldPart, publishAt } = version;
  const words = label ?? `Version ${number}`;
  const added = formatInstant(businessInstant(version.createdAt), zone);
  return (
    <li className="grid gap-2 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="font-semibold">
          {words} <span className="font-normal text-muted">{`no. ${number}`}</span>
        </span>
        <StatusDot tone={STATE_TONES[state]}>{STATE_LABELS[state]}</StatusDot>
      </div>
      <span className="text-muted wrap-anywhere">
        {url !== null && <TextLink href={url}>{url}</TextLink>}
        {name !== null &&
          (isServed(scan) ? <TextLink href={routes.resourceFile(resource.id, id)}>{name}</TextLink> : name)}
        {name !== null && ` · ${versionWords(version)}`}
      </span>
      <span className="text-muted">
        {`Added by ${version.staffName ?? "the portal"}, ${added}`}
        {state === "scheduled" && publishAt && `. Comes out ${formatInstant(businessInstant(publishAt), zone)}`}
      </span>
      {version.article && (
        <details>
          <summary className="min-h-11 cursor-pointer py-2 lg:min-h-8">
            Read it<span className="sr-only">{` ${words}`}</span>
          </summary>
          <ArticleBody article={version.article} />
        </details>
      )}
      {scan === "pending" && <p className="text-muted">Waits for the scanner. Clients see it after that.</p>}
      {scan === "infected" && <p className="text-danger">Blocked: the scanner found something in this file.</p>}
      {scan === "held" && heldFor && (
        <div className="grid gap-2">
          <p>{`Held: ${heldWords(heldFor, heldPart)}. Nobody can open it until an administrator releases it.`}</p>
          {isAdministrator && (
            <ActionForm action={releaseVersionAction} label={`Release ${words}`}>
              <input type="hidden" name="resource" value={resource.id} />
              <input type="hidden" name="version" value={id} />
              <SubmitButton variant="secondary" size="small" className="justify-self-start">
                Release file
              </SubmitButton>
            </ActionForm>
          )}
        </div>
      )}
      {version.textState === "failed" && <p className="text-warning">{version.textFault}</p>}
      {version.textState === "waiting" && isServed(scan) && <p className="text-muted">Its words are being read.</p>}
      <MoveVersion resource={resource} version={version} words={words} zone={zoneName(zone)} />
    </li>
  );
}

type MoveProps = Pick<VersionProps, "resource" | "version" | "zone"> & { words: string };

function MoveVersion({ resource, version, words, zone }: MoveProps) {
  const { id, state } = version;
  const name = <span className="sr-only">{` ${words}`}</span>;
  const hidden = (
    <>
      <input type="hidden" name="resource" value={resource.id} />
      <input type="hidden" name="version" value={id} />
      <SeenField value={String(resource.revision)} />
    </>
  );
  const key = `${id} ${resource.revision}`;
  return (
    <div className="flex flex-wrap items-end gap-3">
      <ActionForm key={`${key} now`} action={moveVersionAction} label={words} className="flex flex-wrap gap-2">
        {hidden}
        {state !== "published" && (
          <SubmitButton variant="secondary" size="small" name="move" value="publish">
            Publish version{name}
          </SubmitButton>
        )}
        {state !== "archived" && (
          <SubmitButton variant="quiet" size="small" name="move" value="archive">
            Archive version{name}
          </SubmitButton>
        )}
      </ActionForm>
      {(state === "draft" || state === "scheduled") && (
        <details>
          <summary className="min-h-11 cursor-pointer py-2 text-sm lg:min-h-8">Schedule it{name}</summary>
          <ActionForm
            key={`${key} later`}
            action={moveVersionAction}
            label={`Schedule ${words}`}
            className="grid gap-3"
          >
            {hidden}
            <input type="hidden" name="move" value="schedule" />
            <TextField name="at" type="datetime-local" label="Publish at" help={`On the clocks of ${zone}.`} />
            <SubmitButton variant="secondary" size="small" className="justify-self-start">
              Schedule version
            </SubmitButton>
          </ActionForm>
        </details>
      )}
    </div>
  );
}

/** A plain form, because files go to a route handler of their own. */
function FileForm({ resource }: { resource: string }) {
  return (
    <form
      action={routes.apiResources(resource, uuidv7())}
      method="post"
      encType="multipart/form-data"
      aria-label="Add a file"
      className="grid grid-cols-1 gap-3 border-t border-line pt-4 text-sm"
    >
      <h3 className="font-semibold">Add a file</h3>
      <p id="version-file-help" className="text-muted">
        At most 25 MB. It is a draft until you publish it; the words of PDF and Word documents can be searched.
      </p>
      <label htmlFor="version-label" className="font-semibold">
        Label <span className="font-normal text-muted">(optional)</span>
      </label>
      <input
        id="version-label"
        name="label"
        maxLength={60}
        autoComplete="off"
        className="min-h-11 w-full rounded-lg border border-control bg-surface px-3 text-base lg:min-h-10 lg:text-sm"
      />
      <label htmlFor="version-file" className="font-semibold">
        File
      </label>
      <input
        id="version-file"
        type="file"
        name="file"
        required
        aria-describedby="version-file-help"
        className="min-h-11 w-full min-w-0 py-2 file:mr-3 file:rounded-lg file:border file:border-control file:bg-surface file:px-3 file:py-1.5 file:font-semibold file:text-ink"
      />
      <button type="submit" className={buttonClass("secondary", "medium", "justify-self-start")}>
        Add file
      </button>
    </form>
  );
}
