export interface ZoneOption {
  /** IANA name. */
  readonly zone: string;
  /** `New York, Eastern, 4:05 p.m.` */
  readonly label: string;
}

export interface ZoneGroup {
  readonly label: string;
  readonly zones: readonly ZoneOption[];
}
