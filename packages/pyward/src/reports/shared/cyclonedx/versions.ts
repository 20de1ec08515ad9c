/** Versions of CycloneDX (ECMA-424) that can be written; the first unless another one is asked for. */
export const CYCLONEDX_VERSIONS = ["1.6", "1.7", "1.5", "1.4"] as const;

export type CycloneDxVersion = (typeof CYCLONEDX_VERSIONS)[number];

export function cycloneDxVersion(asked: string | undefined): CycloneDxVersion {
  return CYCLONEDX_VERSIONS.find((version) => version === asked) ?? CYCLONEDX_VERSIONS[0];
}
