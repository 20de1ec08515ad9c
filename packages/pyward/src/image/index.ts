export { platformName, type BlobStore, type OpenedBlob } from "./blob-store.ts";
export type { LayerProblem } from "./apply-members.ts";
export { findImages } from "./find-images.ts";
export { findPython, type PythonPlaces } from "./find-python.ts";
export type { FoundImage, FoundImages, WantedPlatforms } from "./found-image.ts";
export { filesOfArchive, filesOfFolder } from "./image-files.ts";
export type { ImageFiles } from "./linked-files.ts";
export { imageTree, layerAt } from "./image-tree.ts";
export { mergeImage } from "./read-image.ts";
