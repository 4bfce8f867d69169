import type { ReactNode } from "react";

interface Props {
  title: string;
  help?: string;
  children: ReactNode;
}

/** One block of the page, in the editor. */
export function Block({ title, help, children }: Props) {
  return (
    <fieldset className="grid min-w-0 gap-4 border-t border-line pt-5 first-of-type:border-t-0 first-of-type:pt-0">
      <legend className="float-left w-full font-semibold">
        {title}
        {help && <span className="block text-sm font-normal text-muted">{help}</span>}
      </legend>
      {children}
    </fieldset>
  );
}
