import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { SeenField } from "@/components/forms/seen-field";
import { choicesOf } from "@/components/ui/choices";
import { SubmitButton } from "@/components/ui/submit-button";
import { NOTICE_AUDIENCES, UPGRADE_WAYS } from "@/db/schema/brand-content";
import { editHomePageAction } from "@/lib/site/home-page/actions";
import type { HomePageDesk } from "@/lib/site/home-page/queries";
import { AUDIENCE_LABELS, CONNECT_CHOICES, fieldsOf, UPGRADE_LABELS } from "@/lib/site/home-page/rules";
import { Block } from "./block";
import { PictureFields } from "./picture-fields";

/** Names the form, and is how the preview finds it. */
export const FORM_LABEL = "Home page";

interface Props {
  brand: string;
  desk: HomePageDesk;
  /** `Eastern`. */
  zone: string;
}

/** The blocks of the home page in their order, and what to do with them. */
export function HomePageEditForm({ brand, desk, zone }: Props) {
  const { content, seen, hosts, pictures } = desk;
  return (
    <ActionForm
      action={editHomePageAction}
      formId={uuidv7()}
      label={FORM_LABEL}
      values={{ ...fieldsOf(content), at: "" }}
      className="grid gap-6"
    >
      <input type="hidden" name="brand" value={brand} />
      <SeenField value={seen ?? ""} />
      <Block title="Hero">
        <TextField name="headline" label="Headline" maxLength={90} autoComplete="off" />
        <TextAreaField name="lead" label="Text" maxLength={400} rows={3} />
        <PictureFields pictures={pictures} />
      </Block>
      <Block title="What the portal offers">
        <TextField name="offerTitle" label="Heading" maxLength={80} autoComplete="off" />
        <TextAreaField name="offerLead" label="Text" maxLength={300} rows={2} />
      </Block>
      <Block title="Why this brand">
        <TextField name="whyTitle" label="Heading" maxLength={80} autoComplete="off" />
        <TextAreaField name="why" label="Reasons" help="One a line, at most six." rows={6} />
      </Block>
      <Block title="Connect with Us">
        <TextField name="connectTitle" label="Heading" maxLength={80} autoComplete="off" />
        <TextAreaField name="connectText" label="Text" maxLength={500} rows={3} />
        <SelectField name="connectFields" label="Optional fields" help="Name, company and email are always asked for.">
          <Options choices={Object.entries(CONNECT_CHOICES)} />
        </SelectField>
      </Block>
      <UpgradeBlock hosts={hosts} />
      <NoticeBlock zone={zone} />
      <Finish zone={zone} />
    </ActionForm>
  );
}

function UpgradeBlock({ hosts }: { hosts: readonly string[] }) {
  const where = hosts.length > 0 ? ` on ${hosts.join(" or ")}` : "; this brand has no allowed host yet";
  return (
    <Block title="Upgrade">
      <TextField name="upgradeLabel" label="Label" maxLength={40} autoComplete="off" />
      <TextAreaField name="upgradeText" label="Text" maxLength={300} rows={2} />
      <TextField
        name="upgradeUrl"
        label="Address"
        help={`An https:// address${where}, a mailto: address there, or a tel: number.`}
        maxLength={500}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <SelectField
        name="upgradeBy"
        label="Leads"
        help="The short form sends visitors’ requests to portal support, and clients’ to their account team."
      >
        <Options choices={choicesOf(UPGRADE_WAYS, UPGRADE_LABELS)} />
      </SelectField>
      <TextField name="upgradeAsk" label="Question of the form" maxLength={200} autoComplete="off" />
    </Block>
  );
}

function NoticeBlock({ zone }: { zone: string }) {
  return (
    <Block title="Notice" help="A banner across the top. Without a text there is none.">
      <TextAreaField name="noticeText" label="Notice" maxLength={300} rows={2} optional />
      <SelectField name="noticeAudience" label="For">
        <Options choices={choicesOf(NOTICE_AUDIENCES, AUDIENCE_LABELS)} />
      </SelectField>
      <div className="grid gap-4 sm:max-xl:grid-cols-2">
        <TextField name="noticeFrom" type="datetime-local" label="From" help={`On the clocks of ${zone}.`} optional />
        <TextField name="noticeUntil" type="datetime-local" label="Until" help={`On the clocks of ${zone}.`} optional />
      </div>
      <TextField name="noticeUrl" label="Link" maxLength={500} inputMode="url" autoComplete="off" optional />
      <TextField name="noticeLabel" label="What the link is called" maxLength={60} autoComplete="off" optional />
    </Block>
  );
}

/** **Save draft** comes first: the Enter key presses it. */
function Finish({ zone }: { zone: string }) {
  return (
    <div className="grid gap-5 border-t border-line pt-5">
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="secondary" name="move" value="draft">
          Save draft
        </SubmitButton>
        <SubmitButton name="move" value="publish">
          Publish
        </SubmitButton>
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-60">
          <TextField
            name="at"
            type="datetime-local"
            label="Publish at"
            help={`On the clocks of ${zone}. A time that comes twice in the fall is the first one.`}
            optional
          />
        </div>
        <SubmitButton variant="secondary" name="move" value="schedule">
          Schedule
        </SubmitButton>
      </div>
    </div>
  );
}

function Options({ choices }: { choices: readonly (readonly [string, string])[] }) {
  return choices.map(([value, words]) => (
    <option key={value} value={value}>
      {words}
    </option>
  ));
}
