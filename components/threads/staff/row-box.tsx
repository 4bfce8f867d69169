import { VisuallyHidden } from "@/components/ui/visually-hidden";

/** Id of the form of the boxes, which chooses rows by the address where there are no scripts. */
export const boxForm = (kind: string) => `${kind}-choice`;

/** The box that chooses a row for what the bar at the bottom does. */
export function RowBox({ kind, number, checked }: { kind: string; number: string; checked: boolean }) {
  return (
    <label className="row-box">
      <VisuallyHidden>Choose {number}</VisuallyHidden>
      <input type="checkbox" form={boxForm(kind)} name="chosen" value={number} defaultChecked={checked} />
    </label>
  );
}
