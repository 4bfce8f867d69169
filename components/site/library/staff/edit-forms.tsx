import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SeenField } from "@/components/forms/seen-field";
import { ResourceFields } from "@/components/site/library/staff/resource-fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { createResourceAction, editResourceAction, moveResourceAction } from "@/lib/site/library/staff/actions";
import type { EditedResource } from "@/lib/site/library/staff/queries";

interface NewProps {
  brand: string;
  products: readonly string[];
}

export function NewResourceForm({ brand, products }: NewProps) {
  return (
    <Panel>
      <ActionForm
        action={createResourceAction}
        formId={uuidv7()}
        label="New resource"
        values={{ kind: "manual", audience: "everyone" }}
      >
        <input type="hidden" name="brand" value={brand} />
        <ResourceFields products={products} />
        <SubmitButton className="justify-self-start">Create draft</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

interface EditProps {
  resource: EditedResource;
  products: readonly string[];
}

export function EditResourceForm({ resource, products }: EditProps) {
  const { id, revision, title, summary, kind, audience, product, productVersion } = resource;
  const values = { title, summary, kind, audience, product: product ?? "", productVersion: productVersion ?? "" };
  return (
    <Panel title="What clients read">
      <ActionForm key={`${id} ${revision}`} action={editResourceAction} label="What clients read" values={values}>
        <input type="hidden" name="resource" value={id} />
        <SeenField value={String(revision)} />
        <ResourceFields products={products} />
        <SubmitButton className="justify-self-start">Save</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

interface MoveProps {
  resource: EditedResource;
  /** The scheduled time as the field takes it, on the clocks of the brand's zone; empty where there is none. */
  at: string;
  /** `Eastern`. */
  zone: string;
}

/** **Publish**, **Schedule**, **Archive**: what can be done in the state that the resource is in. */
export function MoveResourceForms({ resource: { id, revision, state }, at, zone }: MoveProps) {
  const hidden = (
    <>
      <input type="hidden" name="resource" value={id} />
      <SeenField value={String(revision)} />
    </>
  );
  const key = `${id} ${revision}`;
  return (
    <Panel title="Publishing">
      <div className="grid gap-4">
        <ActionForm key={`${key} now`} action={moveResourceAction} label="Publishing" className="flex flex-wrap gap-3">
          {hidden}
          {state !== "published" && (
            <SubmitButton name="move" value="publish">
              {state === "archived" ? "Publish again" : "Publish now"}
            </SubmitButton>
          )}
          {state === "scheduled" && (
            <SubmitButton variant="secondary" name="move" value="draft">
              Take back to draft
            </SubmitButton>
          )}
          {state !== "archived" && (
            <SubmitButton variant={state === "published" ? "secondary" : "quiet"} name="move" value="archive">
              Archive
            </SubmitButton>
          )}
        </ActionForm>
        {state !== "published" && (
          <ActionForm
            key={`${key} later`}
            action={moveResourceAction}
            label="Schedule"
            values={{ at }}
            className="grid max-w-sm gap-3 border-t border-line pt-4"
          >
            {hidden}
            <input type="hidden" name="move" value="schedule" />
            <TextField
              name="at"
              type="datetime-local"
              label="Publish at"
              help={`On the clocks of ${zone}. A time that comes twice in the fall is the first one.`}
            />
            <SubmitButton variant="secondary" className="justify-self-start">
              Schedule
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
