import { ActionForm } from "@/components/forms/action-form";
import { Avatar } from "@/components/ui/avatar";
import { buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { removePhotoAction } from "@/lib/people/account-team/staff/actions";
import type { TeamPerson } from "@/lib/people/account-team/staff/queries";
import { routes } from "@/lib/routes";

interface Props {
  person: TeamPerson;
  /** Whether the last upload was taken, or why not. */
  outcome: { readonly tone: "success" | "danger"; readonly text: string } | null;
}

/** Upload of the photo that clients see. A plain form, because files go to a route handler of their own. */
export function PhotoPanel({ person, outcome }: Props) {
  return (
    <Panel title={<span id="photo">Picture</span>}>
      <div className="grid grid-cols-1 gap-4 text-sm">
        {outcome && (
          <Callout tone={outcome.tone} role={outcome.tone === "danger" ? "alert" : "status"}>
            {outcome.text}
          </Callout>
        )}
        <div className="flex items-center gap-4">
          <Avatar name={person.name} photoId={person.photoId} size="large" />
          <p className="text-muted">
            {person.photoId ? "Clients see this picture." : "Clients see initials until you choose a picture."}
          </p>
        </div>
        <form
          action={routes.teamPhotos(person.id)}
          method="post"
          encType="multipart/form-data"
          className="grid grid-cols-1 gap-3"
        >
          <div className="grid min-w-0 grid-cols-1 gap-1.5">
            <label htmlFor="photo-file" className="font-semibold">
              {person.photoId ? "Another picture" : "Picture"}
            </label>
            <p id="photo-help" className="text-muted">
              JPEG, PNG or WebP, at most 5 MB. It is cut to a square around its middle.
            </p>
            <input
              id="photo-file"
              type="file"
              name="photo"
              accept="image/jpeg,image/png,image/webp"
              required
              aria-describedby="photo-help"
              className="min-h-11 w-full min-w-0 py-2 file:mr-3 file:rounded-lg file:border file:border-control file:bg-surface file:px-3 file:py-1.5 file:font-semibold file:text-ink"
            />
          </div>
          <button type="submit" className={buttonClass("secondary", "medium", "justify-self-start")}>
            Save picture
          </button>
        </form>
        {person.photoId && (
          <ActionForm action={removePhotoAction} className="grid gap-2 border-t border-line pt-4">
            <input type="hidden" name="person" value={person.id} />
            <SubmitButton variant="quiet" className="justify-self-start">
              Remove picture
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
