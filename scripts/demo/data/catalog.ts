/* Products of an industrial-software firm. Prices in minor units. */

export interface Product {
  readonly text: string;
  readonly price: number;
  readonly quantity: readonly [number, number];
  readonly taxed: boolean;
}

export const LICENSES: readonly Product[] = [
  { text: "Plant application server license, 25,000 I/O", price: 1_840_000, quantity: [1, 1], taxed: true },
  { text: "Historian server license, 5,000 tags", price: 980_000, quantity: [1, 2], taxed: true },
  { text: "Historian client license", price: 115_000, quantity: [2, 12], taxed: true },
  { text: "Historian tag expansion, 1,000 tags", price: 142_500, quantity: [1, 5], taxed: true },
  { text: "SCADA server license, redundant pair", price: 1_265_000, quantity: [1, 1], taxed: true },
  { text: "HMI runtime license, 1,500 tags", price: 318_000, quantity: [1, 6], taxed: true },
  { text: "HMI development license", price: 620_000, quantity: [1, 2], taxed: true },
  { text: "Operator view client, per seat", price: 89_000, quantity: [2, 16], taxed: true },
  { text: "Alarm notification server license", price: 274_000, quantity: [1, 1], taxed: true },
  { text: "Batch and recipe management license", price: 1_130_000, quantity: [1, 1], taxed: true },
  { text: "OPC UA and Modbus driver pack", price: 96_500, quantity: [1, 4], taxed: true },
  { text: "Panel-mount thin client, 15 inch", price: 178_900, quantity: [1, 6], taxed: true },
];

export const SERVICES: readonly Product[] = [
  { text: "Commissioning on site, day", price: 185_000, quantity: [1, 8], taxed: false },
  { text: "Controls engineering, remote, hour", price: 19_500, quantity: [4, 40], taxed: false },
  { text: "Historian migration, fixed price", price: 740_000, quantity: [1, 1], taxed: false },
  { text: "SCADA health check and report", price: 325_000, quantity: [1, 1], taxed: false },
  { text: "Training: HMI fundamentals, seat, 3 days", price: 210_000, quantity: [1, 5], taxed: false },
  { text: "Training: historian administration, seat, 2 days", price: 165_000, quantity: [1, 4], taxed: false },
  { text: "License transfer to a new server", price: 45_000, quantity: [1, 3], taxed: false },
  { text: "Travel and expenses, site visit", price: 64_300, quantity: [1, 2], taxed: false },
];

export const RENEWALS: readonly Product[] = [
  { text: "Standard support agreement, 12 months", price: 1_240_000, quantity: [1, 1], taxed: false },
  { text: "Premium support agreement, 12 months, around the clock", price: 2_180_000, quantity: [1, 1], taxed: false },
  { text: "Historian subscription, quarter", price: 396_000, quantity: [1, 1], taxed: false },
  { text: "Remote monitoring subscription, quarter", price: 258_000, quantity: [1, 1], taxed: false },
];

export const ESTIMATE_TITLES = [
  "Historian expansion, packaging line 4",
  "SCADA server refresh with redundant pair",
  "HMI upgrade for the boiler house",
  "Operator view clients for the new control room",
  "Alarm notification rollout",
  "Batch and recipe management, phase 2",
  "Commissioning of the wastewater skid",
  "Training for the night-shift operators",
  "Thin clients for the palletizing cell",
  "Driver pack and network segmentation",
  "Support agreement renewal, premium",
  "Historian migration to the current release",
] as const;
