import { buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { uploadRefusal } from "@/lib/files/rules";
import { routes } from "@/lib/routes";

interface Props {
  number: string;
  /** The viewer’s own newest message in the case or request. */
  messageId: string;
  /** `?files=` of the page's address: why the last upload was refused. */
  refusal?: string | undefined;
}

/**
 * Uploads files without JavaScript and adds them to the viewer's newest message. The other fields come before the
 * files, because the server reads the form in order.
 */
export function PlainUpload({ number, messageId, refusal }: Props) {
  const sentence = uploadRefusal(refusal);
  return (
    <noscript>
      <form
        method="post"
        action={routes.apiFiles}
        encType="multipart/form-data"
        className="no-print grid justify-items-start gap-3 rounded-lg border border-line bg-surface p-4"
      >
        <input type="hidden" name="number" value={number} />
        <input type="hidden" name="message" value={messageId} />
        <Field
          id="plain-files"
          label="Add files to your last message"
          help="Up to 20 files of 25 MB."
          errors={sentence ? [sentence] : []}
        >
          {(control) => <input {...control} type="file" name="file" multiple required className="max-w-full text-sm" />}
        </Field>
        <button type="submit" className={buttonClass("secondary")}>
          Add files
        </button>
      </form>
    </noscript>
  );
}
