import { Button } from "@/components/ui/button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

/** Id of the form of the boxes of a list, which chooses rows by the address where there are no scripts. */
export const boxForm = (list: string) => `${list}-choice`;

interface BoxProps {
  list: string;
  /** Number or id of the row. */
  value: string;
  /** What a screen reader calls the row. */
  name: string;
  checked: boolean;
}

/** The box that chooses a row for what the bar at the bottom does. */
export function RowBox({ list, value, name, checked }: BoxProps) {
  return (
    <label className="row-box">
      <VisuallyHidden>Choose {name}</VisuallyHidden>
      <input type="checkbox" form={boxForm(list)} name="chosen" value={value} defaultChecked={checked} />
    </label>
  );
}

interface FormProps {
  list: string;
  /** Address of the list with its filters. */
  href: string;
  /** `cases` */
  things: string;
}

/** The form that the rows' boxes belong to, with its button where there are no scripts. */
export function RowBoxForm({ list, href, things }: FormProps) {
  const [path = "", query = ""] = href.split("?");
  return (
    <form id={boxForm(list)} action={path}>
      {[...new URLSearchParams(query)].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <noscript>
        <Button type="submit" size="small" className="m-3">
          Act on the chosen {things}
        </Button>
      </noscript>
    </form>
  );
}
