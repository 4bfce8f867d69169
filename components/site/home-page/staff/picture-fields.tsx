import { TextField } from "@/components/forms/fields";
import { RadioField } from "@/components/forms/radio-field";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { HomePagePictureChoice } from "@/lib/site/home-page/queries";

/** The brand's drawing, or one of the pictures that were sent. */
export function PictureFields({ pictures }: { pictures: readonly HomePagePictureChoice[] }) {
  const choices = pictures.map(({ id, words }, place) => ({
    value: id,
    label: (
      <span className="flex items-center gap-3">
        {/* biome-ignore lint/performance/noImgElement: it is encoded in two sizes already */}
        <img
          src={routes.homePictureDraft(id, "small")}
          alt=""
          width={96}
          height={56}
          loading="lazy"
          className="h-14 w-24 flex-none rounded-sm bg-sunken object-cover"
        />
        <span>Picture {pictures.length - place}</span>
      </span>
    ),
    help: words,
  }));
  return (
    <>
      <RadioField
        name="picture"
        legend="Picture"
        help={
          <>
            Beside the words. Send others under <TextLink href="#pictures">Pictures</TextLink>.
          </>
        }
        options={[{ value: "", label: "The brand’s drawing" }, ...choices]}
      />
      <TextField
        name="pictureAlt"
        label="What the picture shows"
        help="In a few words, for people who do not see it."
        maxLength={200}
        autoComplete="off"
        optional
      />
    </>
  );
}
