import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { editHomePageAction } from "@/lib/site/home-page/actions";
import type { HomePageText } from "@/lib/site/home-page/queries";

interface Props {
  brand: string;
  /** Id of the newest version when the form was rendered; null where there was none. */
  seen: string | null;
  text: HomePageText;
  hosts: readonly string[];
  /** The page shows a preview of this text. */
  isPreviewed: boolean;
}

export function HomePageEditForm({ brand, seen, text, hosts, isPreviewed }: Props) {
  const where = hosts.length > 0 ? ` on ${hosts.join(" or ")}.` : ". This brand has no allowed host yet.";
  return (
    <ActionForm
      action={editHomePageAction}
      formId={uuidv7()}
      label="Home page"
      values={{ ...text }}
      className="grid gap-5"
    >
      <input type="hidden" name="brand" value={brand} />
      {seen && <input type="hidden" name="seen" value={seen} />}
      <fieldset className="grid gap-4">
        <legend className="mb-3 font-semibold">Connect with Us</legend>
        <TextField name="connectTitle" label="Heading" maxLength={80} autoComplete="off" />
        <TextAreaField name="connectText" label="Text" help="Plain text, at most 500 characters." maxLength={500} />
      </fieldset>
      <fieldset className="grid gap-4 border-t border-line pt-5">
        <legend className="float-left w-full font-semibold">Upgrade</legend>
        <TextField name="upgradeLabel" label="Label" maxLength={40} autoComplete="off" />
        <TextField
          name="upgradeUrl"
          label="Address"
          help={`An https:// address${where}`}
          maxLength={500}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
        />
      </fieldset>
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant={isPreviewed ? "secondary" : "primary"} name="preview" value="on">
          {isPreviewed ? "Preview again" : "Preview"}
        </SubmitButton>
        <SubmitButton variant={isPreviewed ? "primary" : "secondary"}>Publish</SubmitButton>
      </div>
    </ActionForm>
  );
}
