"use client";

import { Printer } from "lucide-react";
import { Button } from "./button";

export function PrintButton() {
  return (
    <Button variant="tool" icon={<Printer aria-hidden size={16} />} onClick={() => window.print()}>
      Print
    </Button>
  );
}
