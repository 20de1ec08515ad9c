import { HttpFailure, type ByteSource, type Http, type Progress } from "../../host/index.ts";
import { filesOfArchive } from "../image-files.ts";
import { LAYER_LIMITS } from "../limits.ts";
import type { ImageFiles } from "../linked-files.ts";
import { ask } from "./ask.ts";
import { noFiles } from "./registry-files.ts";

/** A container engine with Docker's API, and an image that it has. */
export interface EngineImage {
  /** As `parseEngineName` gives it. */
  readonly name: string;
  /** What it is called in messages. */
  readonly engine: string;
  readonly url: URL;
  /** Null: by the host and port of the URL. */
  readonly socket: string | null;
  readonly http: Http;
  /** Keeps an archive until its source is closed; throws the system's error, and a RangeError beyond so many bytes. */
  readonly keep: (pieces: AsyncIterable<Uint8Array>, limit: number) => Promise<ByteSource>;
}

/** The image as `docker save` writes it ("Export an image" of Docker's Engine API). What goes wrong is the problem of the files. */
export async function engineFiles(
  image: EngineImage,
  progress: Progress,
): Promise<{ readonly files: ImageFiles; close(): void }> {
  const { name, engine, keep } = image;
  progress.step(`asking ${engine} for ${name}`);
  try {
    const source = await keep(savedBy(image, progress), LAYER_LIMITS.maxTotal);
    return { files: await filesOfArchive(source), close: () => source.close() };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    return {
      files: noFiles({ code: "unreachable", reason: `${engine}: ${reason}` }),
      close: () => undefined,
    };
  }
}

async function* savedBy(
  { name, url, socket, http }: EngineImage,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const answer = await ask(http, {
    url: new URL(`/images/${name}/get`, url),
    headers: {},
    authorization: null,
    ...(socket === null ? {} : { socket }),
  });
  if (answer.status !== 200) {
    answer.discard();
    const reason =
      answer.status === 404 ? "it has no image of this name" : `it answers with status ${answer.status}`;
    throw new HttpFailure(reason, false);
  }
  let size = 0;
  for await (const piece of answer.body) {
    size += piece.length;
    progress.step("fetching, MB", Math.ceil(size / 1_000_000));
    yield piece;
  }
}

/** Null where it is a defect of ours. */
function reasonOf(error: unknown): string | null {
  if (error instanceof HttpFailure) return error.message;
  if (error instanceof RangeError) return error.message;
  if (!(error instanceof Error) || !("code" in error)) return null;
  return error.code === "ENOSPC"
    ? "there is no room for the image in the folder of temporary files (TMPDIR names another one)"
    : `the image cannot be kept in the folder of temporary files: ${String(error.code)}`;
}
