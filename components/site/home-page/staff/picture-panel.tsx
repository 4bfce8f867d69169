import { buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { routes } from "@/lib/routes";

interface Props {
  brand: string;
  /** A UUID made with the page: the same form sent twice is one picture. */
  formId: string;
  /** Whether the last upload was taken, or why not. */
  outcome: { readonly tone: "success" | "danger"; readonly text: string } | null;
}

/** Upload of pictures to choose from. A plain form, because files go to a route handler of their own. */
export function PicturePanel({ brand, formId, outcome }: Props) {
  return (
    <Panel title={<span id="pictures">Pictures</span>}>
      <div className="grid gap-4 text-sm">
        {outcome && (
          <Callout tone={outcome.tone} role={outcome.tone === "danger" ? "alert" : "status"}>
            {outcome.text}
          </Callout>
        )}
        <form
          action={routes.homePictures(brand, formId)}
          method="post"
          encType="multipart/form-data"
          className="grid gap-3"
        >
          <div className="grid min-w-0 gap-1.5">
            <label htmlFor="home-picture" className="font-semibold">
              New picture
            </label>
            <p id="home-picture-help" className="text-muted">
              JPEG, PNG or WebP, at most 5 MB. It is made anew in two sizes, without anything else that is in the file.
              Save your draft first: the page is loaded again.
            </p>
            <input
              id="home-picture"
              type="file"
              name="picture"
              accept="image/jpeg,image/png,image/webp"
              required
              aria-describedby="home-picture-help"
              className="min-h-11 w-full min-w-0 py-2 file:mr-3 file:rounded-lg file:border file:border-control file:bg-surface file:px-3 file:py-1.5 file:font-semibold file:text-ink"
            />
          </div>
          <button type="submit" className={buttonClass("secondary", "medium", "justify-self-start")}>
            Send picture
          </button>
        </form>
      </div>
    </Panel>
  );
}
