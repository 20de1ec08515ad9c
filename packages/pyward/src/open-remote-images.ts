import type { Progress } from "./host/index.ts";
import {
  engineFiles,
  referenceText,
  registryFiles,
  registrySession,
  type EngineImage,
  type ImageReference,
  type RegistryAccess,
} from "./image/index.ts";
import type { ImagesToRead } from "./read-images.ts";

export { parseEngineName, parseReference, referenceText, type ImageReference } from "./image/index.ts";

/** An image that is fetched from a registry while it is read. Nothing is asked before it is its turn. */
export function imageInRegistry(
  reference: ImageReference,
  access: RegistryAccess,
  wanted: ImagesToRead["wanted"],
): ImagesToRead {
  let digest: string | null = null;
  return {
    async open(progress: Progress) {
      const found = await registryFiles(reference, registrySession(reference, access), progress);
      digest = found.digest;
      return found.files;
    },
    wanted,
    // A tag may be another image tomorrow.
    notes: () =>
      digest === null || reference.digest !== null
        ? []
        : [`${referenceText(reference)} was read as ${digest}`],
    close: () => undefined,
  };
}

/** An image that an engine has. It is kept as a file until it was read. */
export function imageInEngine(image: EngineImage, wanted: ImagesToRead["wanted"]): ImagesToRead {
  let opened: Awaited<ReturnType<typeof engineFiles>> | null = null;
  return {
    async open(progress: Progress) {
      opened = await engineFiles(image, progress);
      return opened.files;
    },
    wanted,
    notes: () =>
      opened?.id ? [`${image.name} was read as ${opened.id}, the id that ${image.engine} has for it`] : [],
    close: () => opened?.close(),
  };
}
