/** A record as the zip has it. */
export type Raw = Readonly<Record<string, unknown>>;

export function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null;
}

/** Its id and its aliases, in upper case. */
export function idsOf(record: Raw | undefined): readonly string[] {
  const aliases: readonly unknown[] = Array.isArray(record?.["aliases"]) ? record["aliases"] : [];
  return [record?.["id"], ...aliases].flatMap((id) => (typeof id === "string" ? id.toUpperCase() : []));
}

/** Of its CVE ids. */
export function yearsOf(record: Raw | undefined): readonly number[] {
  return idsOf(record).flatMap((id) => {
    const year = /^CVE-(\d{4})-/.exec(id)?.[1];
    return year === undefined ? [] : [Number(year)];
  });
}

export function isWithdrawnBy(record: Raw | undefined, moment: string): boolean {
  const withdrawn = record?.["withdrawn"];
  return typeof withdrawn === "string" && withdrawn <= moment;
}
