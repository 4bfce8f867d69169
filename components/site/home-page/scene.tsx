import type { BrandTheme } from "@/lib/gate/brand/types";
import { CommonScene } from "./scene-common";
import { PowerGridScene } from "./scene-power-grid";
import { ProcessPlantScene } from "./scene-process-plant";

const scenes: Record<BrandTheme["scene"], () => React.ReactNode> = {
  "process-plant": ProcessPlantScene,
  "power-grid": PowerGridScene,
  common: CommonScene,
};

/** The brand's drawing of the industry it serves. */
export function Scene({ name }: { name: BrandTheme["scene"] }) {
  const Drawing = scenes[name];
  return <Drawing />;
}
